/**
 * The centre strip of a leaf, from the top: title, fish tail, volume and section, leaf number. Its pieces become lines of
 * their own, so that title and number can be read apart; the fish tail and the thread line down the fold are no text.
 */
import type { Blob } from "./components.ts";
import { cutAtTails, fishTails, isLoneTail, isOver } from "./fish-tails.ts";
import { around, groupByRows } from "./gather-ink.ts";
import type { ColumnLine, ColumnPlace } from "./lines-of-column.ts";
import type { Mask, Span } from "./mask.ts";
import type { FoundLine, PageAnalysis } from "./page-analysis.ts";
import { axisOf, textOfColumn } from "./text-of-column.ts";

/** Empty rows that part two pieces, in characters. */
const GAP = 0.9;
/**
 * Writing to one side: the white before it, in characters; how far its middle is away, in breadths of the strip; and how long it and
 * what is over it are at least, in characters.
 */
const LEAST_GAP = 0.12;
const LEAST_SHIFT = 0.2;
const LEAST_RUN = 0.8;
/** A leaf number is no longer than this, in characters as wide as the strip's. */
const LONGEST_NUMBER = 3.2;

/** The pieces of the strip as lines. */
export function linesOfStrip(mask: Mask, blobs: readonly Blob[], place: ColumnPlace): readonly ColumnLine[] {
  const { column, sizePixels, confidence } = place;
  const across = fishTails(mask, column);
  const isLone = (blob: Blob) => isLoneTail(blob, column, sizePixels) && across.every((tail) => !isOver(blob, tail));
  const tails = [...across, ...blobs.filter(isLone).map(({ y, height }) => ({ from: y, to: y + height }))];
  const ink = blobs.filter((blob) => !isLone(blob));
  const text = textOfColumn(
    cutAtTails(mask, ink, across, column).filter((blob) => !isThread(blob, sizePixels)),
    axisOf(blobs, (column.from + column.to) / 2, sizePixels),
  );
  const tailsOver = (blob: Blob) => tails.filter((tail) => (tail.from + tail.to) / 2 < blob.y + blob.height / 2).length;
  return [0, ...tails.map((_, i) => i + 1)]
    .flatMap((count) =>
      groupByRows(
        text.filter((blob) => tailsOver(blob) === count),
        GAP * sizePixels,
      ),
    )
    .flatMap((group) => partBySide(group, column, sizePixels))
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

/** Writing that stands to one side, as a reign and its year under the volume, is a piece of its own however little white parts it. */
function partBySide(group: readonly Blob[], strip: Span, sizePixels: number): readonly (readonly Blob[])[] {
  const runs = groupByRows(group, LEAST_GAP * sizePixels);
  let [best, shift] = [0, LEAST_SHIFT * (strip.to - strip.from)];
  for (let at = 1; at < runs.length; at++) {
    const [above, below] = [around(runs.slice(0, at).flat()), around(runs.slice(at).flat())];
    const isRun = [above, below].every((box) => box.height >= Math.max(box.width, LEAST_RUN * sizePixels));
    const apart = Math.abs(above.x + above.width / 2 - below.x - below.width / 2);
    if (isRun && apart > shift) [best, shift] = [at, apart];
  }
  return best === 0 ? [group] : [runs.slice(0, best).flat(), runs.slice(best).flat()];
}

function isThread(blob: Blob, sizePixels: number): boolean {
  return blob.width <= 0.25 * sizePixels && blob.height >= 1.5 * sizePixels;
}
