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

/** The farthest offset. */
const REACH = 12;

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
  const steps = Int32Array.from(OFFSETS, ([dx, dy]) => dy * width + dx);
  const counts = new Uint32Array(PAIR_COUNT);
  for (let y = 0; y < height - REACH; y++) {
    for (let at = y * width + REACH; at < (y + 1) * width - REACH; at++) {
      const one = directions[at] as number;
      if (one === NONE) continue;
      for (let i = 0, row = one * DIRECTIONS; i < steps.length; i++, row += DIRECTIONS * DIRECTIONS) {
        const other = directions[at + (steps[i] as number)] as number;
        if (other !== NONE) counts[row + other] = (counts[row + other] as number) + 1;
      }
    }
  }
  const pairs = counts.reduce((a, b) => a + b, 0);
  return { shares: Float32Array.from(counts, (each) => Math.sqrt((each * OFFSETS.length) / Math.max(1, pairs))), pairs };
}

const NONE = 255;

/** The direction from dark to light at every edge pixel, in eighths of a circle from the right clockwise; 255 elsewhere. */
function edgeDirections({ width, height, pixels }: Raster): Uint8Array {
  const directions = new Uint8Array(width * height).fill(NONE);
  const steepness = new Uint16Array(width * height);
  const counts = new Uint32Array(1024);
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
      // Sobel's slopes
      const falling = (pixels[at + 1 + width] as number) - (pixels[at - 1 - width] as number);
      const rising = (pixels[at + 1 - width] as number) - (pixels[at - 1 + width] as number);
      const gx = falling + rising + 2 * ((pixels[at + 1] as number) - (pixels[at - 1] as number));
      const gy = falling - rising + 2 * ((pixels[at + width] as number) - (pixels[at - width] as number));
      const steep = Math.min(1023, Math.round(Math.sqrt(gx * gx + gy * gy)));
      steepness[at] = steep;
      counts[steep] = (counts[steep] as number) + 1;
      directions[at] = eighth(gx, gy);
    }
  }
  const least = Math.max(24, LEAST_STEEPNESS * rankOf(counts, 0.02 * width * height));
  for (let at = 0; at < directions.length; at++) if ((steepness[at] as number) < least) directions[at] = NONE;
  return directions;
}

const TAN_SIXTEENTH = Math.tan(Math.PI / 8);

/** The nearest eighth of the circle. */
function eighth(gx: number, gy: number): number {
  const [wide, high] = [Math.abs(gx), Math.abs(gy)];
  if (high < wide * TAN_SIXTEENTH) return gx > 0 ? 0 : 4;
  if (wide < high * TAN_SIXTEENTH) return gy > 0 ? 2 : 6;
  if (gx > 0) return gy > 0 ? 1 : 7;
  return gy > 0 ? 3 : 5;
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

/** Along an edge, where it is looked for again, and in how many of these places it must go on to be a line. */
const LINE_STEPS = [-24, -16, -8, 8, 16, 24] as const;
const LEAST_LINE_STEPS = 5;

/** Edges that run straight on for longer than any stroke belong to frames and rules: they say nothing of up and down. */
function withoutLines(directions: Uint8Array, width: number, height: number): Uint8Array {
  const kept = directions.slice();
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const direction = directions[at] as number;
      if (direction === NONE || (direction & 1) === 1) continue;
      // an edge from dark to light across runs up and down
      const isLine =
        (direction & 3) === 0 ? goesOn(directions, at, y, height, width, 1) : goesOn(directions, at, x, width, 1, width);
      if (isLine) kept[at] = NONE;
    }
  }
  return kept;
}

/** Whether an edge goes on along a line of `length` pixels, `stride` apart, of which it is at `place`. */
function goesOn(directions: Uint8Array, at: number, place: number, length: number, stride: number, aside: number): boolean {
  const direction = directions[at] as number;
  let count = 0;
  for (const steps of LINE_STEPS) {
    const isOutside = place + steps < 1 || place + steps >= length - 1;
    if (isOutside || isAmong(directions, at + steps * stride, aside, direction)) count++;
  }
  return count >= LEAST_LINE_STEPS;
}

/** Whether the pixel or one to either side has the direction. */
function isAmong(directions: Uint8Array, at: number, aside: number, direction: number): boolean {
  return directions[at] === direction || directions[at - aside] === direction || directions[at + aside] === direction;
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
