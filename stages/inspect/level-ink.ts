/** The ink of a page as it lies when the page is straightened: what fingerprint and sketch are made of. */
import type { PageView } from "./page-view.ts";

/** With fewer marks a page is not known again. */
const LEAST_INK_POINTS = 400;

export interface LevelInk {
  /** Places in reduced pixels, row by row of the picture as it lies. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Ink on the page only; undefined where there is too little to know a page by. @param blankInkShare blank pages have less */
export function levelInk({ ink, pageMask, grey, skew }: PageView, blankInkShare: number): LevelInk | undefined {
  if (ink.count < LEAST_INK_POINTS || ink.share < blankInkShare) return undefined;
  const angle = (-(skew?.degrees ?? 0) * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const xs = new Float64Array(ink.count);
  const ys = new Float64Array(ink.count);
  let count = 0;
  for (let y = 0, at = 0; y < grey.height; y++) {
    for (let x = 0; x < grey.width; x++, at++) {
      if (ink.mask[at] === 0 || pageMask[at] === 0) continue;
      xs[count] = x * cos - y * sin;
      ys[count++] = x * sin + y * cos;
    }
  }
  return count < LEAST_INK_POINTS ? undefined : { x: xs.subarray(0, count), y: ys.subarray(0, count) };
}
