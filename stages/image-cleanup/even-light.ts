import { type Grid, smoothGrid } from "./grid.ts";
import type { PaperLight } from "./paper-light.ts";

/** The strongest correction either way: more would bleach stains and lift noise out of the dark. */
const LIMITS = { least: 0.75, most: 1.5 } as const;

/**
 * By how much each place is made brighter or darker so that the light is even: the whole page takes the level of its
 * paper. Only light that changes slowly over the page is corrected, the same for all colours: paper keeps its tone,
 * stains and seals stay. Returns factors within narrow limits; all 1 when the light is even already.
 */
export function evenLight({ fine, level }: PaperLight, radius: number): Grid {
  const slow = smoothGrid(fine, radius);
  const values = slow.values.map((each) => Math.min(LIMITS.most, Math.max(LIMITS.least, level / each)));
  const isEven = values.every((each) => Math.abs(each - 1) < 0.03);
  return { ...slow, values: isEven ? values.fill(1) : values };
}
