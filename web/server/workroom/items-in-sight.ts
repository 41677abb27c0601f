/** Which items an account meets in the workroom: those whose record it may read. All others do not exist for it. */
import type { FastifyRequest } from "fastify";
import type { Digest } from "../../../pipeline/artifact.ts";
import type { ItemRow, PageRow } from "../../../pipeline/ledger-rows.ts";
import type { Access } from "../../../pipeline/publication-log.ts";
import type { ItemRecord } from "../../../pipeline/record.ts";
import type { Sight } from "../access/sight.ts";
import type { Site } from "../site.ts";
import { notFound } from "./api.ts";
import type { Workroom } from "./workroom.ts";

const ITEM = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;
const PAGE = /^p[0-9a-f]{12}$/;
/** Items asked about in one query; databases bound the number of parameters. */
const AT_ONCE = 200;

/** An item with its description, the entered one or the draft; without either it is open to staff only. */
export interface SeenItem {
  readonly item: ItemRow;
  readonly record: ItemRecord | undefined;
  readonly isDraft: boolean;
}

/** The item of this id. Any text may be given. @throws {ApiProblem} 404, also for what the account may not see */
export async function itemInSight(site: Site, workroom: Workroom, request: FastifyRequest, id: string): Promise<SeenItem> {
  const item = ITEM.test(id) ? await workroom.ledger.item(id) : undefined;
  const [seen] = item ? await seenOf(site, workroom, request, [item]) : [];
  if (!seen) throw notFound();
  return seen;
}

/** The page of this id with its item. @throws {ApiProblem} 404, also for what the account may not see */
export async function pageInSight(
  site: Site,
  workroom: Workroom,
  request: FastifyRequest,
  id: string,
): Promise<SeenItem & { readonly page: PageRow }> {
  const page = PAGE.test(id) ? await workroom.ledger.page(id) : undefined;
  if (!page) throw notFound();
  return { ...(await itemInSight(site, workroom, request, page.itemId)), page };
}

/** All items that the account may see, in the order of the catalogue. */
export async function itemsInSight(site: Site, workroom: Workroom, request: FastifyRequest): Promise<readonly SeenItem[]> {
  return await seenOf(site, workroom, request, await workroom.ledger.items());
}

async function seenOf(
  { publications }: Site,
  { ledger }: Workroom,
  request: FastifyRequest,
  items: readonly ItemRow[],
): Promise<readonly SeenItem[]> {
  const sight = request.visitor;
  if (!sight) return [];
  const seen: SeenItem[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    const some = items.slice(start, start + AT_ONCE);
    const digests = recordDigests(await ledger.currentOf(some.map(({ id }) => id)));
    for (const item of some) {
      const digest = digests.get(item.id);
      const record = digest && (await publications.recordOf({ record: digest.digest }).catch(() => "unreadable" as const));
      if (!sees(sight, item.id, record)) continue;
      seen.push({ item, record: record === "unreadable" ? undefined : record, isDraft: digest?.isDraft ?? true });
    }
  }
  return seen;
}

/** A record that cannot be read may be restricted. */
function sees(sight: Sight, item: string, record: ItemRecord | "unreadable" | undefined): boolean {
  const access: Access = record === undefined ? "internal" : record === "unreadable" ? "restricted" : record.access;
  return sight.reads(item, [access]);
}

type Pointer = Awaited<ReturnType<Workroom["ledger"]["currentOf"]>>[number];

/** The record that counts of each item: the entered one before the draft. */
function recordDigests(rows: readonly Pointer[]): ReadonlyMap<string, { readonly digest: Digest; readonly isDraft: boolean }> {
  const found = new Map<string, { readonly digest: Digest; readonly isDraft: boolean }>();
  for (const { subject, role, artifact } of rows) {
    if (role === "record") found.set(subject, { digest: artifact.digest, isDraft: false });
    if (role === "record/draft" && !found.has(subject)) found.set(subject, { digest: artifact.digest, isDraft: true });
  }
  return found;
}
