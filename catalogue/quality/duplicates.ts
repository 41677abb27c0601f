/** The same leaf twice: the same file, or two shots of one page. */
import type { ComparedPage, ItemFinding } from "./item-facts.ts";
import type { LikeNeighbour } from "./like-neighbours.ts";
import { type Alike, differingBits, type Print, PrintIndex } from "./print-index.ts";

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
const PRINT_BITS = 64;

/**
 * DUP-SAME for the same bytes, ITEM-DUPLICATE for shots that look alike; each page is told once, with the page before it.
 * @param framed what the sketches of neighbours tell, by the places of pages
 */
export function duplicateFindings(
  pages: readonly ComparedPage[],
  framed: ReadonlyMap<number, LikeNeighbour>,
): readonly ItemFinding[] {
  const doubleOf = doublesByPrint(pages.map(printOf));
  const byMaster = new Map<string, ComparedPage>();
  const found: ItemFinding[] = [];
  for (const [at, page] of pages.entries()) {
    const same = byMaster.get(page.master);
    byMaster.set(page.master, page);
    const print = doubleOf(at);
    const neighbour = framed.get(at);
    if (same) found.push(finding("DUP-SAME", same, page, null, null));
    else if (print) found.push(finding("ITEM-DUPLICATE", pages[print.at], page, [print.bits, "bits"], print.limit));
    else if (neighbour) {
      const { before, likeness, limit } = neighbour;
      found.push(finding("ITEM-DUPLICATE", pages[before], page, [likeness, "likeness"], limit));
    }
  }
  return found;
}

function finding(
  code: string,
  first: ComparedPage | undefined,
  second: ComparedPage,
  measure: readonly [value: number, unit: "bits" | "likeness"] | null,
  threshold: number | null,
): ItemFinding {
  if (first === undefined) throw new RangeError(`${second.id} doubles a page that is not there`);
  const [value, unit] = measure ?? [null, ""];
  const percent = measure === null ? 100 : Math.round(100 * (measure[1] === "bits" ? 1 - measure[0] / PRINT_BITS : measure[0]));
  const facts = { subject: second.name, other: first.name, ...(measure === null ? {} : { percent }) };
  return { code, value, unit, threshold, severity: "warning", facts, pages: [first.id, second.id] };
}

/** A blank page has no print and is nobody's double. */
function printOf({ report }: ComparedPage): Print | null {
  const text = report?.fingerprint;
  return text ? [Number.parseInt(text.slice(0, 8), 16), Number.parseInt(text.slice(8), 16)] : null;
}

/** A page whose print is most alike, and the bits that were allowed. */
type Double = Alike & { readonly limit: number };

/** The page before a page whose print is most alike, the nearest of several; to be asked for all pages in order. */
function doublesByPrint(prints: readonly (Print | null)[]): (at: number) => Double | undefined {
  const limits = limitsOf(prints);
  const further = new PrintIndex(prints.length, limits.far);
  return (at) => {
    const leaving = at - NEIGHBOURHOOD - 1;
    const [left, print] = [prints[leaving], prints[at]];
    if (left) further.keep(leaving, left);
    if (!print) return undefined;
    const near = nearestDouble(prints, at, print, limits.near);
    const far = further.mostAlike(print);
    return far && (near === undefined || far.bits < near.bits) ? { ...far, limit: limits.far } : near;
  };
}

function nearestDouble(prints: readonly (Print | null)[], at: number, print: Print, limit: number): Double | undefined {
  let best: Double | undefined;
  for (let before = at - 1; before >= Math.max(0, at - NEIGHBOURHOOD); before -= 1) {
    const other = prints[before];
    const bits = other ? differingBits(print, other) : PRINT_BITS + 1;
    if (bits <= limit && (best === undefined || bits < best.bits)) best = { at: before, bits, limit };
  }
  return best;
}

interface Limits {
  readonly near: number;
  readonly far: number;
}

/** Pages of one book share frame and layout, so that their prints differ less than those of any two pictures. */
function limitsOf(prints: readonly (Print | null)[]): Limits {
  const known = prints.filter((print) => print !== null);
  const distances: number[] = [];
  for (const [at, print] of known.entries()) {
    for (const other of known.slice(at + 1, at + 1 + NEIGHBOURHOOD)) distances.push(differingBits(print, other));
  }
  distances.sort((a, b) => a - b);
  const usual = distances.length < LEAST_PAIRS ? PRINT_BITS : (distances[Math.floor(distances.length / 2)] ?? PRINT_BITS);
  const most = Math.floor(usual * SHARE_OF_USUAL);
  return { near: Math.min(MOST_BITS.near, most), far: Math.min(MOST_BITS.far, most) };
}
