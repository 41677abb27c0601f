/** Records that come back from a spreadsheet or another catalogue, laid over those that are there field by field; nothing is stored. */
import { draftRecord } from "../../formats/record-draft.ts";
import { recordsInFile } from "../../formats/record-file.ts";
import type { IncomingRecord } from "../../formats/record-incoming.ts";
import type { RecordProblem } from "../../formats/record-row.ts";
import type { ItemRow } from "../../pipeline/ledger-rows.ts";
import { compactRecord, type ItemRecord } from "../../pipeline/record.ts";
import { checkRecord, type LoadedRules, type RecordIssue } from "./check.ts";
import { type FieldConflict, mergeRecord, type Preference } from "./merge.ts";

/** What became of one record of the file. */
export interface Judged {
  readonly row: number;
  readonly shelfmark: string;
  readonly outcome: "new" | "unchanged" | "conflict" | "rejected";
  readonly item?: ItemRow;
  /** What would be stored. */
  readonly record?: ItemRecord;
  readonly changed: readonly string[];
  readonly conflicts: readonly FieldConflict[];
  readonly problems: readonly RecordProblem[];
}

/** A whole file, judged: every record of it has one outcome. */
export interface JudgedFile {
  readonly judged: readonly Judged[];
  /** Rows that could not even be read. */
  readonly unread: readonly RecordProblem[];
  readonly ignoredColumns: readonly string[];
}

/** How an import decides. */
export interface ImportChoice {
  readonly prefer?: Preference | undefined;
  /** A draft that was not changed counts as confirmed. */
  readonly confirm?: boolean | undefined;
}

/** What an item's record is known to be. */
export interface KnownRecord {
  readonly record: ItemRecord;
  readonly isDraft: boolean;
}

/** What judging looks up. */
export interface JudgedCatalogue {
  /** Items that the file may speak of. */
  items(): Promise<readonly ItemRow[]>;
  /** What a file is laid over: the item's record, or undefined when there is none. */
  recordOf(item: ItemRow): Promise<KnownRecord | undefined>;
  /** The record that an export was made of. */
  exported(digest: string): Promise<ItemRecord | undefined>;
  pageCount(item: ItemRow): Promise<number | undefined>;
}

/** Read and judge the bytes of a file. */
export async function judgeFile(
  catalogue: JudgedCatalogue,
  rules: LoadedRules,
  bytes: Buffer,
  choice: ImportChoice,
): Promise<JudgedFile> {
  const { records, problems, ignoredColumns } = await recordsInFile(bytes, rules.terms);
  const items = new Map<string, ItemRow[]>();
  for (const item of await catalogue.items()) items.set(item.shelfmark, [...(items.get(item.shelfmark) ?? []), item]);
  const judged: Judged[] = [];
  const seen = new Map<string, number>();
  for (const incoming of records) {
    const shelfmark = String(incoming.fields["shelfmark"]).normalize("NFC");
    const first = seen.get(shelfmark);
    seen.set(shelfmark, first ?? incoming.row);
    const found = items.get(shelfmark) ?? [];
    const [item] = found;
    const { row } = incoming;
    if (first !== undefined) judged.push(rejected(row, shelfmark, { code: "REC-TWICE", facts: { row, first, shelfmark } }));
    else if (!item || found.length > 1) {
      const facts = { row, shelfmark, items: found.map(({ id }) => id).join(", ") };
      judged.push(rejected(row, shelfmark, { code: item ? "REC-ITEMS" : "REC-NO-ITEM", facts }));
    } else judged.push(await judge(catalogue, rules, item, incoming, choice));
  }
  return { judged, unread: problems, ignoredColumns };
}

function rejected(row: number, shelfmark: string, ...problems: readonly RecordProblem[]): Judged {
  return { row, shelfmark, outcome: "rejected", changed: [], conflicts: [], problems };
}

async function judge(
  catalogue: JudgedCatalogue,
  rules: LoadedRules,
  item: ItemRow,
  incoming: IncomingRecord,
  choice: ImportChoice,
): Promise<Judged> {
  const { row, problems = [] } = incoming;
  const { shelfmark } = item;
  const stored = await catalogue.recordOf(item);
  const mine = stored?.record ?? draftRecord({ shelfmark });
  const isDraft = stored?.isDraft ?? true;
  // A machine's draft is nobody's word: against it the file always holds.
  const base = isDraft ? mine : incoming.base === undefined ? undefined : await catalogue.exported(incoming.base);
  const merged = mergeRecord({ ...mine, shelfmark }, incoming, { base, prefer: choice.prefer });
  if ("problems" in merged) return { ...rejected(row, shelfmark, ...problems, ...merged.problems), item };
  const { record, changed, conflicts } = merged;
  const pageCount = await catalogue.pageCount(item);
  // A field whose cell was not understood is not also missing.
  const isKnown = ({ field }: RecordIssue) => !problems.some(({ facts }) => facts["field"] === field);
  const issues = checkRecord(record, rules, { pageCount }).filter(isKnown);
  const wrong = [...problems, ...issueProblems(issues, row, shelfmark)];
  if (wrong.length > 0) return { ...rejected(row, shelfmark, ...wrong), item, changed };
  const about = { row, shelfmark, item, record, changed, conflicts, problems: [] };
  if (conflicts.length > 0 && choice.prefer === undefined) return { ...about, outcome: "conflict" };
  const isNews = changed.length > 0 || (isDraft && (choice.confirm ?? false));
  return { ...about, outcome: isNews ? "new" : "unchanged" };
}

/** Errors of a check as problems of a row, each with its field. */
function issueProblems(issues: readonly RecordIssue[], row: number, shelfmark: string): readonly RecordProblem[] {
  return issues
    .filter(({ level }) => level === "error")
    .map(({ code, field, facts }) => ({ code, facts: { ...facts, row, shelfmark, field } }));
}

/** The value that is stored for a judged record. */
export function storedValue({ record, shelfmark }: Judged): unknown {
  return record && compactRecord({ ...record, shelfmark });
}
