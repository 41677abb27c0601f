/** The lines of one column within one storey: full-width stretches, and pairs of small columns read right, then left. */

import type { Blob } from "./components.ts";
import { around } from "./gather-ink.ts";
import type { Mask, Span } from "./mask.ts";
import type { FoundLine } from "./page-analysis.ts";
import { type PartedRows, type Stretch, splitCommentary } from "./split-commentary.ts";
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
  const stretches = splitCommentary(mask, around(text), axis.centre, sizePixels);
  return joinBodies(stretches.map((stretch) => withoutSmudge(stretch, text, sizePixels))).flatMap((stretch) =>
    linesOfStretch(text, stretch, axis, confidence),
  );
}

function linesOfStretch(blobs: readonly Blob[], stretch: Stretch, axis: TextAxis, confidence: number): readonly ColumnLine[] {
  const { sizePixels } = axis;
  const certainty = confidence / (1 + Math.exp(-stretch.evidence - 0.5));
  if (stretch.kind === "body") {
    return toLine(fullCharacters(within(blobs, stretch.rows), axis), "body", sizePixels, certainty);
  }
  const { left, right } = sidesOf(stretch.parts, blobs);
  return [right, left].flatMap((side) => toLine(side, "commentary", 0.5 * sizePixels, certainty));
}

function sidesOf(parts: readonly PartedRows[], blobs: readonly Blob[]) {
  const isRight = (blob: Blob, middle: number) => blob.sumX / blob.area >= middle;
  return {
    left: parts.flatMap(({ rows, middle }) => within(blobs, rows).filter((blob) => !isRight(blob, middle))),
    right: parts.flatMap(({ rows, middle }) => within(blobs, rows).filter((blob) => isRight(blob, middle))),
  };
}

/** A single character with a smudge beside it is no pair: where only one stands, both sides have ink to the like amount. */
function withoutSmudge(stretch: Stretch, blobs: readonly Blob[], sizePixels: number): Stretch {
  if (stretch.kind === "body") return stretch;
  const { left, right } = sidesOf(stretch.parts, blobs);
  const rows = { from: stretch.parts[0]?.rows.from ?? 0, to: stretch.parts.at(-1)?.rows.to ?? 0 };
  if (left.length === 0 || right.length === 0 || rows.to - rows.from > 1.3 * sizePixels) return stretch;
  const [less = 0, more = 0] = [areaOf(left), areaOf(right)].sort((a, b) => a - b);
  return less < 0.22 * more ? { kind: "body", rows, evidence: 0 } : stretch;
}

function joinBodies(stretches: readonly Stretch[]): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches) {
    const last = result.at(-1);
    if (last?.kind !== "body" || stretch.kind !== "body") result.push(stretch);
    else {
      const evidence = Math.min(last.evidence, stretch.evidence);
      result[result.length - 1] = { kind: "body", rows: { from: last.rows.from, to: stretch.rows.to }, evidence };
    }
  }
  return result;
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
