/** Pictures that show two pages each. */
import type { Size } from "../pipeline/geometry.ts";

/** True when most pictures are wider than high: each is a whole opening, and pairing them would show four pages at once. */
export function areSpreads(pages: readonly Size[]): boolean {
  return pages.filter(({ width, height }) => width > height).length * 2 > pages.length;
}
