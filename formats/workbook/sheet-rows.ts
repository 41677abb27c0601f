/** The rows of a sheet one after another, as texts. */
import { dayOfSerial } from "./date-styles.ts";
import { columnNumber, type MergedCells } from "./merged-cells.ts";
import { RichText, unescaped } from "./shared-strings.ts";
import type { TextList } from "./text-list.ts";
import { xmlFeed } from "./xml-events.ts";

/** One row that the file has; rows between that it leaves out are blank. */
export interface SheetRow {
  /** As a spreadsheet shows it, from 1. */
  readonly number: number;
  readonly cells: readonly string[];
  /** Columns whose cells the file has as numbers, from 0. */
  readonly numbers: ReadonlySet<number>;
}

/** What cells are read with. */
export interface CellRules {
  readonly strings: TextList;
  readonly dateStyles: ReadonlySet<number>;
  readonly is1904: boolean;
  readonly merged: readonly MergedCells[];
}

/** No program writes more columns; a cell beyond is a fault of the file. */
export const MOST_COLUMNS = 16_384;

/**
 * Rows in the order of the file. A merged cell shows its value over all rows that it spans, and so it is read: once for every row.
 * @throws {Error} when the part is no sheet
 * @see ECMA-376 part 1, 18.3.1.73 row, 18.3.1.4 c
 */
export function* sheetRows(part: Iterable<string>, rules: CellRules): Generator<SheetRow> {
  const reader = new RowReader(rules);
  const feed = xmlFeed(reader);
  const span = mergedOver(rules.merged);
  for (const piece of part) {
    feed.write(piece);
    for (const row of reader.taken()) yield span(row);
  }
  for (const row of reader.taken()) yield span(row);
}

interface OpenRow {
  readonly number: number;
  readonly cells: string[];
  readonly numbers: Set<number>;
}

class RowReader {
  readonly #rules: CellRules;
  readonly #inline = new RichText();
  #rows: OpenRow[] = [];
  #row: OpenRow = { number: 0, cells: [], numbers: new Set() };
  #column = -1;
  #type = "n";
  #style = -1;
  #value = "";
  #isValue = false;

  constructor(rules: CellRules) {
    this.#rules = rules;
  }

  taken(): readonly OpenRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  opened(name: string, attribute: (name: string) => string | undefined): void {
    if (name === "row") this.#beginRow(attribute("r"));
    else if (name === "c") this.#beginCell(attribute);
    else if (name === "v") this.#isValue = true;
    else this.#inline.opened(name);
  }

  text(piece: string): void {
    if (this.#isValue) this.#value += piece;
    else this.#inline.add(piece);
  }

  closed(name: string): void {
    if (name === "v") this.#isValue = false;
    else if (name === "c") this.#endCell();
    else if (name === "row") this.#rows.push(this.#row);
    else this.#inline.closed(name);
  }

  #beginRow(number: string | undefined): void {
    this.#row = { number: number === undefined ? this.#row.number + 1 : Number(number), cells: [], numbers: new Set() };
    this.#column = -1;
  }

  #beginCell(attribute: (name: string) => string | undefined): void {
    const reference = attribute("r");
    this.#column = reference === undefined ? this.#column + 1 : columnNumber(/^[A-Z]+/.exec(reference)?.[0] ?? "");
    if (!(this.#column >= 0 && this.#column < MOST_COLUMNS)) throw new Error(`no cell of a sheet: ${reference}`);
    this.#type = attribute("t") ?? "n";
    this.#style = Number(attribute("s") ?? "-1");
    this.#value = "";
    this.#inline.begin();
  }

  #endCell(): void {
    const text = this.#textOf();
    if (text === "") return;
    const { cells, numbers } = this.#row;
    while (cells.length < this.#column) cells.push("");
    cells[this.#column] = text;
    if (this.#isNumber()) numbers.add(this.#column);
  }

  #isNumber(): boolean {
    return this.#type === "n" && !this.#rules.dateStyles.has(this.#style);
  }

  #textOf(): string {
    const { strings, dateStyles, is1904 } = this.#rules;
    const value = this.#value;
    switch (this.#type) {
      case "inlineStr":
        return this.#inline.value();
      case "s":
        return value === "" ? "" : known(strings.at(Number(value)), value);
      case "n":
        if (value === "") return "";
        if (dateStyles.has(this.#style)) return known(dayOfSerial(Number(value), is1904), value);
        return String(known(Number.isNaN(Number(value)) ? undefined : Number(value), value));
      case "b":
        return value === "1" ? "true" : value === "0" ? "false" : "";
      case "d":
        return value.slice(0, 10);
      default:
        return unescaped(value);
    }
  }
}

function known<T>(value: T | undefined, written: string): T {
  if (value === undefined) throw new Error(`a cell has no such value: ${written.slice(0, 40)}`);
  return value;
}

/** Gives rows the values of merged cells that begin above them. */
function mergedOver(merged: readonly MergedCells[]): (row: OpenRow) => SheetRow {
  const coming = merged.filter(({ firstRow, lastRow }) => lastRow > firstRow).sort((a, b) => a.firstRow - b.firstRow);
  let begun = 0;
  let open: { readonly column: number; readonly lastRow: number; readonly value: string }[] = [];
  return (row) => {
    const { cells, number } = row;
    const at = number - 1;
    open = open.filter(({ lastRow }) => lastRow >= at);
    for (const { column, value } of open) fillEmpty(cells, column, value);
    for (; (coming[begun]?.firstRow ?? at + 1) <= at; begun++) {
      const { firstRow, firstColumn: column, lastRow } = coming[begun] as MergedCells;
      const value = firstRow === at ? (cells[column] ?? "") : "";
      if (value !== "") open.push({ column, lastRow, value });
    }
    return row;
  };
}

function fillEmpty(cells: string[], column: number, value: string): void {
  while (cells.length <= column) cells.push("");
  if (cells[column] === "") cells[column] = value;
}
