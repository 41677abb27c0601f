/**
 * Where the two halves of a spread meet: the centre strip of an unfolded leaf, between two rules in the middle of its frame;
 * or the fold of two facing pages, a crease from edge to edge, or a valley of shade with text on either side and none in it.
 */
import type { Raster } from "../../formats/raster.ts";
import type { QualityReport } from "../../pipeline/quality-report.ts";
import { centreStrip, creaseOf } from "./centre-strip.ts";
import type { InkPoints } from "./ink-points.ts";
import type { LevelFrame } from "./level-frame.ts";
import { middleBand } from "./middle-band.ts";
import { ascending, quantileOf } from "./quantile.ts";
import { uprightLines } from "./upright-lines.ts";

/** A spread is wider than high by this; single pages are higher than wide. */
const LEAST_ASPECT = 1.08;
const MOST_ASPECT = 2.4;
/** Columns of the profile across the page. */
const CELLS = 600;
/** By this share the paper is darker in the fold than beside it. */
const LEAST_DIP = 0.06;

/** @param grey the picture the ink is from, `factor` pixels of the master a pixel */
export function findGutter(grey: Raster, ink: InkPoints, factor: number, frame: LevelFrame): QualityReport["gutter"] {
  const aspect = frame.width / frame.height;
  if (aspect < LEAST_ASPECT || aspect > MOST_ASPECT || ink.count < 500) return null;
  const band = middleBand(grey, factor, frame);
  const lines = uprightLines(band);
  const strip = centreStrip(band, lines);
  if (strip !== undefined) return told(frame, (strip.from + strip.to) / 2, strip.to - strip.from);
  const fold = creaseOf(lines) ?? shadowOf(paperProfile(grey, factor, frame), inkProfile(ink, factor, frame));
  return fold === undefined ? null : told(frame, fold, null);
}

/** @param middle share of the frame's width, as is `width` */
function told(frame: LevelFrame, middle: number, width: number | null): NonNullable<QualityReport["gutter"]> {
  const x = frame.left + middle * frame.width;
  const round = (value: number): number => Math.round(value * 100) / 100;
  const at = (y: number): { x: number; y: number } => {
    const point = frame.toMaster(x, y);
    return { x: round(point.x), y: round(point.y) };
  };
  return {
    from: at(frame.top),
    to: at(frame.top + frame.height),
    stripWidth: width === null ? null : round(width * frame.width),
  };
}

/** Share of the height, cell by cell, over which rows are inked. */
function inkProfile(ink: InkPoints, factor: number, frame: LevelFrame): Float64Array {
  const rows = Math.max(1, Math.round((CELLS * frame.height) / frame.width));
  const mask = new Uint8Array(CELLS * rows);
  for (let i = 0; i < ink.count; i++) {
    const point = frame.toLevel((ink.x[i] as number) * factor, (ink.y[i] as number) * factor);
    const column = Math.floor(((point.x - frame.left) / frame.width) * CELLS);
    const row = Math.floor(((point.y - frame.top) / frame.height) * rows);
    if (column >= 0 && row >= 0 && column < CELLS && row < rows) mask[row * CELLS + column] = 1;
  }
  return Float64Array.from({ length: CELLS }, (_, column) => {
    let count = 0;
    for (let row = 0; row < rows; row++) count += mask[row * CELLS + column] as number;
    return count / rows;
  });
}

/** Luminance of bare paper, cell by cell, in the middle third of the page; 0 elsewhere. */
function paperProfile(grey: Raster, factor: number, frame: LevelFrame): Float64Array {
  const samples = 60;
  return Float64Array.from({ length: CELLS }, (_, cell) => {
    if (cell < CELLS * 0.3 || cell > CELLS * 0.7) return 0;
    const levels: number[] = [];
    for (let i = 0; i < samples; i++) {
      const point = frame.toMaster(
        frame.left + ((cell + 0.5) * frame.width) / CELLS,
        frame.top + ((i + 0.5) / samples) * frame.height,
      );
      const [x, y] = [Math.floor(point.x / factor), Math.floor(point.y / factor)];
      if (x >= 0 && y >= 0 && x < grey.width && y < grey.height) levels.push(grey.pixels[y * grey.width + x] as number);
    }
    return quantileOf(ascending(levels), 0.8);
  });
}

/** The darkest place of a valley in the middle that is free of text, as a share of the width; undefined where the paper is even. */
function shadowOf(paper: Float64Array, inked: Float64Array): number | undefined {
  const smooth = paper.map((_, cell) => ((paper[cell - 1] ?? 0) + (paper[cell] as number) + (paper[cell + 1] ?? 0)) / 3);
  const [from, to] = [Math.round(CELLS * 0.4), Math.round(CELLS * 0.6)];
  let fold = from;
  for (let cell = from; cell <= to; cell++) if ((smooth[cell] as number) < (smooth[fold] as number)) fold = cell;
  const beside = (first: number, last: number): number => Math.max(...smooth.slice(first, last));
  const reach = Math.round(CELLS * 0.08);
  const level = Math.min(beside(fold - reach, fold), beside(fold + 1, fold + reach));
  const dip = 1 - (smooth[fold] as number) / Math.max(1, level);
  const textBeside = [inked.slice(fold - 3 * reach, fold - 4), inked.slice(fold + 5, fold + 3 * reach)].every((part) =>
    part.some((each) => each > 0.08),
  );
  return dip >= LEAST_DIP && textBeside ? (fold + 0.5) / CELLS : undefined;
}
