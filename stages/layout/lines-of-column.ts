/** The lines of one column within one storey: full-width stretches, and pairs of small columns read right, then left. */

import type { Blob } from "./components.ts";
import { around } from "./gather-ink.ts";
import type { Mask, Span } from "./mask.ts";
import type { FoundLine } from "./page-analysis.ts";
import { type Stretch, splitCommentary } from "./split-commentary.ts";
import { axisOf, fullCharacters, type TextAxis, textOfColumn } from "./text-of-column.ts";

/** A line before it knows its region. */
export type ColumnLine = Omit<FoundLine, "region" | "storey">;

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
    linesOfStretch(text, stretch, axis, confidence),
  );
}

function linesOfStretch(blobs: readonly Blob[], stretch: Stretch, axis: TextAxis, confidence: number): readonly ColumnLine[] {
  const { sizePixels } = axis;
  const certainty = confidence / (1 + Math.exp(-stretch.evidence - 0.5));
  const toBody = (inside: readonly Blob[]) => toLine(fullCharacters(inside, axis), "body", sizePixels, certainty);
  if (stretch.kind === "body") return toBody(within(blobs, stretch.rows));
  const right = stretch.parts.flatMap(({ rows, middle }) =>
    within(blobs, rows).filter((blob) => blob.sumX / blob.area >= middle),
  );
  const left = stretch.parts.flatMap(({ rows, middle }) => within(blobs, rows).filter((blob) => blob.sumX / blob.area < middle));
  if (isCharacterWithSmudge(left, right, sizePixels)) return toBody([...left, ...right]);
  return [right, left].flatMap((side) => toLine(side, "commentary", 0.5 * sizePixels, certainty));
}

/** Where only one character stands, a pair has ink on both sides to the like amount. */
function isCharacterWithSmudge(left: readonly Blob[], right: readonly Blob[], sizePixels: number): boolean {
  if (left.length === 0 || right.length === 0 || around([...left, ...right]).height > 1.3 * sizePixels) return false;
  const [less = 0, more = 0] = [areaOf(left), areaOf(right)].sort((a, b) => a - b);
  return less < 0.35 * more;
}

function areaOf(blobs: readonly Blob[]): number {
  return blobs.reduce((sum, blob) => sum + blob.area, 0);
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
  const area = areaOf(blobs);
  const isText = Math.max(box.width, box.height) >= 0.4 * sizePixels && area >= 0.035 * sizePixels * sizePixels;
  return isText ? [{ kind, box, confidence }] : [];
}
