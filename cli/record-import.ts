/** `sohoa record import`: records that come back from a spreadsheet or another catalogue, merged field by field. */
import { readFile } from "node:fs/promises";
import { checkRecord, type RecordIssue } from "../catalogue/record/check.ts";
import { type FieldConflict, mergeRecord, type Preference } from "../catalogue/record/merge.ts";
import { draftRecord } from "../formats/record-draft.ts";
import { recordsInFile } from "../formats/record-file.ts";
import type { IncomingRecord } from "../formats/record-incoming.ts";
import type { RecordProblem } from "../formats/record-row.ts";
import { InputError } from "../pipeline/errors.ts";
import type { ItemRow } from "../pipeline/ledger-rows.ts";
import { compactRecord, type ItemRecord } from "../pipeline/record.ts";
import type { Services } from "./compose.ts";
import { recordOfDigest, storedRecord } from "./record-items.ts";
import type { LoadedRules } from "./record-rules.ts";

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

/** Read and judge a file; nothing is stored. @throws {InputError} SRC-READ when there is no such file. */
export async function judgeFile(services: Services, rules: LoadedRules, path: string, choice: ImportChoice): Promise<JudgedFile> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new InputError({ code: "SRC-READ", subject: path, cause });
  });
  const { records, problems, ignoredColumns } = await recordsInFile(bytes, rules.terms);
  const items = new Map<string, ItemRow[]>();
  for (const item of await services.ledger.items()) items.set(item.shelfmark, [...(items.get(item.shelfmark) ?? []), item]);
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
    } else judged.push(await judge(services, rules, item, incoming, choice));
  }
  return { judged, unread: problems, ignoredColumns };
}

function rejected(row: number, shelfmark: string, ...problems: readonly RecordProblem[]): Judged {
  return { row, shelfmark, outcome: "rejected", changed: [], conflicts: [], problems };
}

async function judge(
  services: Services,
  rules: LoadedRules,
  item: ItemRow,
  incoming: IncomingRecord,
  choice: ImportChoice,
): Promise<Judged> {
  const { row, problems = [] } = incoming;
  const { shelfmark } = item;
  const stored = await storedRecord(services, item);
  const mine = stored?.record ?? draftRecord({ shelfmark });
  const isDraft = stored?.isDraft ?? true;
  // A machine's draft is nobody's word: against it the file always holds.
  const base = isDraft ? mine : incoming.base === undefined ? undefined : await recordOfDigest(services, incoming.base);
  const merged = mergeRecord({ ...mine, shelfmark }, incoming, { base, prefer: choice.prefer });
  if ("problems" in merged) return { ...rejected(row, shelfmark, ...problems, ...merged.problems), item };
  const { record, changed, conflicts } = merged;
  const pageCount = (await services.ledger.pages(item.id)).length || undefined;
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
