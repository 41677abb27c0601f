/** Operations on masks of a reduced picture: one byte a pixel, 1 is ground, 0 is page. */

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
  const reached = new Uint8Array(mask.length);
  const stack: number[] = [];
  const visit = (at: number): void => {
    if (mask[at] !== 1 || reached[at] === 1) return;
    reached[at] = 1;
    stack.push(at);
  };
  for (let x = 0; x < width; x++) for (const y of [0, height - 1]) visit(y * width + x);
  for (let y = 0; y < height; y++) for (const x of [0, width - 1]) visit(y * width + x);
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const x = at % width;
    if (x > 0) visit(at - 1);
    if (x < width - 1) visit(at + 1);
    visit(at - width);
    visit(at + width);
  }
  return reached;
}

/** Give islands of page that are smaller than `leastArea` pixels to the ground: dust, labels, reflections. */
export function withoutSmallIslands(mask: Uint8Array, width: number, height: number, leastArea: number): Uint8Array {
  const cleaned = mask.slice();
  const seen = mask.slice();
  for (let start = 0; start < mask.length; start++) {
    if (seen[start] === 1) continue;
    const island = islandFrom(seen, start, width, height);
    if (island.length < leastArea) for (const at of island) cleaned[at] = 1;
  }
  return cleaned;
}

function islandFrom(seen: Uint8Array, start: number, width: number, height: number): number[] {
  const island: number[] = [];
  const visit = (at: number): void => {
    if (seen[at] === 1) return;
    seen[at] = 1;
    island.push(at);
  };
  visit(start);
  for (let next = 0; next < island.length; next++) {
    const at = island[next] as number;
    const x = at % width;
    if (x > 0) visit(at - 1);
    if (x < width - 1) visit(at + 1);
    if (at >= width) visit(at - width);
    if (at < width * (height - 1)) visit(at + width);
  }
  return island;
}

/** Ones for zeros and zeros for ones. */
export function invertMask(mask: Uint8Array): Uint8Array {
  const inverted = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) inverted[i] = 1 - (mask[i] as number);
  return inverted;
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
