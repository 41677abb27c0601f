/** How wide the characters of a page are, from where most of the ink of its columns lies. */
import type { Size } from "../../pipeline/geometry.ts";
import type { Blob } from "./components.ts";
import { around, groupByRows } from "./gather-ink.ts";
import type { Span } from "./mask.ts";

/** Shortest stroke, as a part of the page's longer side. */
const LEAST_STROKE = 0.007;
/** Share of the ink left out on each side, where remnants of rules may lie. */
const TAIL = 0.08;

/** Columns with less ink than this, in squares of the pitch, do not count. */
const LEAST_INK = 0.3;
/** Place among the breadths, by height, that is the full character's: small pairs are broader, and seldom the lesser part. */
const FULL_CHARACTER = 0.4;

/** Broad pieces must make up this share of the height of all: else the columns are wider than their characters, as in a table. */
const LEAST_BROAD_SHARE = 0.15;
/** … and there must be so many of them: a few specks are no small characters. */
const LEAST_PIECES = 12;

/**
 * Width of a typical full character in pixels. `columns`: the blobs of each column of the body. Never over the pitch, and under
 * two fifths of it only where hardly anything is that broad.
 */
export function measureCharacters(columns: readonly (readonly Blob[])[], pitchPixels: number): number {
  const inked = columns.filter((blobs) => blobs.reduce((sum, blob) => sum + blob.area, 0) >= LEAST_INK * pitchPixels ** 2);
  const pieces = (inked.length > 0 ? inked : columns)
    .flatMap((blobs) => groupByRows(blobs, 0.06 * pitchPixels))
    .map((group) => ({ breadth: breadthOfInk(group), height: around(group).height }))
    .filter(({ breadth, height }) => breadth >= 0.12 * pitchPixels && height >= 0.1 * pitchPixels)
    .sort((a, b) => a.breadth - b.breadth);
  const broad = pieces.filter(({ breadth, height }) => breadth >= 0.38 * pitchPixels && height >= 0.2 * pitchPixels);
  if (pieces.length >= LEAST_PIECES && heightOf(broad) < LEAST_BROAD_SHARE * heightOf(pieces))
    return Math.max(0.15 * pitchPixels, breadthAt(pieces, 0.6) ?? 0.8 * pitchPixels);
  const typical = breadthAt(broad, FULL_CHARACTER) ?? 0.8 * pitchPixels;
  return Math.max(0.4 * pitchPixels, Math.min(pitchPixels, typical));
}

function heightOf(pieces: readonly { readonly height: number }[]): number {
  return pieces.reduce((sum, { height }) => sum + height, 0);
}

/** The breadth that this share of the whole height does not exceed. */
function breadthAt(rising: readonly { readonly breadth: number; readonly height: number }[], share: number): number | undefined {
  const place = share * heightOf(rising);
  let passed = 0;
  for (const { breadth, height } of rising) {
    passed += height;
    if (passed >= place) return breadth;
  }
  return undefined;
}

/**
 * Width, in pixels, that half of the ink's connected pieces (by area) do not reach: a column is no narrower. Pieces smaller
 * than any stroke do not count, however many they are.
 */
export function widthOfPieces(blobs: readonly Blob[], page: Size): number {
  const least = LEAST_STROKE * Math.max(page.width, page.height);
  const pieces = blobs
    .filter(
      (blob) =>
        blob.area >= 6 &&
        Math.max(blob.width, blob.height) >= least &&
        blob.width < 0.2 * page.width &&
        blob.height < 0.2 * page.height,
    )
    .sort((a, b) => a.width - b.width);
  const half = pieces.reduce((sum, blob) => sum + blob.area, 0) / 2;
  let sum = 0;
  for (const blob of pieces) {
    sum += blob.area;
    if (sum >= half) return blob.width;
  }
  return 0;
}

function breadthOfInk(blobs: readonly Blob[]): number {
  const { from, to } = spreadOfInk(blobs, TAIL);
  return (to - from) / (1 - 2 * TAIL);
}

/** The pixel columns between which the ink lies but for a share of `tail` on each side; from 0 to 0 without ink. */
export function spreadOfInk(blobs: readonly Blob[], tail: number): Span {
  if (blobs.length === 0) return { from: 0, to: 0 };
  const left = Math.min(...blobs.map((blob) => blob.x));
  const right = Math.max(...blobs.map((blob) => blob.x + blob.width));
  const ink = new Float64Array(right - left);
  for (const blob of blobs) {
    // Spread evenly over its width: near enough for quantiles of hundreds of blobs.
    for (let x = blob.x - left; x < blob.x + blob.width - left; x++) ink[x] = (ink[x] ?? 0) + blob.area / blob.width;
  }
  const total = ink.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  let from = 0;
  for (let x = 0; x < ink.length; x++) {
    sum += ink[x] ?? 0;
    if (sum <= tail * total) from = x + 1;
    if (sum >= (1 - tail) * total) return { from: left + from, to: left + x + 1 };
  }
  return { from: left + from, to: right };
}
