/**
 * Page labels: what a viewer shows instead of the running number, such as 12a (ISO 32000-1, 12.4.2). A range of pages shares a
 * prefix and a style of counting, so that the pages of a leaf, 12a and 12b, are one range.
 */
import { name, type PdfValue, text } from "./values.ts";

/** A stretch of pages: the prefix as it is, then a number or letter that counts up from `first`; none for a fixed text. */
export interface LabelRange {
  readonly pageIndex: number;
  readonly prefix: string;
  readonly style?: "decimal" | "letters";
  readonly first: number;
}

/** A number without leading zeros, alone or behind a text that ends in something else than a digit. */
const COUNTED = /^(.*?[^\d]|)([1-9]\d{0,8})$/su;
/** The side of a leaf behind its number: 12a. */
const SIDE = /^(.*\d)([a-z])$/su;

/** The shortest list of ranges that gives every page its label. Never empty for a document with pages. */
export function labelRanges(labels: readonly string[]): readonly LabelRange[] {
  const ranges: LabelRange[] = [];
  labels.forEach((label, pageIndex) => {
    const range = rangeFrom(label, pageIndex);
    const last = ranges.at(-1);
    const continues =
      last?.style !== undefined &&
      last.style === range.style &&
      last.prefix === range.prefix &&
      last.first + pageIndex - last.pageIndex === range.first;
    if (!continues) ranges.push(range);
  });
  return ranges;
}

/** The number tree of the catalogue. */
export function pageLabelTree(labels: readonly string[]): PdfValue {
  const styles = { decimal: name("D"), letters: name("a") };
  const entries = labelRanges(labels).flatMap(({ pageIndex, prefix, style, first }): readonly PdfValue[] => [
    pageIndex,
    {
      P: prefix === "" ? undefined : text(prefix),
      S: style === undefined ? undefined : styles[style],
      St: style === undefined || first === 1 ? undefined : first,
    },
  ]);
  return { Nums: entries };
}

function rangeFrom(label: string, pageIndex: number): LabelRange {
  const [, leaf, side] = SIDE.exec(label) ?? [];
  if (leaf !== undefined && side !== undefined) {
    return { pageIndex, prefix: leaf, style: "letters", first: side.charCodeAt(0) - "a".charCodeAt(0) + 1 };
  }
  const [, prefix, number] = COUNTED.exec(label) ?? [];
  if (prefix !== undefined && number !== undefined) return { pageIndex, prefix, style: "decimal", first: Number(number) };
  return { pageIndex, prefix: label, first: 1 };
}
