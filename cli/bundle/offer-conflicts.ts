/** What both sides changed is kept twice: texts and records as versions to choose from, scans as files, the rest told. */
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { beginText } from "../../catalogue/text/begin-text.ts";
import type { CarriedItem } from "../../pipeline/bring-in-item.ts";
import { partsOf } from "../../pipeline/given.ts";
import type { Encountered } from "../../pipeline/lay-over-item.ts";
import type { ItemDescription } from "../../pipeline/ledger-rows.ts";
import { recordSchema } from "../../pipeline/record.ts";
import { recordOfDigest, storedRecord } from "../../pipeline/stored-record.ts";
import { textLayerSchema } from "../../pipeline/text-layer.ts";
import type { Services } from "../compose.ts";
import type { ImportProblem } from "../import/carried.ts";
import { offerRecord } from "./join-desk.ts";
import type { Peek } from "./peek.ts";

interface Both {
  readonly item: CarriedItem;
  readonly met: Encountered;
}

/** Their scans of pages that were scanned anew at both places, by digest: where each is to lie. */
export function scansToKeep(home: string, { item, met }: Both) {
  const scans = new Map<string, string>();
  for (const { subject, artifact } of conflicting(met, "image/master")) {
    const ending = artifact.mediaType
      .replace(/^image\//, "")
      .replace("tiff", "tif")
      .replace("jpeg", "jpg");
    scans.set(artifact.digest, join(home, "received", item.id, `${subject}-${artifact.digest.slice(0, 12)}.${ending}`));
  }
  return scans;
}

/** Lay a scan of the bundle where a person finds it. */
export async function keepScan(from: string, to: string): Promise<void> {
  await mkdir(join(to, ".."), { recursive: true });
  await copyFile(from, to);
}

/** Offer every conflict of an item, and tell of it. `joined` are pages and items whose working versions say it already. */
export async function offerConflicts(
  services: Services,
  both: Both,
  peek: Peek,
  joined: ReadonlySet<string>,
): Promise<readonly ImportProblem[]> {
  const told: ImportProblem[] = [];
  for (const key of both.met.conflicts) told.push(await offerOne(services, both, key, { peek, joined }));
  return told;
}

async function offerOne(
  services: Services,
  { item, met }: Both,
  key: string,
  { peek, joined }: { readonly peek: Peek; readonly joined: ReadonlySet<string> },
): Promise<ImportProblem> {
  const { subject, role } = partsOf(key);
  const page = met.ours.pages.find(({ id }) => id === subject)?.sourceName ?? subject;
  const row = met.theirs.current.find((each) => each.subject === subject && each.role === role);
  const kept = { code: "BUNDLE-KEPT", facts: { item: item.id, page, what: role || subject } };
  if (!row) return kept;
  if (role === "text/reviewed") {
    if (!joined.has(subject)) await offerText(services, met, row, peek);
    return { code: "BUNDLE-TEXT", facts: { item: item.id, page } };
  }
  if (role === "record") {
    const fields = joined.has(item.id) ? [] : await offerTheirs(services, item.id, met, row, peek);
    return { code: "BUNDLE-RECORD", facts: { item: item.id, fields: fields.join(", ") || "record" } };
  }
  const file = scansToKeep(services.config.home, { item, met }).get(row.artifact.digest);
  return file === undefined ? kept : { code: "BUNDLE-SCAN", facts: { item: item.id, page, file } };
}

/** The rows of a role in which both differ. */
function conflicting(met: Encountered, role: string): ItemDescription["current"] {
  const keys = new Set(met.conflicts);
  return met.theirs.current.filter((row) => row.role === role && keys.has(`${row.subject}\n${row.role}`));
}

type Row = ItemDescription["current"][number];

async function offerText(services: Services, met: Encountered, { subject, artifact }: Row, peek: Peek): Promise<void> {
  const text = await peek(artifact.digest);
  if (text === undefined || !met.ours.pages.some(({ id }) => id === subject)) return;
  const layer = textLayerSchema.parse(JSON.parse(text));
  const picture = met.theirs.current.find((row) => row.subject === subject && row.role === "report/cleanup");
  const content = beginText(layer, {
    role: "text/reviewed",
    text: artifact.digest,
    // Without its picture here the boxes cannot be led over: they stand as they are.
    picture: picture && (await services.store.stat(picture.artifact.digest)) ? picture.artifact.digest : null,
  });
  await ensureOwnVersion(services, subject, peek);
  await services.texts.save({
    page: subject,
    base: 0,
    author: layer.engine.name,
    saveId: `bundle-${artifact.digest.slice(0, 32)}`,
    content,
  });
}

/** Where this home's text was answered without the review room it becomes its first version: theirs then lies beside it. */
async function ensureOwnVersion({ texts, ledger }: Services, subject: string, peek: Peek): Promise<void> {
  if ((await texts.pageText(subject)).lastNumber > 0) return;
  const reviewed = await ledger.current(subject, "text/reviewed");
  const text = reviewed && (await peek(reviewed.digest));
  if (!reviewed || text === undefined) return;
  const layer = textLayerSchema.parse(JSON.parse(text));
  const picture = (await ledger.current(subject, "report/cleanup"))?.digest ?? null;
  const content = beginText(layer, { role: "text/reviewed", text: reviewed.digest, picture });
  await texts.save({ page: subject, base: 0, author: layer.engine.name, saveId: `own-${reviewed.digest.slice(0, 32)}`, content });
}

async function offerTheirs(
  services: Services,
  itemId: string,
  met: Encountered,
  { artifact }: Row,
  peek: Peek,
): Promise<readonly string[]> {
  const text = await peek(artifact.digest);
  const item = await services.ledger.item(itemId);
  if (text === undefined || !item) return [];
  const ground = met.ground.get(`${itemId}\nrecord`);
  const before = ground === undefined ? undefined : await recordOfDigest(services, ground);
  const ours = await storedRecord(services, item);
  const made = met.theirs.events.findLast(({ outputs }) => outputs.some((each) => each.artifact.digest === artifact.digest));
  const records = { ours, before, theirs: recordSchema.parse(JSON.parse(text)) };
  return (await offerRecord(services.recordVersions, itemId, records, made?.agent ?? "")).offered;
}
