/** Horizontal lines (Quốc ngữ, French) by the rhythm of the rows; marks above and below letters stay with their line. */
import type { Box } from "../../pipeline/geometry.ts";
import type { Blob } from "./components.ts";
import { around } from "./gather-ink.ts";
import { type Mask, rowProfile, type Span, smooth } from "./mask.ts";

/** Boxes of the lines, top to bottom, in pixels of the mask; `pieces` are the mask's. */
export function findTextLines(mask: Mask, pieces: readonly Blob[]): readonly Box[] {
  const blobs = pieces.filter((blob) => blob.area >= 3);
  const heights = blobs.map((blob) => blob.height).sort((a, b) => a - b);
  const letterPixels = Math.max(4, heights[Math.floor(heights.length * 0.6)] ?? 4);
  const text = blobs.filter(
    (blob) => blob.height <= 6 * letterPixels && blob.width <= 0.6 * mask.width && !isPaperEdge(blob, mask, letterPixels),
  );
  const spans = lineSpans(mask, letterPixels);
  const lines: Box[] = [];
  for (const [i, span] of spans.entries()) {
    const before = spans[i - 1];
    const after = spans[i + 1];
    const top = before === undefined ? span.from - letterPixels : (before.to + span.from) / 2;
    const bottom = after === undefined ? span.to + letterPixels : (span.to + after.from) / 2;
    const inside = text.filter((blob) => blob.sumY / blob.area >= top && blob.sumY / blob.area < bottom);
    const letters = withoutMarginMarks(inside, letterPixels);
    const area = letters.reduce((sum, blob) => sum + blob.area, 0);
    if (area >= 0.3 * letterPixels * letterPixels) lines.push(around(letters));
  }
  return lines;
}

/** Shadow of the paper's edge: a thin streak close to the picture's edge. */
function isPaperEdge(blob: Blob, mask: Mask, letterPixels: number): boolean {
  const isThin = Math.min(blob.width, blob.height) <= 0.45 * letterPixels;
  const isLong = Math.max(blob.width, blob.height) >= 1.4 * letterPixels;
  const across = Math.min(blob.x, mask.width - blob.x - blob.width) / mask.width;
  const down = Math.min(blob.y, mask.height - blob.y - blob.height) / mask.height;
  return isThin && isLong && Math.min(across, down) < 0.05;
}

/** Paper edges and stains beside the text: far from the next letter, and narrower than one. */
function withoutMarginMarks(blobs: readonly Blob[], letterPixels: number): readonly Blob[] {
  const groups: Blob[][] = [];
  let right = Number.NEGATIVE_INFINITY;
  for (const blob of [...blobs].sort((a, b) => a.x - b.x)) {
    if (blob.x > right + 2.5 * letterPixels) groups.push([]);
    groups.at(-1)?.push(blob);
    right = Math.max(right, blob.x + blob.width);
  }
  return groups.filter((group) => around(group).width >= 0.6 * letterPixels).flat();
}

function lineSpans(mask: Mask, letterPixels: number): readonly Span[] {
  const profile = smooth(rowProfile(mask, { from: 0, to: mask.width }), Math.max(1, Math.round(letterPixels * 0.12)));
  const sorted = [...profile].sort((a, b) => a - b);
  const dense = sorted[Math.floor(sorted.length * 0.9)] ?? 0;
  const threshold = Math.max(1, 0.12 * dense);
  const spans: Span[] = [];
  let from = -1;
  for (let y = 0; y <= mask.height; y++) {
    const isInked = y < mask.height && (profile[y] ?? 0) > threshold;
    if (isInked && from < 0) from = y;
    if (!isInked && from >= 0) {
      if (y - from >= 0.45 * letterPixels) spans.push({ from, to: y });
      from = -1;
    }
  }
  return spans;
}
