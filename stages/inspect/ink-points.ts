import { luminanceOf, type Raster } from "../../formats/raster.ts";
import type { PageOutline, QualityReport } from "../../pipeline/quality-report.ts";

/** The dark marks of a reduced picture: places of pixel centres and how much darker than their surroundings. */
export interface InkPoints {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly weight: Float32Array;
  /** One byte a pixel of the picture: 1 where a place lies. */
  readonly mask: Uint8Array;
  /** Share of the page's pixels that are ink, 0 to 1. */
  readonly share: number;
}

/** Ink is darker than this share of the mean of its surroundings. */
const INK_RATIO = 0.82;

/**
 * Pixels clearly darker than the mean of the window about them (Bradley's method), on the page only.
 * @param grey reduced grey picture
 * @param factor pixels of the master one pixel stands for
 * @param found where the page lies; null where it is all of the picture
 */
export function inkPoints(grey: Raster, factor: number, found: QualityReport["page"] | null): InkPoints {
  const { width, height, pixels } = grey;
  const inset = Math.max(2, Math.round(Math.max(width, height) * 0.006));
  const page = pageLimits(found?.outline ?? null, factor, width, height, inset);
  // beside a ground lighter than itself all paper is dark
  const lit = found?.ground === "light" ? paintedOver(grey, page, luminanceOf(found.paperColour)) : grey;
  const means = new SlidingMeans(lit, Math.max(4, Math.round(Math.max(width, height) / 50)));
  const places = new Int32Array(width * height);
  const weights = new Float32Array(width * height);
  let count = 0;
  let onPage = 0;
  for (let y = 0; y < height; y++) {
    const about = means.ofRow(y);
    const [left, right] = [page.left[y] as number, page.right[y] as number];
    for (let x = Math.max(0, Math.ceil(left)); x < width && x < right; x++) {
      if (y < (page.top[x] as number) || y >= (page.bottom[x] as number)) continue;
      onPage++;
      const level = pixels[y * width + x] as number;
      const limit = (about[x] as number) * INK_RATIO - 4;
      if (level >= limit) continue;
      weights[count] = (limit - level) / limit;
      places[count++] = y * width + x;
    }
  }
  const share = onPage === 0 ? 0 : count / onPage;
  const { x, y } = scattered(places, count, width);
  return { count, x, y, weight: weights.slice(0, count), mask: maskOf(x, y, width, height), share };
}

/** Places within the pixel by an even sequence, else the grid of pixels pulls measures towards its own angles. */
function scattered(places: Int32Array, count: number, width: number): Pick<InkPoints, "x" | "y"> {
  const x = new Float32Array(count);
  const y = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const at = places[i] as number;
    const row = (at / width) | 0;
    const [across, down] = [i * 0.7548776662, i * 0.569840291];
    x[i] = at - row * width + (across - Math.floor(across));
    y[i] = row + (down - Math.floor(down));
  }
  return { x, y };
}

function maskOf(x: Float32Array, y: Float32Array, width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (let i = 0; i < x.length; i++) mask[((y[i] as number) | 0) * width + ((x[i] as number) | 0)] = 1;
  return mask;
}

/** Between which reduced pixels the page lies in every row and column, further than `inset` from its edge on the ground. */
interface PageLimits {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly top: Float64Array;
  readonly bottom: Float64Array;
}

function pageLimits(outline: PageOutline | null, factor: number, width: number, height: number, inset: number): PageLimits {
  const limits = (edge: readonly number[] | undefined, length: number, rim: number, inward: number): Float64Array =>
    Float64Array.from({ length }, (_, i) =>
      edge === undefined ? rim : (edge[Math.floor(i / ((outline?.step ?? 1) / factor))] as number) / factor + inward,
    );
  return {
    left: limits(outline?.left, height, 0, inset),
    right: limits(outline?.right, height, width, -inset),
    top: limits(outline?.top, width, 0, inset),
    bottom: limits(outline?.bottom, width, height, -inset),
  };
}

/** The picture with the level of paper wherever the page does not lie. */
function paintedOver({ width, height, pixels }: Raster, page: PageLimits, level: number): Raster {
  const painted = new Uint8Array(width * height).fill(level);
  for (let y = 0; y < height; y++) {
    for (let x = Math.max(0, Math.ceil(page.left[y] as number)); x < width && x < (page.right[y] as number); x++) {
      const isPage = y >= (page.top[x] as number) && y < (page.bottom[x] as number);
      if (isPage) painted[y * width + x] = pixels[y * width + x] as number;
    }
  }
  return { width, height, channels: 1, pixels: painted };
}

/** Mean over a square window of 2 radius + 1 about every pixel of a row, by sliding sums: rows must be asked for in order. */
class SlidingMeans {
  readonly #picture: Raster;
  readonly #radius: number;
  readonly #columns: Int32Array;
  readonly #means: Float32Array;

  constructor(picture: Raster, radius: number) {
    this.#picture = picture;
    this.#radius = radius;
    // with room on both sides for the windows that reach beyond the picture
    this.#columns = new Int32Array(picture.width + 2 * radius + 1);
    this.#means = new Float32Array(picture.width);
    for (let y = 0; y < radius; y++) this.#addRow(y, 1);
  }

  ofRow(y: number): Float32Array {
    const radius = this.#radius;
    this.#addRow(y + radius, 1);
    this.#addRow(y - radius - 1, -1);
    const rows = Math.min(this.#picture.height - 1, y + radius) - Math.max(0, y - radius) + 1;
    meanRow(this.#columns, this.#means, radius, rows);
    return this.#means;
  }

  #addRow(y: number, sign: 1 | -1): void {
    const { width, height, pixels } = this.#picture;
    if (y >= 0 && y < height) addInto(this.#columns, this.#radius + 1, pixels, y * width, width, sign);
  }
}

function addInto(columns: Int32Array, first: number, pixels: Uint8Array, from: number, count: number, sign: 1 | -1): void {
  for (let to = first, at = from; at < from + count; to++, at++) {
    columns[to] = (columns[to] as number) + sign * (pixels[at] as number);
  }
}

function meanRow(columns: Int32Array, means: Float32Array, radius: number, rows: number): void {
  const width = means.length;
  let sum = 0;
  for (let i = 0; i < 2 * radius + 1; i++) sum += columns[i] as number;
  for (let x = 0; x < width; x++) {
    sum += (columns[x + 2 * radius + 1] as number) - (columns[x] as number);
    means[x] = sum / (rows * (Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1));
  }
}
