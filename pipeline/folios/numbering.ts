/**
 * Leaf numbers over a page list. Books in Chinese characters are numbered by leaf (tờ, 葉), each with a recto `a` and a verso `b`; in
 * every fascicle (quyển, 卷) the count begins again. What a person says is kept as marks on pages, so that an inserted picture or a
 * corrected beginning renumbers what follows. Pure.
 */

/** What one picture shows: one side of a leaf, a whole leaf, an opening (verso and the next recto), or a numbered page. */
export const FOLIO_SCHEMES = ["sides", "leaves", "openings", "pages"] as const;
/** One of {@link FOLIO_SCHEMES}. */
export type FolioScheme = (typeof FOLIO_SCHEMES)[number];

/** What a person said about the number of one page. */
export type FolioMark =
  /** Counting begins here at this leaf; with a number of fascicle, that fascicle begins here. */
  | {
      readonly page: string;
      readonly kind: "start";
      readonly leaf: number;
      readonly side: "a" | "b";
      readonly fascicle?: number | undefined;
    }
  /** So many numbers before this page are missing in the book. */
  | { readonly page: string; readonly kind: "skip"; readonly numbers: number }
  /** The page stands outside the count: a cover, a slip. */
  | { readonly page: string; readonly kind: "unnumbered"; readonly label?: string | undefined }
  /** A leaf put in between two numbers: 12bis. */
  | { readonly page: string; readonly kind: "inserted" };

/** How an item's leaves are numbered. */
export interface Numbering {
  readonly scheme: FolioScheme;
  /** At most one a page; the order does not matter. */
  readonly marks: readonly FolioMark[];
}

/** The number of one page. */
export interface Folio {
  readonly page: string;
  /** As readers cite it: 12a, 2.12a in the second fascicle, 12bis-a, [cover]. */
  readonly label: string;
  readonly kind: "counted" | "unnumbered" | "inserted";
}

/** All numbers, and what is remarkable about them. */
export interface Folios {
  readonly folios: readonly Folio[];
  /** Numbers that the book does not have, whole leaves as one: 13, 14a. */
  readonly missing: readonly string[];
  /** Labels that more than one page has. */
  readonly repeated: readonly string[];
}

interface Count {
  /** Place in the count of the fascicle, from 0. */
  place: number;
  fascicle: number | undefined;
  inserted: number;
  readonly missing: string[];
}

/** Number the pages, given in their order. Marks on pages that are not there mean nothing. */
export function numberPages(pages: readonly string[], { scheme, marks }: Numbering): Folios {
  const markOf = new Map(marks.map((mark) => [mark.page, mark]));
  const count: Count = { place: 0, fascicle: undefined, inserted: 0, missing: [] };
  const folios = pages.map((each, at) => folioOf({ page: each, at }, markOf.get(each), scheme, count));
  const seen = new Map<string, number>();
  for (const { label } of folios) seen.set(label, (seen.get(label) ?? 0) + 1);
  const repeated = [...seen].filter(([, times]) => times > 1).map(([label]) => label);
  return { folios, missing: wholeLeaves(count.missing, scheme), repeated };
}

function folioOf(
  { page: id, at }: { readonly page: string; readonly at: number },
  mark: FolioMark | undefined,
  scheme: FolioScheme,
  count: Count,
): Folio {
  if (mark?.kind === "unnumbered") return { page: id, label: mark.label ?? `[${at + 1}]`, kind: "unnumbered" };
  if (mark?.kind === "inserted") {
    const label = insertedLabel(scheme, count);
    count.inserted += 1;
    return { page: id, label, kind: "inserted" };
  }
  if (mark?.kind === "start") begin(mark, scheme, count);
  if (mark?.kind === "skip") advance(count, scheme, mark.numbers);
  const label = labelOf(scheme, count.fascicle, count.place);
  count.place += 1;
  count.inserted = 0;
  return { page: id, label, kind: "counted" };
}

/** A beginning further on in the same fascicle leaves a gap. */
function begin(mark: Extract<FolioMark, { kind: "start" }>, scheme: FolioScheme, count: Count): void {
  const place = placeOf(scheme, mark.leaf, mark.side);
  const isSameFascicle = mark.fascicle === undefined || mark.fascicle === count.fascicle;
  if (isSameFascicle && place > count.place && count.place > 0) advance(count, scheme, place - count.place);
  count.place = place;
  count.fascicle = mark.fascicle ?? count.fascicle;
}

function advance(count: Count, scheme: FolioScheme, numbers: number): void {
  for (let at = 0; at < numbers; at += 1) count.missing.push(labelOf(scheme, count.fascicle, count.place + at));
  count.place += numbers;
}

function placeOf(scheme: FolioScheme, number: number, side: "a" | "b"): number {
  return scheme === "sides" ? (number - 1) * 2 + (side === "b" ? 1 : 0) : number - 1;
}

function labelOf(scheme: FolioScheme, fascicle: number | undefined, place: number): string {
  return `${fascicle === undefined ? "" : `${fascicle}.`}${numberAt(scheme, place)}`;
}

function numberAt(scheme: FolioScheme, place: number): string {
  if (scheme === "sides") return `${Math.floor(place / 2) + 1}${place % 2 === 0 ? "a" : "b"}`;
  if (scheme !== "openings") return String(place + 1);
  return place === 0 ? "1a" : `${place}b-${place + 1}a`;
}

const INSERTED = ["bis", "ter", "quater", "quinquies"] as const;

/** The leaf before, with the word for the second, third … of its number. */
function insertedLabel(scheme: FolioScheme, { place, fascicle, inserted }: Count): string {
  const sides = scheme === "sides" ? 2 : 1;
  const before = Math.max(0, Math.ceil(place / sides));
  const nth = Math.floor(inserted / sides);
  const word = INSERTED[nth] ?? `+${nth + 1}`;
  const side = scheme === "sides" ? (inserted % 2 === 0 ? "-a" : "-b") : "";
  return `${fascicle === undefined ? "" : `${fascicle}.`}${before}${word}${side}`;
}

/** Both sides of one leaf are that leaf. */
function wholeLeaves(missing: readonly string[], scheme: FolioScheme): readonly string[] {
  if (scheme !== "sides") return missing;
  const isThere = new Set(missing);
  return missing.flatMap((label) => {
    const number = label.slice(0, -1);
    if (!isThere.has(`${number}a`) || !isThere.has(`${number}b`)) return [label];
    return label.endsWith("a") ? [number] : [];
  });
}
