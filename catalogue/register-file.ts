/**
 * A register of any size, read in passes so that memory does not grow with it: once for which shelfmarks stand twice, once for what is
 * wrong, once for what is right. Only rows that are wrong and shelfmarks that stand several times are held together.
 */
import type { OpenFile } from "./csv-records.ts";
import type { MappedColumn, RowPlace } from "./named-rows.ts";
import { type ReadEntry, type RegisterRow, type RejectedRow, rowChecker, shelfmarkKey } from "./register.ts";
import { headingsOf, type ReadingOptions, type RegisterFile, type RegisterWarning } from "./register-import.ts";
import { type RowSource, type SourceRow, sourcesOf } from "./register-source.ts";
import { RepeatedKeys } from "./repeated-keys.ts";

/** So many rows go to the catalogue together. */
const ROWS_A_PART = 256;

/**
 * Read a register. Every row that cannot be used is in `rejected` with its number; none is dropped silently.
 * @throws {InputError} REG-FILE, REG-OLD, REG-SIZE, REG-ENCODING or REG-MISNAMED when the bytes cannot be read as a table; REG-HEADING
 *   when no row has the headings for shelfmark and title
 */
export async function readRegisterFile(open: OpenFile, options: ReadingOptions = {}): Promise<RegisterFile> {
  const { sources, otherSheets } = await sourcesOf(open, headingsOf(options));
  const { found, repeated, columns, warnings } = await survey(sources);
  const refused: { place: RowPlace; cells: RegisterRow; why: RejectedRow }[] = [];
  for await (const { row, place, problem } of checkedRows(sources, repeated)) {
    if (problem) refused.push({ place, cells: row, why: { ...placed(place), ...problem } });
  }
  return {
    found,
    headingRow: sources[0]?.headingRow ?? 0,
    columns,
    otherColumns: columns.filter(({ column }) => column === undefined).map(({ heading }) => heading),
    otherSheets,
    warnings,
    rejected: refused.map(({ why }) => why),
    refused,
    entries: () => usableEntries(sources, repeated),
  };
}

interface PlacedRow extends SourceRow {
  readonly place: RowPlace;
}

/** All rows of all tables; the sheet is named where there are several. */
async function* rowsOf(sources: readonly RowSource[]): AsyncGenerator<PlacedRow & { readonly source: number }> {
  for (const [source, each] of sources.entries()) {
    const sheet = sources.length > 1 ? each.sheet : "";
    for await (const row of each.rows()) yield { ...row, place: { sheet, row: row.number }, source };
  }
}

function placed({ row, sheet }: RowPlace): { readonly row: number; readonly sheet?: string } {
  return sheet === "" ? { row } : { row, sheet };
}

/** What has to be known of all rows before any can be judged, and what a person is shown of them. */
async function survey(sources: readonly RowSource[]) {
  const repeated = new RepeatedKeys();
  const warnings: RegisterWarning[] = [];
  const examples = sources.map(({ names }) => names.map(() => ""));
  const marks = sources.map(({ names }) => names.indexOf("shelfmark"));
  let found = 0;
  for await (const { cells, row, numbers, place, source } of rowsOf(sources)) {
    found++;
    repeated.add(shelfmarkKey(row["shelfmark"] ?? ""));
    const shown = examples[source] as string[];
    for (let at = 0; at < shown.length; at++) if (shown[at] === "") shown[at] = (cells[at] ?? "").trim();
    if (numbers.has(marks[source] as number)) {
      warnings.push({ code: "REG-NUMERIC", ...place, facts: { shelfmark: row["shelfmark"] ?? "" } });
    }
  }
  repeated.settle();
  const columns = sources.flatMap(({ sheet, headings, names, columns: meant }, source) =>
    headings.flatMap((heading, at): MappedColumn[] =>
      names[at] === "" ? [] : [{ sheet, heading, column: meant[at], example: examples[source]?.[at] ?? "" }],
    ),
  );
  return { found, repeated, columns, warnings };
}

type Checked = PlacedRow & ReturnType<ReturnType<typeof rowChecker>>;

async function* checkedRows(sources: readonly RowSource[], repeated: RepeatedKeys): AsyncGenerator<Checked> {
  const check = rowChecker((key) => repeated.has(key));
  for await (const each of rowsOf(sources)) yield { ...each, ...check(each.row, each.number) };
}

/** Rows of a shelfmark that stands several times wait for the end, so that they come together. */
async function* usableEntries(sources: readonly RowSource[], repeated: RepeatedKeys): AsyncGenerator<readonly ReadEntry[]> {
  const together: ReadEntry[] = [];
  let part: ReadEntry[] = [];
  for await (const { entry } of checkedRows(sources, repeated)) {
    if (!entry) continue;
    if (repeated.has(shelfmarkKey(entry.shelfmark))) together.push(entry);
    else if (part.push(entry) === ROWS_A_PART) {
      yield part;
      part = [];
    }
  }
  if (part.length > 0) yield part;
  if (together.length > 0) yield together;
}
