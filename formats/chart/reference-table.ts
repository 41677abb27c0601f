/** Reads the wanted values of one's own chart from a table: `row, column, L, a, b` and, if wished, `name`. */
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { StageError } from "../../pipeline/errors.ts";
import { decodeText } from "../decode-text.ts";
import type { ChartKind, ReferencePatch } from "./kinds.ts";

const number = z
  .string()
  .trim()
  .min(1)
  .transform((text) => Number(text.replace(",", ".")))
  .pipe(z.number());
const rowSchema = z.object({
  row: number.pipe(z.int().min(1).max(40)),
  column: number.pipe(z.int().min(1).max(40)),
  l: number.pipe(z.number().min(0).max(100)),
  a: number.pipe(z.number().min(-160).max(160)),
  b: number.pipe(z.number().min(-160).max(160)),
  name: z.string().trim().optional(),
});
type Row = z.infer<typeof rowSchema>;

const LEAST_PATCHES = 4;

/**
 * The chart that a table describes, or the measured values of one known by name.
 * @throws {StageError} CHART-REFERENCE with the row and what is wrong with it.
 */
export function readReference(bytes: Buffer, name: string): ChartKind {
  const rows = rowsIn(bytes);
  const columns = Math.max(...rows.map((row) => row.column));
  const count = Math.max(...rows.map((row) => row.row));
  const patches: (ReferencePatch | undefined)[] = Array.from({ length: columns * count });
  for (const [at, row] of rows.entries()) {
    const place = (row.row - 1) * columns + row.column - 1;
    if (patches[place]) throw refusal(at + 2, `${row.row}/${row.column} ×2`);
    patches[place] = { name: row.name || `${row.row}/${row.column}`, lab: { l: row.l, a: row.a, b: row.b } };
  }
  const missing = patches.indexOf(undefined);
  if (missing >= 0) throw refusal(0, `${Math.floor(missing / columns) + 1}/${(missing % columns) + 1} –`);
  return { name, columns, rows: count, patches: patches as ReferencePatch[], source: name };
}

function rowsIn(bytes: Buffer): readonly Row[] {
  const text = decodeText(bytes);
  if (text === undefined) throw refusal(0, "UTF-8?");
  const delimiter = [";", "\t", ","].find((each) => (text.split("\n")[0] ?? "").includes(each)) ?? ",";
  let records: Record<string, string>[];
  try {
    records = parse(text, {
      bom: true,
      delimiter,
      skip_empty_lines: true,
      columns: (heads: string[]) => heads.map((head) => head.trim().toLowerCase().replace(/[*\s]/g, "")),
    }) as Record<string, string>[];
  } catch (cause) {
    throw refusal(0, cause instanceof Error ? cause.message : String(cause));
  }
  const rows = records.map((record, at) => {
    const read = rowSchema.safeParse(record);
    if (read.success) return read.data;
    throw refusal(at + 2, read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
  });
  if (rows.length < LEAST_PATCHES) throw refusal(0, `${rows.length} < ${LEAST_PATCHES}`);
  return rows;
}

function refusal(row: number, detail: string): StageError {
  return new StageError({ code: "CHART-REFERENCE", facts: { row, detail }, exit: "input", retry: "person" });
}
