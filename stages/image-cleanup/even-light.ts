import { type Grid, smoothGrid } from "./grid.ts";
import type { PaperLight } from "./paper-light.ts";

/** The strongest correction either way: more would bleach stains and lift noise out of the dark. */
const LIMITS = { least: 0.75, most: 1.5 } as const;

/** Paper of a shot keeps a shade: what is as white as the file can tell is a margin that somebody set about the page. */
const BLANK_LEVEL = 254;

/**
 * By how much each place is made brighter or darker so that the light is even: the whole page takes the level of its
 * paper. Only light that changes slowly over the page is corrected, the same for all colours: paper keeps its tone,
 * stains and seals stay. Returns factors within narrow limits; all 1 when the light is even already.
 */
export function evenLight({ fine, level }: PaperLight, radius: number): Grid {
  // where most of the page is that white, it is the paper after all
  const isBlank = (each: number): boolean => level < BLANK_LEVEL && each >= BLANK_LEVEL;
  const slow = smoothGrid({ ...fine, values: fine.values.map((each) => (isBlank(each) ? level : each)) }, radius);
  const values = slow.values.map((each) => Math.min(LIMITS.most, Math.max(LIMITS.least, level / each)));
  const isEven = values.every((each) => Math.abs(each - 1) < 0.03);
  return { ...slow, values: isEven ? values.fill(1) : values };
}
