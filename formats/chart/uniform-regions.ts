/** Finds the even-coloured pieces of a picture: the patches of a chart are among them, print and paper grain are not. */
import type { Raster } from "../raster.ts";

/** One even piece: its middle, the sides of a rectangle with the same spread, and its size. */
export interface UniformRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly areaPixels: number;
}

/** Smallest piece looked at: fewer pixels cannot be told from grain. */
const LEAST_PIXELS = 20;
/** Steps between neighbours that still count as even, in levels: below it stands noise, above it the weakest edges. */
const STEP_LEVELS = { least: 2.5, most: 12 } as const;
/** Area over that of the rectangle with the same moments: 1 for every parallelogram, less for rings, frames and letters. */
const FILL = { least: 0.9, most: 1.12 } as const;

/**
 * The even pieces that fill a rectangle. `looseness` above 1 bears with more unrest, such as the ripples of JPEG, and
 * takes faint edges for none.
 */
export function uniformRegions(raster: Raster, looseness = 1): readonly UniformRegion[] {
  const steps = stepsOf(raster);
  const threshold = looseness * Math.min(STEP_LEVELS.most, Math.max(STEP_LEVELS.least, 3 * lowerQuartile(steps) + 1));
  const isEven = steps.map((step) => (step <= threshold ? 1 : 0));
  return regionsOf(raster, isEven, threshold);
}

/** For each pixel the largest difference between opposite neighbours, over directions and channels. */
function stepsOf({ width, height, channels, pixels }: Raster): Uint8Array {
  const steps = new Uint8Array(width * height).fill(255);
  const down = width * channels;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = (y * width + x) * channels;
      let largest = 0;
      for (let c = 0; c < Math.min(3, channels); c++) {
        const p = at + c;
        const across = Math.abs((pixels[p + channels] as number) - (pixels[p - channels] as number));
        const along = Math.abs((pixels[p + down] as number) - (pixels[p - down] as number));
        largest = Math.max(largest, across, along);
      }
      steps[y * width + x] = largest;
    }
  }
  return steps;
}

/** A quarter of a chart shot is patches or paper at least, so this is the step of noise alone. */
function lowerQuartile(steps: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const step of steps) counts[step] = (counts[step] as number) + 1;
  let seen = 0;
  return counts.findIndex((count) => {
    seen += count;
    return seen * 4 >= steps.length;
  });
}

function regionsOf(raster: Raster, isOpen: Uint8Array, threshold: number): readonly UniformRegion[] {
  const regions: UniformRegion[] = [];
  const queue = new Int32Array(isOpen.length);
  for (let start = 0; start < isOpen.length; start++) {
    if (isOpen[start] !== 1) continue;
    const count = flood(raster, isOpen, queue, start, threshold);
    if (count < LEAST_PIXELS) continue;
    const region = describe(queue.subarray(0, count), raster.width);
    const fill = count / (region.width * region.height);
    if (fill >= FILL.least && fill <= FILL.most) regions.push(region);
  }
  return regions;
}

/** Gather what hangs together evenly with the start; taken pixels are closed. */
function flood(raster: Raster, isOpen: Uint8Array, queue: Int32Array, start: number, step: number): number {
  const { width } = raster;
  let count = 1;
  queue[0] = start;
  isOpen[start] = 0;
  for (let head = 0; head < count; head++) {
    const at = queue[head] as number;
    for (const next of [at - 1, at + 1, at - width, at + width]) {
      if (isOpen[next] !== 1 || !isNear(raster, at, next, step)) continue;
      isOpen[next] = 0;
      queue[count++] = next;
    }
  }
  return count;
}

function isNear({ channels, pixels }: Raster, one: number, other: number, step: number): boolean {
  for (let c = 0; c < Math.min(3, channels); c++) {
    const apart = (pixels[one * channels + c] as number) - (pixels[other * channels + c] as number);
    if (Math.abs(apart) > step) return false;
  }
  return true;
}

/** Middle and sides by moments: the sides of an upright rectangle are the square root of 12 times its spread. */
function describe(members: Int32Array, width: number): UniformRegion {
  let [sumX, sumY, sumXx, sumYy, sumXy] = [0, 0, 0, 0, 0];
  for (const at of members) {
    const x = at % width;
    const y = (at - x) / width;
    sumX += x;
    sumY += y;
    sumXx += x * x;
    sumYy += y * y;
    sumXy += x * y;
  }
  const count = members.length;
  const [x, y] = [sumX / count, sumY / count];
  // A pixel itself is one wide: its own spread of 1/12 belongs to the region.
  const [xx, yy] = [sumXx / count - x * x + 1 / 12, sumYy / count - y * y + 1 / 12];
  const xy = sumXy / count - x * y;
  // What the two sides enclose must not grow with the turn of the rectangle.
  const area = 12 * Math.sqrt(Math.max(0, xx * yy - xy * xy));
  const ratio = Math.sqrt(xx / yy);
  return { x: x + 0.5, y: y + 0.5, width: Math.sqrt(area * ratio), height: Math.sqrt(area / ratio), areaPixels: count };
}
