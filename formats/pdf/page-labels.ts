/** Page labels: what a viewer shows instead of the running number, such as 12a (ISO 32000-1, 12.4.2). */

/** A stretch of pages with one way of labelling: counted from `first`, or one fixed text. */
export type LabelRange =
  | { readonly pageIndex: number; readonly kind: "counted"; readonly first: number }
  | { readonly pageIndex: number; readonly kind: "fixed"; readonly text: string };

/** The shortest list of ranges that gives every page its label. Never empty for a document with pages. */
export function labelRanges(labels: readonly string[]): readonly LabelRange[] {
  const ranges: LabelRange[] = [];
  let expected: number | undefined;
  labels.forEach((label, pageIndex) => {
    const value = /^[1-9]\d{0,8}$/.test(label) ? Number(label) : undefined;
    if (value === undefined) ranges.push({ pageIndex, kind: "fixed", text: label });
    else if (value !== expected) ranges.push({ pageIndex, kind: "counted", first: value });
    expected = value === undefined ? undefined : value + 1;
  });
  return ranges;
}
