/** Operations on masks of a reduced picture: one byte a pixel, 1 is ground, 0 is page. */
import { reachFrom } from "./connected.ts";

/**
 * Take thin arms away from the ones (a frame or a stroke that touches the ground). The structuring element is a square
 * of 2 radius + 1. With `beyond` 1 all counts as one beyond the rim, so a narrow strip along the rim stays.
 */
export function openMask(mask: Uint8Array, width: number, height: number, radius: number, beyond: 0 | 1 = 1): Uint8Array {
  const eroded = invertMask(grow(invertMask(mask), width, height, radius, beyond === 1 ? 0 : 1));
  const opened = grow(eroded, width, height, radius, beyond);
  for (let i = 0; i < opened.length; i++) opened[i] = (opened[i] as number) & (mask[i] as number);
  return opened;
}

/** Of the ones of a mask, those that hang together with the rim of the picture. */
export function fromRim(mask: Uint8Array, width: number, height: number): Uint8Array {
  const seen = invertMask(mask);
  const places = new Int32Array(mask.length);
  let starts = 0;
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let at = y * width; at < (y + 1) * width; at += step) if (mask[at] === 1) places[starts++] = at;
  }
  const reached = new Uint8Array(mask.length);
  for (let i = reachFrom(seen, width, places, starts) - 1; i >= 0; i--) reached[places[i] as number] = 1;
  return reached;
}

/** Give islands of page that are smaller than `leastArea` pixels to the ground: dust, labels, reflections. */
export function withoutSmallIslands(mask: Uint8Array, width: number, leastArea: number): Uint8Array {
  const cleaned = mask.slice();
  const seen = mask.slice();
  const island = new Int32Array(mask.length);
  for (let start = seen.indexOf(0); start >= 0; start = seen.indexOf(0, start)) {
    island[0] = start;
    const area = reachFrom(seen, width, island, 1);
    if (area < leastArea) for (let i = 0; i < area; i++) cleaned[island[i] as number] = 1;
  }
  return cleaned;
}

/** Ones for zeros and zeros for ones. */
export function invertMask(mask: Uint8Array): Uint8Array {
  const inverted = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) inverted[i] = 1 - (mask[i] as number);
  return inverted;
}

/** Share of a mask that is one. */
export function shareOfOnes(mask: Uint8Array): number {
  let ones = 0;
  for (let i = 0; i < mask.length; i++) ones += mask[i] as number;
  return ones / mask.length;
}

/** Grow the ones by `radius` in a square; pixels beyond the rim count as `beyond`. */
function grow(mask: Uint8Array, width: number, height: number, radius: number, beyond: 0 | 1): Uint8Array {
  const across = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) growLine(mask, across, y * width, 1, width, radius, beyond);
  const grown = new Uint8Array(mask.length);
  for (let x = 0; x < width; x++) growLine(across, grown, x, width, height, radius, beyond);
  return grown;
}

function growLine(
  from: Uint8Array,
  to: Uint8Array,
  start: number,
  stride: number,
  length: number,
  radius: number,
  beyond: 0 | 1,
): void {
  // distance to the last one seen, walked in both directions
  let last = beyond === 1 ? -1 : -Infinity;
  for (let i = 0; i < length; i++) {
    if (from[start + i * stride] === 1) last = i;
    if (i - last <= radius) to[start + i * stride] = 1;
  }
  last = beyond === 1 ? length : Infinity;
  for (let i = length - 1; i >= 0; i--) {
    if (from[start + i * stride] === 1) last = i;
    if (last - i <= radius) to[start + i * stride] = 1;
  }
}
