/** Which cells of an XLSX workbook are merged: readers of cells give the value to the first and leave the others empty. */
import { strFromU8, unzipSync } from "fflate";

/** A block of merged cells, rows and columns from 0. */
export interface MergedCells {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/**
 * Merged blocks by sheet, in the order of the workbook.
 * @throws {Error} when the bytes are no ZIP archive
 * @see ECMA-376 part 1, 18.3.1.55 mergeCell
 */
export function mergedCells(workbook: Uint8Array): readonly (readonly MergedCells[])[] {
  const wanted = /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/;
  const files = unzipSync(workbook, { filter: ({ name }) => wanted.test(name) });
  const text = (name: string): string => (files[name] ? strFromU8(files[name]) : "");
  const targets = new Map(
    [...text("xl/_rels/workbook.xml.rels").matchAll(/<Relationship\b[^>]*>/g)].map(([tag]) => [
      attribute(tag, "Id"),
      attribute(tag, "Target"),
    ]),
  );
  const sheets = [...text("xl/workbook.xml").matchAll(/<sheet\b[^>]*>/g)].map(
    ([tag]) => targets.get(attribute(tag, "r:id")) ?? "",
  );
  return sheets.map((target) => blocksOf(text(target.startsWith("/") ? target.slice(1) : `xl/${target}`)));
}

function attribute(tag: string, name: string): string {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
}

function blocksOf(sheet: string): readonly MergedCells[] {
  return [...sheet.matchAll(/<mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g)].map(
    ([, from = "", first, to = "", last]) => ({
      firstRow: Number(first) - 1,
      lastRow: Number(last) - 1,
      firstColumn: columnNumber(from),
      lastColumn: columnNumber(to),
    }),
  );
}

/** A is 0, Z is 25, AA is 26. */
function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
