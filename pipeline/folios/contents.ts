/**
 * The contents of an item as a tree over its pages: fascicles (quyển) with chapters in them. A part reaches from its first page to
 * its last; one may end on the page where the next begins, as chapters do. Pure.
 */
/** What a part is. */
export const PART_KINDS = ["fascicle", "chapter", "preface", "contents", "appendix", "other"] as const;

const DEEPEST = 6;

/** One part with those inside it. */
export interface ContentsPart {
  /** Permanent within the item, part of addresses. */
  readonly id: string;
  readonly kind: (typeof PART_KINDS)[number];
  readonly title: string;
  /** Identifiers of the first and the last page. */
  readonly first: string;
  readonly last: string;
  readonly parts: readonly ContentsPart[];
}

/** The parts at the top. */
export type Contents = readonly ContentsPart[];

/** A part in a flat list, pages counted from 1. */
export interface FlatPart {
  readonly id: string;
  readonly title: string;
  readonly first: number;
  readonly last: number;
  /** 0 at the top. */
  readonly depth: number;
}

/** Every part in the order of the book, a part before those inside it. Parts of pages that are not there are left out. */
export function flatParts(contents: Contents, pages: readonly string[], depth = 0): readonly FlatPart[] {
  const at = new Map(pages.map((each, index) => [each, index + 1]));
  return contents.flatMap(({ id, title, first, last, parts }) => {
    const [from, to] = [at.get(first), at.get(last)];
    const own = from === undefined || to === undefined ? [] : [{ id, title, first: from, last: Math.max(from, to), depth }];
    return [...own, ...flatParts(parts, pages, depth + 1)];
  });
}

/** What is wrong with a tree. */
export interface ContentsProblem {
  readonly part: string;
  readonly title: string;
  readonly code: "unknown-page" | "backwards" | "outside" | "overlap" | "twice" | "deep" | "reserved";
}

/** Names that addresses of ranges have already. */
const RESERVED = new Set(["contents"]);

/** Everything wrong with the tree over these pages. */
export function contentsProblems(contents: Contents, pages: readonly string[]): readonly ContentsProblem[] {
  const walk: Walk = { at: new Map(pages.map((each, index) => [each, index])), seen: new Set() };
  return problemsWithin(contents, { from: 0, to: pages.length - 1, depth: 0 }, walk);
}

interface Walk {
  readonly at: ReadonlyMap<string, number>;
  readonly seen: Set<string>;
}

interface Within {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

function problemsWithin(parts: Contents, within: Within, walk: Walk): readonly ContentsProblem[] {
  let before = within.from;
  return parts.flatMap((part) => {
    const [from, to] = [walk.at.get(part.first), walk.at.get(part.last)];
    const codes: ContentsProblem["code"][] = [...nameProblems(part, within, walk)];
    if (from === undefined || to === undefined) codes.push("unknown-page");
    else codes.push(...rangeProblems({ from, to }, within, before));
    before = Math.max(before, to ?? 0);
    const own = codes.map((code): ContentsProblem => ({ part: part.id, title: part.title, code }));
    if (from === undefined || to === undefined) return own;
    return [...own, ...problemsWithin(part.parts, { from, to: Math.max(from, to), depth: within.depth + 1 }, walk)];
  });
}

function nameProblems({ id }: ContentsPart, { depth }: Within, { seen }: Walk): readonly ContentsProblem["code"][] {
  const isTwice = seen.has(id);
  seen.add(id);
  return [
    ...(isTwice ? ["twice" as const] : []),
    ...(RESERVED.has(id) ? ["reserved" as const] : []),
    ...(depth >= DEEPEST ? ["deep" as const] : []),
  ];
}

type PageRange = Pick<Within, "from" | "to">;

function rangeProblems({ from, to }: PageRange, within: PageRange, before: number): readonly ContentsProblem["code"][] {
  if (to < from) return ["backwards"];
  if (from < within.from || to > within.to) return ["outside"];
  return from < before ? ["overlap"] : [];
}
