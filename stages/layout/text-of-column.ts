/** Which blobs of a column are text: remnants of rules, specks, worm holes and stains beside or far from the text are not. */
import type { Box } from "../../pipeline/geometry.ts";
import type { Blob } from "./components.ts";
import { around, groupByRows } from "./gather-ink.ts";

/** Where the full characters of a column stand, in pixels. */
export interface TextAxis {
  /** Middle of the characters. */
  readonly centre: number;
  /** Their width. */
  readonly sizePixels: number;
}

/** The blobs that are text, from the top; none when the column has no text. */
export function textOfColumn(blobs: readonly Blob[], axis: TextAxis): readonly Blob[] {
  const { sizePixels } = axis;
  const solid = blobs.filter((blob) => !isRemnant(blob, sizePixels) && !isBeside(blob, axis));
  const groups = groupByRows(solid, 0.6 * sizePixels).filter((group) => isText(group, sizePixels));
  const near = groups.filter((group, at) => isCharacterLike(group, axis) || isClose(group, groups, at, 1.2 * sizePixels));
  const kept = near.flat();
  if (kept.length === 0) return [];
  const box = around(kept);
  const isLine = box.width < 0.25 * sizePixels && box.height > 2 * sizePixels;
  const inkedRows = near.reduce((sum, group) => sum + around(group).height, 0);
  // Binding holes and stains at the edge of the paper: far apart, little in between.
  const isScattered = box.height > 6 * sizePixels && inkedRows < 0.15 * box.height;
  return isLine || isScattered ? [] : kept;
}

/** The middle of a column's full characters: that of its broad rows, or of the cell where there are too few. */
export function axisOf(blobs: readonly Blob[], cellMiddle: number, sizePixels: number): TextAxis {
  const middles = groupByRows(blobs, 0)
    .map((group) => around(group))
    .filter((box) => box.width >= 0.7 * sizePixels && box.width <= 1.25 * sizePixels && box.height <= 6 * sizePixels)
    .flatMap((box) => Array.from({ length: Math.ceil(box.height / sizePixels) }, () => box.x + box.width / 2))
    .sort((a, b) => a - b);
  const middle = middles.length < 2 ? cellMiddle : (middles[middles.length >> 1] ?? cellMiddle);
  return { centre: Math.abs(middle - cellMiddle) > 0.35 * sizePixels ? cellMiddle : middle, sizePixels };
}

/** What is left of a rule: taller than a character, and in the mean hardly thicker than a scratch. */
function isRemnant(blob: Blob, sizePixels: number): boolean {
  const isScratch = blob.height > 0.8 * sizePixels && blob.width <= Math.max(2, 0.12 * sizePixels);
  return isScratch || (blob.height > 2.2 * sizePixels && blob.area <= 0.15 * sizePixels * blob.height);
}

/** Upright slivers and specks outside the width of a character. */
function isBeside(blob: Blob, { centre, sizePixels }: TextAxis): boolean {
  const away = Math.max(blob.x - centre, centre - blob.x - blob.width) / sizePixels;
  const isSliver = blob.width <= 0.16 * sizePixels && blob.height >= 1.5 * blob.width;
  const isSpeck = Math.max(blob.width, blob.height) <= 0.16 * sizePixels;
  return (isSliver && away > 0.42) || (isSpeck && away > 0.5);
}

function isText(group: readonly Blob[], sizePixels: number): boolean {
  const box = around(group);
  const area = group.reduce((sum, blob) => sum + blob.area, 0);
  return Math.max(box.width, box.height) >= 0.4 * sizePixels && area >= 0.035 * sizePixels * sizePixels;
}

/** It could be a character by itself: strokes of some length, broad enough, in the column, and no solid blot. */
function isCharacterLike(group: readonly Blob[], { centre, sizePixels }: TextAxis): boolean {
  const box = around(group);
  const area = group.reduce((sum, blob) => sum + blob.area, 0);
  const longest = Math.max(...group.map((blob) => Math.max(blob.width, blob.height)));
  const away = Math.abs(box.x + box.width / 2 - centre);
  const isFlatStroke = box.width >= 0.5 * sizePixels && box.width >= 2.5 * box.height;
  const isBlot = area > 0.7 * box.width * box.height && !isFlatStroke;
  return longest >= 0.25 * sizePixels && box.width >= 0.3 * sizePixels && away <= 0.42 * sizePixels && !isBlot;
}

function isClose(group: readonly Blob[], all: readonly (readonly Blob[])[], at: number, reachPixels: number): boolean {
  const box = around(group);
  const gaps = [all[at - 1], all[at + 1]].map((other) =>
    other === undefined ? Number.POSITIVE_INFINITY : gapOf(box, around(other)),
  );
  return Math.min(...gaps) <= reachPixels;
}

function gapOf(a: Box, b: Box): number {
  return Math.max(a.y - b.y - b.height, b.y - a.y - a.height);
}
