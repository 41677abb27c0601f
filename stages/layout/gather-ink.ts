/** The ink of one column: blobs by their centre, so a slanting column keeps its strokes; trimmed of specks at both ends. */
import type { Box } from "../../pipeline/geometry.ts";
import { type Blob, findBlobs } from "./components.ts";
import type { Mask, Span } from "./mask.ts";

/** A column or part of one, in pixels of the reduced mask. */
export interface ColumnInk {
  readonly box: Box;
  readonly area: number;
}

/** Blobs of the rows of a band, each within one column: a blob that spreads over a cut is divided there. */
export function blobsOfColumns(
  mask: Mask,
  rows: Span,
  columns: readonly Span[],
  pitchPixels: number,
): readonly (readonly Blob[])[] {
  const ink = mask.ink.slice(rows.from * mask.width, rows.to * mask.width);
  const band: Mask = { width: mask.width, height: rows.to - rows.from, ink };
  divideAtCuts(band, columns, 0.22 * pitchPixels);
  const groups: Blob[][] = columns.map(() => []);
  const first = columns[0]?.from ?? 0;
  for (const blob of findBlobs(band)) {
    const centre = blob.sumX / blob.area;
    if (centre < first) continue;
    const at = columns.findIndex((column) => centre < column.to);
    groups[at]?.push({ ...blob, y: blob.y + rows.from, sumY: blob.sumY + blob.area * rows.from });
  }
  return groups;
}

/** Blank the cut where a blob reaches far into both columns. */
function divideAtCuts(band: Mask, columns: readonly Span[], reachPixels: number): void {
  const cuts = columns.slice(1).map((column) => column.from);
  for (const blob of findBlobs(band)) {
    for (const cut of cuts) {
      if (cut - blob.x < reachPixels || blob.x + blob.width - cut < reachPixels) continue;
      for (let y = blob.y; y < blob.y + blob.height; y++) band.ink[y * band.width + cut] = 0;
    }
  }
}

/**
 * The box around the text of one column, or undefined when there is none. `sizePixels`: width of a character.
 * Specks that stand alone are not text; a single horizontal stroke (一) is.
 */
export function inkOf(blobs: readonly Blob[], sizePixels: number): ColumnInk | undefined {
  const solid = blobs.filter((blob) => !isRemnant(blob, sizePixels));
  const groups = groupByRows(solid, 0.6 * sizePixels).filter((group) => isText(group, sizePixels));
  const kept = groups.flat();
  if (kept.length === 0) return undefined;
  const box = around(kept);
  const isLine = box.width < 0.25 * sizePixels && box.height > 2 * sizePixels;
  const inkedRows = groups.reduce((sum, group) => sum + around(group).height, 0);
  // Binding holes and stains at the edge of the paper: far apart, little in between.
  const isScattered = box.height > 6 * sizePixels && inkedRows < 0.15 * box.height;
  if (isLine || isScattered) return undefined;
  return { box, area: kept.reduce((sum, blob) => sum + blob.area, 0) };
}

/** The upright rectangle around some blobs. */
export function around(blobs: readonly Box[]): Box {
  const x = Math.min(...blobs.map((blob) => blob.x));
  const y = Math.min(...blobs.map((blob) => blob.y));
  const right = Math.max(...blobs.map((blob) => blob.x + blob.width));
  const bottom = Math.max(...blobs.map((blob) => blob.y + blob.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** What is left of a rule: taller than a character, and in the mean hardly thicker than a scratch. */
function isRemnant(blob: Blob, sizePixels: number): boolean {
  const isScratch = blob.height > 0.8 * sizePixels && blob.width <= Math.max(2, 0.12 * sizePixels);
  return isScratch || (blob.height > 2.2 * sizePixels && blob.area <= 0.15 * sizePixels * blob.height);
}

function groupByRows(blobs: readonly Blob[], gapPixels: number): readonly (readonly Blob[])[] {
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

function isText(group: readonly Blob[], sizePixels: number): boolean {
  const box = around(group);
  const area = group.reduce((sum, blob) => sum + blob.area, 0);
  return Math.max(box.width, box.height) >= 0.4 * sizePixels && area >= 0.035 * sizePixels * sizePixels;
}
