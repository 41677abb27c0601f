/** The lines of one column within one storey: full-width stretches, and pairs of small columns read right, then left. */

import type { Blob } from "./components.ts";
import { inkOf } from "./gather-ink.ts";
import type { Mask } from "./mask.ts";
import type { FoundLine } from "./page-analysis.ts";
import { type Stretch, splitCommentary } from "./split-commentary.ts";

/** A line before it knows its region. */
export type ColumnLine = Omit<FoundLine, "region">;

/** Lines from top to bottom. `sizePixels` is the width of a character of the body. */
export function linesOfColumn(mask: Mask, blobs: readonly Blob[], sizePixels: number, confidence: number): readonly ColumnLine[] {
  const whole = inkOf(blobs, sizePixels);
  if (whole === undefined) return [];
  return splitCommentary(mask, whole.box, sizePixels).flatMap((stretch) =>
    linesOfStretch(blobs, stretch, sizePixels, confidence),
  );
}

/** The centre strip as one line. */
export function lineOfStrip(_: Mask, blobs: readonly Blob[], sizePixels: number, confidence: number): readonly ColumnLine[] {
  return toLine(blobs, "body", sizePixels, confidence);
}

function linesOfStretch(blobs: readonly Blob[], stretch: Stretch, sizePixels: number, confidence: number): readonly ColumnLine[] {
  const inside = blobs.filter((blob) => {
    const middle = blob.y + blob.height / 2;
    return middle >= stretch.rows.from - 1 && middle <= stretch.rows.to + 1;
  });
  if (stretch.kind === "body") return toLine(inside, "body", sizePixels, confidence);
  const right = inside.filter((blob) => blob.sumX / blob.area >= stretch.middle);
  const left = inside.filter((blob) => blob.sumX / blob.area < stretch.middle);
  return [
    ...toLine(right, "commentary", 0.5 * sizePixels, confidence),
    ...toLine(left, "commentary", 0.5 * sizePixels, confidence),
  ];
}

function toLine(
  blobs: readonly Blob[],
  kind: "body" | "commentary",
  sizePixels: number,
  confidence: number,
): readonly ColumnLine[] {
  const ink = inkOf(blobs, sizePixels);
  return ink === undefined ? [] : [{ kind, box: ink.box, confidence }];
}
