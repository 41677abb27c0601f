/** Which blobs of a column are text: remnants of rules, specks, worm holes and stains beside or far from the text are not. */
import type { Box } from "../../pipeline/geometry.ts";
import type { Blob } from "./components.ts";
import { around, groupByRows } from "./gather-ink.ts";
import { spreadOfInk } from "./measure-characters.ts";

/** Half the breadth of full characters, and of two small columns, in full characters. */
const BESIDE_CHARACTERS = 0.42;
const BESIDE_PAIRS = 0.7;

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
  const solid = blobs.filter((blob) => !isRemnant(blob, sizePixels) && !isBeside(blob, axis, BESIDE_PAIRS));
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

/** Share of the ink on each side that may lie beside the text. */
const TAIL = 0.08;

/** The middle of a column's full characters: that of its rows of their breadth, else of its ink, else of its cell. */
export function axisOf(blobs: readonly Blob[], cellMiddle: number, sizePixels: number): TextAxis {
  const middles = groupByRows(blobs, 0)
    .map((group) => ({ ...spreadOfInk(group, 0.02), height: around(group).height }))
    .filter(({ from, to, height }) => to - from >= 0.7 * sizePixels && to - from <= 1.2 * sizePixels && height <= 6 * sizePixels)
    .flatMap(({ from, to, height }) => Array.from({ length: Math.ceil(height / sizePixels) }, () => (from + to) / 2))
    .sort((a, b) => a - b);
  const ink = spreadOfInk(blobs, TAIL);
  const isFull = ink.to - ink.from >= 0.62 * sizePixels && ink.to - ink.from <= 1.2 * sizePixels;
  const otherwise = isFull ? (ink.from + ink.to) / 2 : cellMiddle;
  const middle = middles.length < 2 ? otherwise : (middles[middles.length >> 1] ?? otherwise);
  return { centre: Math.abs(middle - cellMiddle) > 0.4 * sizePixels ? cellMiddle : middle, sizePixels };
}

/** What is left of a rule: taller than a character, and in the mean hardly thicker than a scratch. */
function isRemnant(blob: Blob, sizePixels: number): boolean {
  const isScratch = blob.height > 0.8 * sizePixels && blob.width <= Math.max(2, 0.12 * sizePixels);
  return isScratch || (blob.height > 2.2 * sizePixels && blob.area <= 0.15 * sizePixels * blob.height);
}

/** The blobs of full characters: without slivers and specks beside them that no larger piece of writing holds. */
export function fullCharacters(blobs: readonly Blob[], axis: TextAxis): readonly Blob[] {
  return blobs.filter((blob) => !isBeside(blob, axis, BESIDE_CHARACTERS) || isHeld(blob, blobs, axis.sizePixels));
}

/** Slivers and specks farther than this from the middle, in characters, are not text. */
function isBeside(blob: Blob, { centre, sizePixels }: TextAxis, farthest: number): boolean {
  const away = Math.max(blob.x - centre, centre - blob.x - blob.width) / sizePixels;
  const isSliver = Math.min(blob.width, blob.height) <= 0.16 * sizePixels;
  return isSliver && away > farthest;
}

/** A larger piece of writing stands close: the sliver may be one of its strokes. */
function isHeld(blob: Blob, all: readonly Blob[], sizePixels: number): boolean {
  const reach = 0.12 * sizePixels;
  return all.some(
    (other) =>
      Math.max(other.width, other.height) >= 0.3 * sizePixels &&
      Math.min(other.width, other.height) > 0.16 * sizePixels &&
      other.x - reach <= blob.x + blob.width &&
      blob.x <= other.x + other.width + reach &&
      other.y <= blob.y + blob.height &&
      blob.y <= other.y + other.height,
  );
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
  // A whole character may stand farther off than a stroke: a hand does not keep to the middle of its column.
  const isWhole = Math.min(box.width, box.height) >= 0.8 * sizePixels;
  return longest >= 0.25 * sizePixels && box.width >= 0.3 * sizePixels && away <= (isWhole ? 0.6 : 0.42) * sizePixels && !isBlot;
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
