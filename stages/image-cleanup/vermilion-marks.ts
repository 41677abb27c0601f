/**
 * Vermilion marks on a page written in black: dots and circles of punctuation, strokes beside names, a seal over the text.
 * They are no characters and stand in the way of reading. But a page, a heading or a gloss may itself be written in
 * vermilion, and then it is text. What tells them apart: writing is as large as characters and does not lie over black
 * ones, or is as manifold as characters are, several in a row; a mark is small and simple.
 */
import type { Raster } from "../../formats/raster.ts";
import type { Grid } from "./grid.ts";
import { BLACK, type ChannelShares, channelShares, type InkColours, inkColours, VERMILION } from "./ink-colours.ts";
import { type InkPiece, inkPieces, mostStrokes } from "./ink-pieces.ts";
import type { TonePage } from "./tone-page.ts";

/** Where vermilion is to vanish from the reading picture. */
export interface VermilionMarks {
  readonly width: number;
  readonly height: number;
  /** Pixels of the upright master a pixel of the mask stands for. */
  readonly factor: number;
  /** MARK on the marks and where their colour bleeds to, BLACK_NEAR_MARK on black ink there, 0 elsewhere. */
  readonly mask: Uint8Array;
  /** Share of the paper's light that vermilion takes from reading grey, for each part that it leaves red brighter than green. */
  readonly greyForExcess: number;
  /** Factors that bring red and green to the scale of reading grey. */
  readonly shares: ChannelShares;
  /** Share of the page's ink that is such marks. */
  readonly inkShare: number;
}

export const BLACK_NEAR_MARK = 1;
export const MARK = 2;

/** Fewer pixels of vermilion than this square of a part of the longest side are no mark. */
const LEAST_PART = 250;
/** Pieces of black up to this part of the longest side are writing; taller ones are frames and rules. */
const MOST_PART = 12;
/** Place among the pieces, by their ink, of one that is as large as a character. */
const CHARACTER_RANK = 0.6;
/** In characters: gaps that a character's strokes leave, the least side of a whole one of full size, and of one too large for a circle. */
const STROKE_GAP = 0.1;
const CHARACTER_SIDE = 0.6;
const LARGER_THAN_CIRCLES = 0.9;
/** Black under a large piece, as a part of its own ink, that makes it a seal or a frame about names. */
const WRITTEN_OVER = 0.3;
/** How near its company is, in characters, and how many manifold pieces in it are writing. */
const COMPANY_REACH = 1;
const GLOSS_PIECES = 3;
/** Most strokes on a row and most strokes down a column, together: a circle has four, with a dot beside it five. */
const MANIFOLD = 6;
/** Pixels of the mask about a mark that its colour bleeds into. */
const BLEEDING = 3;

/**
 * The marks of a page; undefined where it has none, or is written in vermilion as much as in black.
 * @param reduced the upright master, so many (`factor`) times smaller, 3 channels
 */
export function vermilionMarks(reduced: Raster, factor: number, light: Grid, page: TonePage): VermilionMarks | undefined {
  const colours = inkColours(reduced, factor, light, page);
  const { width, height, kinds, blackPixels, vermilionPixels } = colours;
  const longest = Math.max(width, height);
  if (vermilionPixels < (longest / LEAST_PART) ** 2 || vermilionPixels >= blackPixels) return undefined;
  const size = characterSize(inkPieces(kinds, width, BLACK, 1), longest);
  const marks = marksAmong(inkPieces(kinds, width, VERMILION, Math.max(1, Math.round(STROKE_GAP * size))), colours, size);
  if (marks.length === 0) return undefined;
  const pixels = marks.reduce((sum, mark) => sum + mark.pixels.length, 0);
  return {
    width,
    height,
    factor,
    mask: grown(marks, colours),
    greyForExcess: colours.greyForExcess,
    shares: channelShares(page.paperColour),
    inkShare: pixels / (blackPixels + vermilionPixels),
  };
}

/** About the side of a character of black writing. */
function characterSize(pieces: readonly InkPiece[], longest: number): number {
  const sized = pieces
    .map((piece) => ({ side: Math.max(piece.right - piece.left, piece.bottom - piece.top), ink: piece.pixels.length }))
    .filter(({ side }) => side <= longest / MOST_PART)
    .sort((a, b) => a.side - b.side);
  const wanted = CHARACTER_RANK * sized.reduce((sum, { ink }) => sum + ink, 0);
  let passed = 0;
  for (const { side, ink } of sized) {
    passed += ink;
    if (passed >= wanted) return side;
  }
  return longest / (2 * MOST_PART);
}

function marksAmong(pieces: readonly InkPiece[], colours: InkColours, size: number): readonly InkPiece[] {
  const manifold = new Set(pieces.filter((piece) => mostStrokes(piece, colours.width) >= MANIFOLD));
  const large = pieces.filter((piece) => sideOf(piece) >= CHARACTER_SIDE * size);
  const covering = new Set(large.filter((piece) => isOverBlack(piece, colours)));
  const characters = large.filter(
    (piece) => !covering.has(piece) && (manifold.has(piece) || sideOf(piece) >= LARGER_THAN_CIRCLES * size),
  );
  const glosses = pieces.filter((piece) => manifold.has(piece) && !large.includes(piece));
  const isWriting = (piece: InkPiece) => {
    const near = (others: readonly InkPiece[]) => companyOf(piece, others, COMPANY_REACH * size).length;
    return near(characters) > 0 || near(glosses) >= GLOSS_PIECES;
  };
  return pieces.filter((piece) => covering.has(piece) || !isWriting(piece));
}

/** The lesser side. */
function sideOf(piece: InkPiece): number {
  return Math.min(piece.right - piece.left, piece.bottom - piece.top);
}

function isOverBlack({ left, top, right, bottom, pixels }: InkPiece, { width, kinds }: InkColours): boolean {
  let black = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) if (kinds[y * width + x] === BLACK) black++;
  }
  return black >= WRITTEN_OVER * pixels.length;
}

/** The piece and those near it. */
function companyOf(piece: InkPiece, all: readonly InkPiece[], reach: number): readonly InkPiece[] {
  return all.filter(
    (other) =>
      Math.max(other.left - piece.right, piece.left - other.right) <= reach &&
      Math.max(other.top - piece.bottom, piece.top - other.bottom) <= reach,
  );
}

function grown(marks: readonly InkPiece[], { width, height, kinds }: InkColours): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (const at of marks.flatMap(({ pixels }) => [...pixels])) {
    const x = at % width;
    const y = (at - x) / width;
    const [from, to] = [Math.max(0, x - BLEEDING), Math.min(width, x + BLEEDING + 1)];
    for (let row = Math.max(0, y - BLEEDING); row <= Math.min(height - 1, y + BLEEDING); row++) {
      for (let i = row * width + from; i < row * width + to; i++) mask[i] = kinds[i] === BLACK ? BLACK_NEAR_MARK : MARK;
    }
  }
  return mask;
}
