/** `sohoa export --ocfl`: items as objects of an OCFL storage root, one version for each description, each file stored once. */
import { mkdtemp, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Inventory, numberOf } from "../formats/ocfl/inventory.ts";
import { type AboutVersion, addVersion, type ObjectPlace, openObject } from "../formats/ocfl/write-object.ts";
import { openRoot, placeOf } from "../formats/ocfl/write-root.ts";
import { digestOfText } from "../pipeline/derive.ts";
import { asSohoaError, IntegrityError } from "../pipeline/errors.ts";
import type { EventRow, ItemRow } from "../pipeline/ledger-rows.ts";
import { writePackage } from "../stages/archive/write-package.ts";
import type { Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { type DescribedVersion, describedVersions } from "./package/described-versions.ts";
import { type HoldingsFile, holdingsFiles } from "./package/holdings-files.ts";
import { itemContent, type PackageExtent } from "./package/item-content.ts";
import { packageFiles } from "./package/package-files.ts";
import { workingTexts } from "./package/working-texts.ts";
import type { ErrorLine, Outcome } from "./print.ts";
import { findItem } from "./standing.ts";

/** Identifier of the object that holds register, organisations and targets. */
export const HOLDINGS_ID = "urn:sohoa:holdings";
/** The description of an item at a version, byte for byte as it is stored. */
export const DESCRIPTION_FILE = "history.json";

/** The identifier of an item's object. */
export function objectIdOf(itemId: string): string {
  return `urn:sohoa:item:${itemId}`;
}

/** The identifier of the object that holds what people are correcting: it changes without a new version of the item. */
export function textsIdOf(itemId: string): string {
  return `${objectIdOf(itemId)}:texts`;
}

/** What is wanted. */
export interface OcflExport extends PackageExtent {
  /** Identifiers; all items when empty. */
  readonly items: readonly string[];
  readonly root: string;
}

/** Bring a storage root up to date. What is in it stays as it is; an interrupted export goes on where it ended. */
export async function exportOcfl(context: Context, wanted: OcflExport): Promise<Outcome> {
  const services = await context.services();
  const root = resolve(wanted.root);
  await openRoot(root);
  const items = await chosen(services, wanted.items);
  const counts = { items: 0, versions: 0, known: 0, failed: 0 };
  const errors: ErrorLine[] = [];
  for (const item of items) {
    context.signal.throwIfAborted();
    try {
      const { added, known } = await exportItem(services, item, root, wanted);
      counts.items += 1;
      counts.versions += added;
      counts.known += known;
      context.printer.note(context.say("export.ocfl.item", { item: item.id, added, known }));
    } catch (thrown) {
      // One item in trouble keeps no other from its package.
      const { code, facts } = asSohoaError(thrown, item.id);
      errors.push({ code, path: item.id, facts: { ...facts, subject: item.id } });
      counts.failed += 1;
    }
  }
  await exportTexts(services, root, HOLDINGS_ID, await holdingsFiles(services.holdings));
  await rmdir(`${root}.incoming`).catch(() => {});
  const told = errors.map(
    ({ code, facts }) => `  ${context.printer.mark("bad")} ${context.messages.failure(code, facts ?? {}).message}`,
  );
  return {
    ...(errors.length > 0 ? { exit: "partial" as const } : {}),
    counts,
    errors,
    data: { root },
    text: [context.say("export.ocfl.done", { ...counts, root }), ...told],
  };
}

async function chosen(services: Services, ids: readonly string[]): Promise<readonly ItemRow[]> {
  if (ids.length === 0) return await services.ledger.items();
  const items: ItemRow[] = [];
  for (const id of ids) items.push(await findItem(services, id));
  return items;
}

async function exportItem(services: Services, item: ItemRow, root: string, extent: PackageExtent) {
  const place = placeOf(root, objectIdOf(item.id));
  const described = await describedVersions(services.store, item.id);
  let inventory = await openObject(place);
  const known = inventory ? numberOf(inventory.head) : 0;
  refuseOtherHistory(inventory, described, item.id);
  const events: EventRow[] = [];
  const told = new Set<string>();
  for (const [at, version] of described.entries()) {
    const news = version.description.events.filter((event) => !told.has(eventName(event)));
    for (const event of news) {
      told.add(eventName(event));
      events.push(event);
    }
    if (at < known) continue;
    inventory = await writeVersion(services, place, inventory, { version, events: [...events], news, extent });
  }
  const working = [...(await workingTexts(services, item.id))].map(([name, text]) => ({ name, text }));
  await exportTexts(services, root, textsIdOf(item.id), working);
  return { added: described.length - known, known };
}

/** The last version in the root must be one that this catalogue describes in the same words. */
function refuseOtherHistory(inventory: Inventory | undefined, described: readonly DescribedVersion[], itemId: string): void {
  if (!inventory) return;
  const state = inventory.versions[inventory.head]?.state ?? {};
  const sha512 = Object.entries(state).find(([, paths]) => paths.includes(DESCRIPTION_FILE))?.[0] ?? "";
  const path = inventory.manifest[sha512]?.[0];
  const stored = Object.entries(inventory.fixity?.["sha256"] ?? {}).find(([, paths]) => paths[0] === path)?.[0];
  const ours = described[numberOf(inventory.head) - 1];
  if (ours && stored === digestOfText(ours.text)) return;
  throw new IntegrityError({ code: "OCFL-OTHER", subject: itemId, facts: { version: inventory.head } });
}

/** Neighbouring descriptions may both tell of an event. */
function eventName({ derivation, subject, outcome, endedAt }: EventRow): string {
  return [derivation, subject, outcome, endedAt].join("\n");
}

interface NewVersion {
  readonly version: DescribedVersion;
  readonly events: readonly EventRow[];
  readonly news: readonly EventRow[];
  readonly extent: PackageExtent;
}

async function writeVersion(
  services: Services,
  place: ObjectPlace,
  before: Inventory | undefined,
  { version, events, news, extent }: NewVersion,
): Promise<Inventory> {
  const { description, text } = version;
  const about = aboutVersion(description.item.version, events, news);
  const digests = description.current.map(({ artifact }) => artifact.digest);
  // Looks at the bytes that came later belong to the next version: this one is the same whenever it is written.
  const fixity = (await services.ledger.fixityOf(digests)).filter(({ checkedAt }) => checkedAt <= about.created);
  const acts = (await services.ledger.actsOf(digests)).filter(({ at }) => at <= about.created);
  const content = await itemContent(services.cache, description, { events, fixity, acts }, extent);
  const scratch = await mkdtemp(join(tmpdir(), "sohoa-ocfl-"));
  try {
    return await addVersion(
      place,
      before,
      about,
      packageFiles(scratch, async (sink) => {
        await sink.text(DESCRIPTION_FILE, text);
        await writePackage(content, sink);
      }),
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function aboutVersion(number: number, events: readonly EventRow[], news: readonly EventRow[]): AboutVersion {
  const last = news.at(-1) ?? events.at(-1);
  const tally = new Map<string, number>();
  for (const { stage, outcome } of news) tally.set(`${stage} ${outcome}`, (tally.get(`${stage} ${outcome}`) ?? 0) + 1);
  const told = [...tally].map(([what, count]) => `${what} ${count}`).join(", ");
  return {
    created: last?.endedAt ?? new Date(0).toISOString(),
    message: `item version ${number}${told === "" ? "" : `: ${told}`}`,
    user: { name: last?.agent ?? "sohoa" },
  };
}

/** Small files as an object of their own; a version is added when they changed. */
async function exportTexts({ clock }: Services, root: string, id: string, files: readonly HoldingsFile[]): Promise<void> {
  if (files.length === 0) return;
  const place = placeOf(root, id);
  const before = await openObject(place);
  if (before && isSameState(before, files)) return;
  const about = {
    created: clock.now().toISOString(),
    message: files.map(({ name }) => name).join(", "),
    user: { name: "sohoa" },
  };
  const scratch = await mkdtemp(join(tmpdir(), "sohoa-ocfl-"));
  try {
    await addVersion(
      place,
      before,
      about,
      packageFiles(scratch, async (sink) => {
        for (const { name, text } of files) await sink.text(name, text);
      }),
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function isSameState(inventory: Inventory, files: readonly HoldingsFile[]): boolean {
  const byPath = new Map(
    Object.entries(inventory.fixity?.["sha256"] ?? {}).flatMap(([sha256, paths]) => paths.map((path) => [path, sha256] as const)),
  );
  const state = Object.entries(inventory.versions[inventory.head]?.state ?? {});
  const stored = state.flatMap(([sha512, names]) =>
    names.map((name) => `${name} ${byPath.get(inventory.manifest[sha512]?.[0] ?? "")}`),
  );
  return (
    stored.sort().join("\n") ===
    files
      .map(({ name, text }) => `${name} ${digestOfText(text)}`)
      .sort()
      .join("\n")
  );
}
