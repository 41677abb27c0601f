/**
 * Where on the page there is ink, in cells about as large as half a character: what two shots of a page share however they
 * are framed. Cells are measured in strokes, so that shots of another size have the same ones.
 */
import type { QualityReport } from "../../pipeline/quality-report.ts";
import type { PageView } from "./page-view.ts";
import { strokePeriod } from "./turn/level-view.ts";

/** A cell is so many times as wide as a stroke and the gap after it. */
const CELL_PERIODS = 3;
/** At most so many cells a side; larger cells on pages of very many strokes. */
const MOST_CELLS = 80;
const LEAST_INK_POINTS = 400;
/** Levels of a cell, of which the highest stands for this share of ink and all above. */
const LEVELS = 16;
const FULL_SHARE = 0.6;

/** The sketch of a page, straightened; null where there is too little ink to know a page by. */
export function sketchOf({ ink, inkMask, pageMask, grey, skew }: PageView, blankInkShare: number): QualityReport["sketch"] {
  if (ink.count < LEAST_INK_POINTS || ink.share < blankInkShare) return null;
  const period = strokePeriod(ink, grey.width, grey.height);
  if (period === undefined) return null;
  const angle = (-(skew?.degrees ?? 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const xs = new Float64Array(ink.count);
  const ys = new Float64Array(ink.count);
  let count = 0;
  for (let y = 0, at = 0; y < grey.height; y++) {
    for (let x = 0; x < grey.width; x++, at++) {
      if (inkMask[at] === 0 || pageMask[at] === 0) continue;
      xs[count] = x * cos - y * sin;
      ys[count++] = x * sin + y * cos;
    }
  }
  if (count < LEAST_INK_POINTS) return null;
  const [across, down] = [rangeOf(xs.subarray(0, count)), rangeOf(ys.subarray(0, count))];
  const cell = Math.max(CELL_PERIODS * period, across.length / MOST_CELLS, down.length / MOST_CELLS);
  const width = Math.max(1, Math.ceil(across.length / cell));
  const height = Math.max(1, Math.ceil(down.length / cell));
  const counts = new Uint32Array(width * height);
  for (let i = 0; i < count; i++) {
    const column = Math.min(width - 1, (((xs[i] as number) - across.from) / cell) | 0);
    const row = Math.min(height - 1, (((ys[i] as number) - down.from) / cell) | 0);
    counts[row * width + column] = (counts[row * width + column] as number) + 1;
  }
  const full = cell * cell * FULL_SHARE;
  const level = (inked: number): string => Math.min(LEVELS - 1, Math.round((inked / full) * (LEVELS - 1))).toString(16);
  return { width, height, levels: Array.from(counts, level).join("") };
}

function rangeOf(values: Float64Array): { readonly from: number; readonly length: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    from = Math.min(from, values[i] as number);
    to = Math.max(to, values[i] as number);
  }
  return { from, length: to - from + 1 };
}
