/** The lines of one column within one storey: full-width stretches, and pairs of small columns read right, then left. */

import type { Blob } from "./components.ts";
import { around } from "./gather-ink.ts";
import type { Mask, Span } from "./mask.ts";
import type { FoundLine } from "./page-analysis.ts";
import { type Stretch, splitCommentary } from "./split-commentary.ts";
import { axisOf, textOfColumn } from "./text-of-column.ts";

/** A line before it knows its region. */
export type ColumnLine = Omit<FoundLine, "region">;

/** The cell a column's blobs lie in, and the size of its full characters. */
export interface ColumnPlace {
  readonly column: Span;
  readonly sizePixels: number;
  readonly confidence: number;
}

/** Lines from top to bottom. `mask` holds the storey's ink. */
export function linesOfColumn(mask: Mask, blobs: readonly Blob[], place: ColumnPlace): readonly ColumnLine[] {
  const { column, sizePixels, confidence } = place;
  const axis = axisOf(blobs, (column.from + column.to) / 2, sizePixels);
  const text = textOfColumn(blobs, axis);
  if (text.length === 0) return [];
  return splitCommentary(mask, around(text), axis.centre, sizePixels).flatMap((stretch) =>
    linesOfStretch(text, stretch, sizePixels, confidence),
  );
}

/** The centre strip as one line. */
export function lineOfStrip(_: Mask, blobs: readonly Blob[], place: ColumnPlace): readonly ColumnLine[] {
  const axis = axisOf(blobs, (place.column.from + place.column.to) / 2, place.sizePixels);
  return toLine(textOfColumn(blobs, axis), "body", place.sizePixels, place.confidence);
}

function linesOfStretch(blobs: readonly Blob[], stretch: Stretch, sizePixels: number, confidence: number): readonly ColumnLine[] {
  const certainty = confidence / (1 + Math.exp(-stretch.evidence - 0.5));
  if (stretch.kind === "body") return toLine(within(blobs, stretch.rows), "body", sizePixels, certainty);
  const right = stretch.parts.flatMap(({ rows, middle }) =>
    within(blobs, rows).filter((blob) => blob.sumX / blob.area >= middle),
  );
  const left = stretch.parts.flatMap(({ rows, middle }) => within(blobs, rows).filter((blob) => blob.sumX / blob.area < middle));
  return [right, left].flatMap((side) => toLine(side, "commentary", 0.5 * sizePixels, certainty));
}

function within(blobs: readonly Blob[], rows: Span): readonly Blob[] {
  return blobs.filter((blob) => {
    const middle = blob.y + blob.height / 2;
    return middle >= rows.from && middle < rows.to;
  });
}

/** `sizePixels`: width of a character of this line; ink too little for one is no line. */
function toLine(
  blobs: readonly Blob[],
  kind: "body" | "commentary",
  sizePixels: number,
  confidence: number,
): readonly ColumnLine[] {
  if (blobs.length === 0) return [];
  const box = around(blobs);
  const area = blobs.reduce((sum, blob) => sum + blob.area, 0);
  const isText = Math.max(box.width, box.height) >= 0.4 * sizePixels && area >= 0.035 * sizePixels * sizePixels;
  return isText ? [{ kind, box, confidence }] : [];
}
