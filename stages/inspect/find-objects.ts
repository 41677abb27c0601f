/** What lies in the picture beside the page: a second book, a ruler, a hand. Nothing is cut off because of it. */
import type { Box } from "../../pipeline/geometry.ts";
import { reachFrom } from "./connected.ts";
import type { PageEdges } from "./page-edges.ts";

/** Parts of the picture that are not ground, in pixels of the upright master. */
export interface Objects {
  /** A second page as large as a book would show. */
  readonly secondPage: Box | null;
  /** Things apart from the page or sticking out of it. */
  readonly others: readonly Box[];
}

/** A second book shows at least this share of the first. */
const BOOK_SHARE = 0.3;
/** Pages nearer to each other than this share of the longest side meet in a fold so dark that it looks like ground. */
const FOLD_SHARE = 0.035;
/** Smaller things are dust and reflections; shares of the picture. */
const LEAST_SHARE = 0.003;
/** What sticks out of the page's edges by less than this share of the longest side is an edge not quite straight. */
const STICKS_OUT_SHARE = 0.025;

/**
 * @param mask 1 is ground, 0 is page, as found in a picture reduced by `factor`
 * @param edges of the page, in pixels of the upright master
 */
export function findObjects(mask: Uint8Array, width: number, height: number, factor: number, edges: PageEdges): Objects {
  const parts = partsOf(mask, width, width * height * LEAST_SHARE).sort((a, b) => b.area - a.area);
  const [page, ...apart] = parts;
  if (page === undefined) return { secondPage: null, others: [] };
  const others = apart.filter((each) => gapBetween(page.box, each.box) >= FOLD_SHARE * Math.max(width, height));
  const second = others.find((each) => each.area >= BOOK_SHARE * page.area);
  const sticking =
    second === undefined ? partsOf(beyondEdges(mask, width, height, factor, edges), width, width * height * LEAST_SHARE) : [];
  const scaled = ({ box }: Part): Box => ({
    x: box.x * factor,
    y: box.y * factor,
    width: box.width * factor,
    height: box.height * factor,
  });
  return {
    secondPage: second === undefined ? null : scaled(second),
    others: [...others.filter((each) => each !== second), ...sticking].map(scaled),
  };
}

function gapBetween(one: Box, other: Box): number {
  const across = Math.max(one.x - other.x - other.width, other.x - one.x - one.width);
  const down = Math.max(one.y - other.y - other.height, other.y - one.y - one.height);
  return Math.max(across, down);
}

/** A mask in which only what lies beyond a straight edge of the page is left (0). */
function beyondEdges(
  mask: Uint8Array,
  width: number,
  height: number,
  factor: number,
  { left, right, top, bottom }: PageEdges,
): Uint8Array {
  const far = STICKS_OUT_SHARE * Math.max(width, height) * factor;
  const beyond = new Uint8Array(mask.length).fill(1);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      if (mask[at] === 1) continue;
      const x = (column + 0.5) * factor;
      const y = (row + 0.5) * factor;
      const isBeyond =
        (left !== undefined && x < left.start + left.slope * y - far) ||
        (right !== undefined && x > right.start + right.slope * y + far) ||
        (top !== undefined && y < top.start + top.slope * x - far) ||
        (bottom !== undefined && y > bottom.start + bottom.slope * x + far);
      if (isBeyond) beyond[at] = 0;
    }
  }
  return beyond;
}

interface Part {
  readonly area: number;
  readonly box: Box;
}

/** Connected parts of the zeros that are at least so large. */
function partsOf(mask: Uint8Array, width: number, leastArea: number): Part[] {
  const seen = mask.slice();
  const places = new Int32Array(mask.length);
  const parts: Part[] = [];
  for (let start = seen.indexOf(0); start >= 0; start = seen.indexOf(0, start)) {
    places[0] = start;
    const area = reachFrom(seen, width, places, 1);
    if (area >= leastArea) parts.push({ area, box: boxAbout(places, area, width) });
  }
  return parts;
}

function boxAbout(places: Int32Array, count: number, width: number): Box {
  let [left, right, top, bottom] = [width, 0, Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < count; i++) {
    const x = (places[i] as number) % width;
    const y = ((places[i] as number) - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
