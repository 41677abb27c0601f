/** The ink of each column: blobs by their centre, so a slanting column keeps its strokes. */
import type { Box } from "../../pipeline/geometry.ts";
import { type Blob, findBlobs } from "./components.ts";
import type { Mask, Span } from "./mask.ts";

/** Blobs of the rows of a band, each within one column: a blob that spreads over a cut is divided there. */
export function blobsOfColumns(
  mask: Mask,
  rows: Span,
  columns: readonly Span[],
  pitchPixels: number,
): readonly (readonly Blob[])[] {
  const ink = mask.ink.slice(rows.from * mask.width, rows.to * mask.width);
  const band: Mask = { width: mask.width, height: rows.to - rows.from, ink };
  const whole = findBlobs(band);
  const blobs = divideAtCuts(band, whole, columns, 0.22 * pitchPixels) ? findBlobs(band) : whole;
  const groups: Blob[][] = columns.map(() => []);
  const first = columns[0]?.from ?? 0;
  for (const blob of blobs) {
    const centre = blob.sumX / blob.area;
    if (centre < first) continue;
    const at = columns.findIndex((column) => centre < column.to);
    groups[at]?.push({ ...blob, y: blob.y + rows.from, sumY: blob.sumY + blob.area * rows.from });
  }
  return groups;
}

/** Blank the cut where a blob reaches far into both columns; tells whether there was one. */
function divideAtCuts(band: Mask, blobs: readonly Blob[], columns: readonly Span[], reachPixels: number): boolean {
  const cuts = columns.slice(1).map((column) => column.from);
  let isDivided = false;
  for (const blob of blobs) {
    for (const cut of cuts) {
      if (cut - blob.x < reachPixels || blob.x + blob.width - cut < reachPixels) continue;
      for (let y = blob.y; y < blob.y + blob.height; y++) band.ink[y * band.width + cut] = 0;
      isDivided = true;
    }
  }
  return isDivided;
}

/** The upright rectangle around some blobs. */
export function around(blobs: readonly Box[]): Box {
  const x = Math.min(...blobs.map((blob) => blob.x));
  const y = Math.min(...blobs.map((blob) => blob.y));
  const right = Math.max(...blobs.map((blob) => blob.x + blob.width));
  const bottom = Math.max(...blobs.map((blob) => blob.y + blob.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Blobs in groups from top to bottom, parted by empty rows of more than `gapPixels`. */
export function groupByRows(blobs: readonly Blob[], gapPixels: number): readonly (readonly Blob[])[] {
  const sorted = [...blobs].sort((a, b) => a.y - b.y);
  const groups: Blob[][] = [];
  let bottom = Number.NEGATIVE_INFINITY;
  for (const blob of sorted) {
    if (blob.y > bottom + gapPixels) groups.push([]);
    groups.at(-1)?.push(blob);
    bottom = Math.max(bottom, blob.y + blob.height);
  }
  return groups;
}
