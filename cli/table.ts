/** Text tables for the terminal: wide characters count two columns, and nothing is wider than the terminal. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes take no room
const COLOUR = /\u001b\[\d+m/g;
const LEAST_COLUMN = 6;
const GAP = 2;

const graphemes = new Intl.Segmenter("vi", { granularity: "grapheme" });

/** Columns a text takes on a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text.replace(COLOUR, ""))) width += graphemeWidth(segment);
  return width;
}

/** The text in at most `columns` columns, cut between graphemes, with an ellipsis where something is missing. */
export function shorten(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let short = "";
  let width = 0;
  for (const { segment } of graphemes.segment(text.replace(COLOUR, ""))) {
    width += graphemeWidth(segment);
    if (width > columns - 1) break;
    short += segment;
  }
  return columns > 0 ? `${short}…` : "";
}

/** The text with spaces behind it, or before it, up to `columns` columns. */
export function pad(text: string, columns: number, side: "left" | "right" = "left"): string {
  const room = " ".repeat(Math.max(0, columns - displayWidth(text)));
  return side === "left" ? text + room : room + text;
}

function graphemeWidth(grapheme: string): number {
  const point = grapheme.codePointAt(0) ?? 0;
  if (/^\p{M}/u.test(grapheme)) return 0;
  return isWide(point) ? 2 : 1;
}

function isWide(point: number): boolean {
  return (
    (point >= 0x1100 && point <= 0x115f) ||
    (point >= 0x2e80 && point <= 0xa4cf) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) ||
    (point >= 0xff00 && point <= 0xff60) ||
    (point >= 0x1f300 && point <= 0x1faff) ||
    (point >= 0x20000 && point <= 0x3fffd) ||
    point >= 0xf0000
  );
}

/** How a table is to look. */
export interface TableForm {
  readonly language?: string;
  /** Columns of the terminal; no limit when absent. */
  readonly columns?: number;
}

/** A row before it is padded; numbers are written as the language has it. */
export type Row = readonly (string | number)[];

/** Rows under headings, padded; columns whose heading begins with ">" stand right and are never shortened. */
export function table(headings: readonly string[], rows: readonly Row[], form: TableForm = {}): readonly string[] {
  const columns = columnsUnder(headings, form);
  for (const row of rows) columns.measure(row);
  return [...columns.lines(rows)];
}

/** The same for more rows than can be held: they are asked for twice, first for what room they need. */
export async function* tableInParts(
  headings: readonly string[],
  rows: () => AsyncIterable<Row>,
  form: TableForm = {},
): AsyncGenerator<string> {
  const columns = columnsUnder(headings, form);
  for await (const row of rows()) columns.measure(row);
  yield* columns.lines([]);
  const line = columns.line();
  for await (const row of rows()) yield line(row);
}

function columnsUnder(headings: readonly string[], { language = "vi", columns = Number.POSITIVE_INFINITY }: TableForm) {
  const names = headings.map((heading) => heading.replace(/^>/, ""));
  const isFixed = headings.map((heading) => heading.startsWith(">"));
  const wanted = names.map(displayWidth);
  const cellOf = (cell: string | number | undefined): string =>
    typeof cell === "number" ? cell.toLocaleString(language) : (cell ?? "");
  const line = () => {
    const widths = fitted(wanted, isFixed, columns);
    const padded = (cell: string, at: number): string =>
      pad(shorten(cell, widths[at] ?? 0), widths[at] ?? 0, isFixed[at] ? "right" : "left");
    return (row: Row): string =>
      row
        .map((cell, at) => padded(cellOf(cell), at))
        .join(" ".repeat(GAP))
        .trimEnd();
  };
  return {
    measure(row: Row): void {
      for (const [at, width] of wanted.entries()) wanted[at] = Math.max(width, displayWidth(cellOf(row[at])));
    },
    /** To be asked for when all rows are measured. */
    line,
    lines: (rows: readonly Row[]): readonly string[] => [names, ...rows].map(line()),
  };
}

/** Take room from the widest text column until all fit; columns of numbers keep theirs. */
function fitted(wanted: readonly number[], isFixed: readonly boolean[], columns: number): readonly number[] {
  const widths = [...wanted];
  const total = () => widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
  while (total() > columns) {
    const widest = Math.max(...widths.filter((width, at) => !isFixed[at] && width > LEAST_COLUMN), 0);
    if (widest === 0) break;
    const at = widths.findIndex((width, index) => !isFixed[index] && width === widest);
    widths[at] = widest - 1;
  }
  return widths;
}
