import type { Raster } from "../../formats/raster.ts";
import type { PageOutline } from "../../pipeline/quality-report.ts";

/** The dark marks of a reduced picture: places of pixel centres and how much darker than their surroundings. */
export interface InkPoints {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly weight: Float32Array;
  /** Share of the page's pixels that are ink, 0 to 1. */
  readonly share: number;
}

/** Ink is darker than this share of the mean of its surroundings. */
const INK_RATIO = 0.82;

/**
 * Pixels clearly darker than the mean of the window about them (Bradley's method), on the page only.
 * @param grey reduced grey picture
 * @param factor pixels of the master one pixel stands for; `outline` is in pixels of the master
 */
export function inkPoints(grey: Raster, factor: number, outline: PageOutline | null): InkPoints {
  const { width, height, pixels } = grey;
  const isOnPage = pageTest(outline, factor, Math.max(2, Math.round(Math.max(width, height) * 0.006)));
  const means = windowMeans(grey, Math.max(4, Math.round(Math.max(width, height) / 50)));
  const places = new Int32Array(width * height);
  let count = 0;
  let onPage = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isOnPage(x, y)) continue;
      onPage++;
      const at = y * width + x;
      if ((pixels[at] as number) < inkLimit(means[at] as number)) places[count++] = at;
    }
  }
  const marks = places.subarray(0, count);
  return {
    count,
    // scattered within the pixel (by an even sequence), else the grid of pixels pulls measures towards its own angles
    x: Float32Array.from(marks, (at, i) => (at % width) + ((i * 0.7548776662) % 1)),
    y: Float32Array.from(marks, (at, i) => Math.floor(at / width) + ((i * 0.569840291) % 1)),
    weight: Float32Array.from(marks, (at) => {
      const limit = inkLimit(means[at] as number);
      return (limit - (pixels[at] as number)) / limit;
    }),
    share: onPage === 0 ? 0 : count / onPage,
  };
}

function inkLimit(mean: number): number {
  return mean * INK_RATIO - 4;
}

/** True for reduced pixels that lie on the page, further than `inset` from its edge on the ground. */
function pageTest(outline: PageOutline | null, factor: number, inset: number): (x: number, y: number) => boolean {
  if (outline === null) return () => true;
  const strip = outline.step / factor;
  return (x, y) => {
    const row = Math.floor(y / strip);
    const column = Math.floor(x / strip);
    return (
      x >= (outline.left[row] as number) / factor + inset &&
      x < (outline.right[row] as number) / factor - inset &&
      y >= (outline.top[column] as number) / factor + inset &&
      y < (outline.bottom[column] as number) / factor - inset
    );
  };
}

/** Mean over a square window of 2 radius + 1 about every pixel, by sliding sums. */
function windowMeans({ width, height, pixels }: Raster, radius: number): Float32Array {
  const columns = new Float64Array(width);
  const means = new Float32Array(width * height);
  const addRow = (y: number, sign: 1 | -1): void => {
    if (y < 0 || y >= height) return;
    for (let x = 0; x < width; x++) columns[x] = (columns[x] as number) + sign * (pixels[y * width + x] as number);
  };
  for (let y = 0; y < radius; y++) addRow(y, 1);
  for (let y = 0; y < height; y++) {
    addRow(y + radius, 1);
    addRow(y - radius - 1, -1);
    const rows = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
    meanRow(columns, means.subarray(y * width, (y + 1) * width), radius, rows);
  }
  return means;
}

function meanRow(columns: Float64Array, means: Float32Array, radius: number, rows: number): void {
  const width = means.length;
  let sum = 0;
  for (let x = 0; x < Math.min(radius, width); x++) sum += columns[x] as number;
  for (let x = 0; x < width; x++) {
    sum += (columns[x + radius] ?? 0) - (columns[x - radius - 1] ?? 0);
    means[x] = sum / (rows * (Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1));
  }
}
