/** The same leaf twice: the same file, or two shots of one page. */
import { likeness } from "./compare-sketches.ts";
import type { ItemFinding, PageFacts } from "./item-facts.ts";

/** Shots that follow each other closely are the usual case: the page was taken again because the first shot was bad. */
const NEIGHBOURHOOD = 3;
/**
 * Most bits in which two shots of one page differ, of 64: neighbours, and pages further apart. Of 378 pairs of different leaves
 * of woodblock prints and manuscripts none differed in fewer than 15.
 */
const MOST_BITS = { near: 12, far: 8 } as const;
/** Two shots differ by less than this share of what two pages of the same book usually differ by. */
const SHARE_OF_USUAL = 0.4;
/** Fewer pairs do not tell what is usual. */
const LEAST_PAIRS = 6;
/** Least likeness of the sketches of two shots, which also tells those framed otherwise; pages of one book reach about 0.3. */
const LEAST_LIKENESS = 0.5;

/** DUP-SAME for the same bytes, ITEM-DUPLICATE for shots that look alike; each page is told once, with the page before it. */
export function duplicateFindings(pages: readonly PageFacts[]): readonly ItemFinding[] {
  const prints = pages.map(printOf);
  const limit = limitsOf(prints);
  const byMaster = new Map<string, PageFacts>();
  return pages.flatMap((page, at) => {
    const same = byMaster.get(page.master);
    byMaster.set(page.master, page);
    if (same) return [finding("DUP-SAME", same, page, null, null)];
    const other = mostAlike(pages, prints, at, limit);
    if (other) return [finding("ITEM-DUPLICATE", other.page, page, [other.bits, "bits"], other.limit)];
    const framed = likeNeighbour(pages, at);
    return framed ? [finding("ITEM-DUPLICATE", framed.page, page, [framed.likeness, "likeness"], framed.limit)] : [];
  });
}

function finding(
  code: string,
  first: PageFacts,
  second: PageFacts,
  measure: readonly [value: number, unit: "bits" | "likeness"] | null,
  threshold: number | null,
): ItemFinding {
  const [value, unit] = measure ?? [null, ""];
  const percent = measure === null ? 100 : Math.round(100 * (measure[1] === "bits" ? 1 - measure[0] / PRINT_BITS : measure[0]));
  const facts = { subject: second.name, other: first.name, ...(measure === null ? {} : { percent }) };
  return { code, value, unit, threshold, severity: "warning", facts, pages: [first.id, second.id] };
}

/**
 * The neighbour before a page whose ink lies in the same places, in whatever part of the picture; none where pages further off
 * are alike as well, as forms are.
 */
function likeNeighbour(pages: readonly PageFacts[], at: number) {
  const likenessAt = (page: number, before: number): number => {
    const [one, other] = [pages[page]?.report?.sketch, pages[before]?.report?.sketch];
    return one && other ? (likeness(one, other) ?? -1) : -1;
  };
  const near = [1, 2, 3].map((step) => ({ before: at - step, likeness: likenessAt(at, at - step) }));
  const best = near.reduce((a, b) => (b.likeness > a.likeness ? b : a));
  const page = pages[best.before];
  if (page === undefined || best.likeness < LEAST_LIKENESS) return undefined;
  // what others near by have in common with this page
  const usual = [-5, -4, 4, 5].map((step) => likenessAt(at, at + step)).sort((a, b) => b - a)[0] ?? -1;
  if (usual >= LEAST_LIKENESS) return undefined;
  return { page, likeness: Math.round(best.likeness * 100) / 100, limit: LEAST_LIKENESS };
}

const PRINT_BITS = 64;

/** A fingerprint as two halves of 32 bits; a blank page has none and is nobody's double. */
type Print = readonly [number, number] | null;

function printOf({ report }: PageFacts): Print {
  const text = report?.fingerprint;
  return text ? [Number.parseInt(text.slice(0, 8), 16), Number.parseInt(text.slice(8), 16)] : null;
}

function mostAlike(pages: readonly PageFacts[], prints: readonly Print[], at: number, limits: Limits) {
  let best: { readonly page: PageFacts; readonly bits: number; readonly limit: number } | undefined;
  const own = prints[at];
  if (!own) return undefined;
  for (let before = at - 1; before >= 0; before -= 1) {
    const [print, other] = [prints[before], pages[before]];
    if (!print || !other) continue;
    const bits = distance(own, print);
    const limit = at - before <= NEIGHBOURHOOD ? limits.near : limits.far;
    if (bits <= limit && bits < (best?.bits ?? 65)) best = { page: other, bits, limit };
  }
  return best;
}

interface Limits {
  readonly near: number;
  readonly far: number;
}

/** Pages of one book share frame and layout, so that their prints differ less than those of any two pictures. */
function limitsOf(prints: readonly Print[]): Limits {
  const known = prints.filter((print) => print !== null);
  const distances: number[] = [];
  for (const [at, print] of known.entries()) {
    for (const other of known.slice(at + 1, at + 1 + NEIGHBOURHOOD)) distances.push(distance(print, other));
  }
  distances.sort((a, b) => a - b);
  const usual = distances.length < LEAST_PAIRS ? 64 : (distances[Math.floor(distances.length / 2)] ?? 64);
  const most = Math.floor(usual * SHARE_OF_USUAL);
  return { near: Math.min(MOST_BITS.near, most), far: Math.min(MOST_BITS.far, most) };
}

function distance(one: NonNullable<Print>, other: NonNullable<Print>): number {
  return bitsOf(one[0] ^ other[0]) + bitsOf(one[1] ^ other[1]);
}

/** Bits that are set in a 32-bit number. */
function bitsOf(number: number): number {
  let bits = number - ((number >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
