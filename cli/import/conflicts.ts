/** What stands in the way of an item of a package: something of it is here already, and says something else. Nothing is overwritten. */
import { asKept, type CarriedItem } from "../../pipeline/bring-in-item.ts";
import { canonicalJson } from "../../pipeline/derive.ts";
import { descriptionKey } from "../../pipeline/describe-item.ts";
import type { CurrentRow, ItemDescription } from "../../pipeline/ledger-rows.ts";
import type { Services } from "../compose.ts";
import type { ImportProblem } from "./carried.ts";

/** new: nothing of it is here. known: it is here as it is there. conflict: see the problems. */
export interface Encounter {
  readonly kind: "new" | "known" | "conflict";
  readonly problems: readonly ImportProblem[];
}

/** Roles that people or scanners gave; the rest follows from them. */
const GIVEN: ReadonlySet<string> = new Set([
  "image/master",
  "text/reviewed",
  "text/earlier",
  "record",
  "image/chart",
  "pdf/signed",
]);

/** Compare an item of a package with this home. */
export async function meet({ ledger, store }: Services, carried: CarriedItem): Promise<Encounter> {
  const newest = carried.versions.at(-1);
  if (!newest) return { kind: "new", problems: [] };
  const item = await ledger.item(carried.id);
  if (item) {
    const differences = differencesOf(await ledger.currentOfItem(carried.id), newest);
    if (differences.length === 0) return { kind: "known", problems: [] };
    const facts = { item: carried.id, here: item.version, there: newest.item.version, differences: told(differences) };
    return { kind: "conflict", problems: [{ code: "IMPORT-CONFLICT", facts }] };
  }
  const problems: ImportProblem[] = [];
  for (const { id } of newest.pages) {
    const page = await ledger.page(id);
    if (page) problems.push({ code: "IMPORT-PAGE", facts: { page: id, item: carried.id, other: page.itemId } });
  }
  for (const { id } of newest.batches) {
    const batch = await ledger.batch(id);
    if (batch) problems.push({ code: "IMPORT-BATCH", facts: { batch: id, item: carried.id, other: batch.itemId } });
  }
  // Left by an import that was interrupted it says the same; of another item of this name it says something else.
  for (const description of asKept(carried, { keepsLog: false })) {
    const text = await store.getNamed(descriptionKey(carried.id, description.item.version));
    const isSame = text === undefined || withoutLog(text) === withoutLog(canonicalJson(description));
    if (!isSame) problems.push({ code: "IMPORT-NAMED", facts: { item: carried.id, version: description.item.version } });
  }
  return { kind: problems.length === 0 ? "new" : "conflict", problems };
}

/** Subjects and roles that are given otherwise here than there. */
function differencesOf(here: readonly CurrentRow[], { current }: ItemDescription): readonly string[] {
  const asMap = (rows: readonly CurrentRow[]) =>
    new Map(rows.filter(({ role }) => GIVEN.has(role)).map((row) => [`${row.subject} ${row.role}`, row.artifact.digest]));
  const [ours, theirs] = [asMap(here), asMap(current)];
  return [...new Set([...ours.keys(), ...theirs.keys()])].filter((key) => ours.get(key) !== theirs.get(key)).sort();
}

function told(differences: readonly string[]): string {
  const most = 5;
  const rest = differences.length > most ? ` … (${differences.length})` : "";
  return `${differences.slice(0, most).join(", ")}${rest}`;
}

function withoutLog(text: string): string {
  const { activities: _, ...rest } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return canonicalJson(rest);
}
