/**
 * How the edges of strokes stand to each other: for pairs of edge pixels at given distances, how often each pair of
 * directions occurs. Strokes of writing are not alike upside down: sweeps part downwards, horizontals end in a weight at
 * the upper right, letters have more ascenders than descenders. Turning or mirroring a picture by right angles only
 * exchanges the counts, so one count serves all eight positions.
 */
import type { Raster } from "../../../formats/raster.ts";

const DIRECTIONS = 8;
/** Half of the offsets, in pixels of a view whose strokes follow each other every six pixels; the others are the same pairs. */
const OFFSETS = [
  ...[2, 4, 8, 12].flatMap((r): [number, number][] => [
    [r, 0],
    [0, r],
    [r, r],
    [-r, r],
  ]),
  ...[
    [3, 6],
    [6, 3],
  ].flatMap(([x = 0, y = 0]): [number, number][] => [
    [x, y],
    [-x, y],
  ]),
] as readonly (readonly [number, number])[];

/** Length of a count. */
export const PAIR_COUNT = OFFSETS.length * DIRECTIONS * DIRECTIONS;

/** The eight positions: quarter turns clockwise after an optional mirroring left to right. */
export const POSITIONS = ([false, true] as const).flatMap((isMirrored) =>
  ([0, 90, 180, 270] as const).map((turnDegrees) => ({ isMirrored, turnDegrees })),
);

/** Edges must be this steep, as a share of the steepest. */
const LEAST_STEEPNESS = 0.3;

/** Counts of pairs, and how many pairs there were. Square roots of shares, so that rare pairs are not drowned. */
export function edgePairs(view: Raster): { readonly shares: Float32Array; readonly pairs: number } {
  const { width, height } = view;
  const directions = withoutLines(edgeDirections(view), width, height);
  const counts = new Float64Array(PAIR_COUNT);
  let pairs = 0;
  const reach = 12;
  for (let y = 0; y < height - reach; y++) {
    for (let x = reach; x < width - reach; x++) {
      const at = y * width + x;
      const one = directions[at] as number;
      if (one === NONE) continue;
      for (let i = 0; i < OFFSETS.length; i++) {
        const [dx, dy] = OFFSETS[i] as readonly [number, number];
        const other = directions[at + dy * width + dx] as number;
        if (other === NONE) continue;
        const pair = (i * DIRECTIONS + one) * DIRECTIONS + other;
        counts[pair] = (counts[pair] as number) + 1;
        pairs++;
      }
    }
  }
  return { shares: Float32Array.from(counts, (each) => Math.sqrt((each * OFFSETS.length) / Math.max(1, pairs))), pairs };
}

const NONE = 255;

/** The direction from dark to light at every edge pixel, in eighths of a circle from the right clockwise; 255 elsewhere. */
function edgeDirections({ width, height, pixels }: Raster): Uint8Array {
  const directions = new Uint8Array(width * height).fill(NONE);
  const steepness = new Uint16Array(width * height);
  const counts = new Uint32Array(1024);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const [gx, gy] = slopeAt(pixels, at, width);
      const steep = Math.min(1023, Math.round(Math.hypot(gx, gy)));
      steepness[at] = steep;
      counts[steep] = (counts[steep] as number) + 1;
      directions[at] = Math.round(Math.atan2(gy, gx) / (Math.PI / 4)) & 7;
    }
  }
  const least = Math.max(24, LEAST_STEEPNESS * rankOf(counts, 0.02 * width * height));
  for (let at = 0; at < directions.length; at++) if ((steepness[at] as number) < least) directions[at] = NONE;
  return directions;
}

/** Sobel's slopes. */
function slopeAt(pixels: Uint8Array, at: number, width: number): [number, number] {
  const p = (i: number): number => pixels[at + i] as number;
  const right = p(1 - width) + 2 * p(1) + p(1 + width);
  const left = p(-1 - width) + 2 * p(-1) + p(-1 + width);
  const below = p(width - 1) + 2 * p(width) + p(width + 1);
  const above = p(-width - 1) + 2 * p(-width) + p(-width + 1);
  return [right - left, below - above];
}

/** The value that only `count` are above. */
function rankOf(counts: Uint32Array, count: number): number {
  let seen = 0;
  for (let value = counts.length - 1; value > 0; value--) {
    seen += counts[value] as number;
    if (seen >= count) return value;
  }
  return 0;
}

/** Edges that run straight on for longer than any stroke belong to frames and rules: they say nothing of up and down. */
function withoutLines(directions: Uint8Array, width: number, height: number): Uint8Array {
  const kept = directions.slice();
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const direction = directions[y * width + x] as number;
      if (direction === NONE || (direction & 1) === 1) continue;
      const [alongX, alongY] = (direction & 3) === 0 ? [0, 1] : [1, 0];
      const goesOn = (steps: number): boolean => {
        const [px, py] = [x + alongX * steps, y + alongY * steps];
        if (px < 1 || py < 1 || px >= width - 1 || py >= height - 1) return true;
        const at = py * width + px;
        const aside = alongX === 1 ? width : 1;
        return directions[at] === direction || directions[at - aside] === direction || directions[at + aside] === direction;
      };
      if ([-24, -16, -8, 8, 16, 24].filter(goesOn).length >= 5) kept[y * width + x] = NONE;
    }
  }
  return kept;
}

/** For each position: where every count of a page in reading position is found in the counts of the page as seen. */
export const PLACES: readonly Uint16Array[] = POSITIONS.map(({ isMirrored, turnDegrees }) => {
  const quarters = turnDegrees / 90;
  const place = (x: number, y: number): readonly [number, number] => {
    let [px, py] = [isMirrored ? -x : x, y];
    for (let i = 0; i < quarters; i++) [px, py] = [-py, px];
    return [px, py];
  };
  const direction = (k: number): number => ((isMirrored ? 4 - k : k) + 2 * quarters + 16) & 7;
  const places = new Uint16Array(PAIR_COUNT);
  OFFSETS.forEach(([dx, dy], i) => {
    const [x, y] = place(dx, dy);
    const straight = OFFSETS.findIndex(([ox, oy]) => ox === x && oy === y);
    const isSwapped = straight < 0;
    const to = isSwapped ? OFFSETS.findIndex(([ox, oy]) => ox === -x && oy === -y) : straight;
    for (let one = 0; one < DIRECTIONS; one++) {
      for (let other = 0; other < DIRECTIONS; other++) {
        const [first, second] = isSwapped ? [direction(other), direction(one)] : [direction(one), direction(other)];
        places[(i * DIRECTIONS + one) * DIRECTIONS + other] = (to * DIRECTIONS + first) * DIRECTIONS + second;
      }
    }
  });
  return places;
});
