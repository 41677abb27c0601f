/** Importing a register part by part, in one transaction: what was read of a file is not held until its end. */
import { randomBytes } from "node:crypto";
import { canonicalJson } from "../../pipeline/derive.ts";
import type { Change, Database, Rows } from "../database.ts";
import { type GivenEntries, type ImportCounts, type ImportOptions, type ImportPreview, MOST_CHANGES_SHOWN } from "./port.ts";
import { changesIn, countKeys, keepChanges, keepHistory, partsOf, together } from "./register-changes.ts";

const NOTHING: ImportCounts = { added: 0, updated: 0, unchanged: 0 };

/** What an import would do. @throws {InputError} REG-STATE */
export async function previewEntries(rows: Rows, entries: GivenEntries, effective: string | undefined): Promise<ImportPreview> {
  let [counts, known] = [NOTHING, 0];
  const changes: ImportPreview["changes"][number][] = [];
  for await (const part of partsOf(entries)) {
    const found = await changesIn(rows, part, effective);
    [counts, known] = [together(counts, found.counts), known + found.known];
    changes.push(...found.changes.slice(0, MOST_CHANGES_SHOWN - changes.length));
  }
  return { ...counts, changes, notInFile: (await countKeys(rows)) - known };
}

/** Keep all of it. @throws {InputError} REG-STATE, and nothing is kept */
export async function keepEntries(
  database: Database,
  change: Change,
  entries: GivenEntries,
  { effective, source }: ImportOptions,
): Promise<ImportCounts & { readonly id?: string }> {
  const now = database.now();
  const id = source && (await beginImport(change, source, now));
  let [counts, changed] = [NOTHING, 0];
  for await (const part of partsOf(entries)) {
    const found = await changesIn(change, part, effective);
    await keepChanges(change, found.changes, now);
    if (id !== undefined) await keepHistory(change, id, found.changes);
    [counts, changed] = [together(counts, found.counts), changed + found.changes.length];
  }
  if (id === undefined) return counts;
  if (changed === 0) {
    await change.deleteFrom("register_import").where("id", "=", id).execute();
    return counts;
  }
  await change
    .updateTable("register_import")
    .set({ counts: canonicalJson(counts) })
    .where("id", "=", id)
    .execute();
  return { ...counts, id };
}

/** Its changes refer to it, so it stands there before them; what it did is written at the end. */
async function beginImport(change: Change, source: NonNullable<ImportOptions["source"]>, now: string): Promise<string> {
  const id = `import-${now.slice(0, 10)}-${randomBytes(3).toString("hex")}`;
  await change
    .insertInto("register_import")
    .values({ id, at: now, ...source, counts: canonicalJson(NOTHING), undone_at: null })
    .execute();
  return id;
}
