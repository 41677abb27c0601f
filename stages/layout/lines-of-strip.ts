/**
 * The centre strip of a leaf, from the top: title, fish tail, volume and section, leaf number. Its pieces become lines of
 * their own, so that title and number can be read apart; the fish tail and the thread line down the fold are no text.
 */
import type { Blob } from "./components.ts";
import { around, groupByRows } from "./gather-ink.ts";
import type { ColumnLine, ColumnPlace } from "./lines-of-column.ts";
import type { Mask } from "./mask.ts";
import type { FoundLine, PageAnalysis } from "./page-analysis.ts";
import { axisOf, textOfColumn } from "./text-of-column.ts";

/** Empty rows that part two pieces, in characters. */
const GAP = 0.9;
/** A leaf number is no longer than this, in characters as wide as the strip's. */
const LONGEST_NUMBER = 3.2;

/** The pieces of the strip as lines. */
export function linesOfStrip(_: Mask, blobs: readonly Blob[], place: ColumnPlace): readonly ColumnLine[] {
  const { column, sizePixels, confidence } = place;
  const isTail = (blob: Blob) => isFishTail(blob, column.to - column.from, sizePixels);
  const tails = blobs.filter(isTail);
  const text = textOfColumn(
    blobs.filter((blob) => !isTail(blob) && !isThread(blob, sizePixels)),
    axisOf(blobs, (column.from + column.to) / 2, sizePixels),
  );
  const under = (blob: Blob) => tails.filter((tail) => tail.y + tail.height / 2 < blob.y + blob.height / 2).length;
  return tails
    .map((_tail, i) => i + 1)
    .concat(0)
    .sort((a, b) => a - b)
    .flatMap((count) =>
      groupByRows(
        text.filter((blob) => under(blob) === count),
        GAP * sizePixels,
      ),
    )
    .map((group) => around(group))
    .filter((box) => box.width >= 0.25 * sizePixels && Math.max(box.width, box.height) >= 0.4 * sizePixels)
    .map((box) => ({ kind: "running-title" as const, box, confidence }));
}

/** Which lines of the strip are the title, and which is likely the leaf number: the lowest short piece under the title. */
export function stripOf(lines: readonly FoundLine[]): PageAnalysis["strip"] {
  const pieces = lines.map((line, at) => ({ line, at })).filter(({ line }) => line.kind === "running-title");
  const [first, ...others] = pieces;
  if (first === undefined) return null;
  const short = others.filter(({ line }) => line.box.height <= LONGEST_NUMBER * first.line.box.width);
  return { title: [first.at], leafNumber: short.at(-1)?.at ?? null };
}

function isFishTail(blob: Blob, stripPixels: number, sizePixels: number): boolean {
  return blob.width >= 0.55 * stripPixels && blob.height >= 0.3 * sizePixels && blob.area >= 0.5 * blob.width * blob.height;
}

function isThread(blob: Blob, sizePixels: number): boolean {
  return blob.width <= 0.25 * sizePixels && blob.height >= 1.5 * sizePixels;
}
