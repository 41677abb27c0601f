/**
 * Where on the page there is ink, in cells about as large as half a character: what two shots of a page share however they
 * are framed. Cells are measured in strokes, so that shots of another size have the same ones.
 */
import type { QualityReport } from "../../pipeline/quality-report.ts";
import type { LevelInk } from "./level-ink.ts";
import type { PageView } from "./page-view.ts";

/** A cell is so many times as wide as a stroke and the gap after it. */
const CELL_PERIODS = 3;
/** At most so many cells a side; larger cells on pages of very many strokes. */
const MOST_CELLS = 80;
/** Levels of a cell, of which the highest stands for this share of ink and all above. */
const LEVELS = 16;
const FULL_SHARE = 0.6;

/** The sketch of a page; null where there is too little ink to know a page by. */
export function sketchOf({ strokePeriodPixels: period }: PageView, ink: LevelInk | undefined): QualityReport["sketch"] {
  if (ink === undefined || period === undefined) return null;
  const [across, down] = [rangeOf(ink.x), rangeOf(ink.y)];
  const cell = Math.max(CELL_PERIODS * period, across.length / MOST_CELLS, down.length / MOST_CELLS);
  const width = Math.max(1, Math.ceil(across.length / cell));
  const height = Math.max(1, Math.ceil(down.length / cell));
  const counts = new Uint32Array(width * height);
  for (let i = 0; i < ink.x.length; i++) {
    const column = Math.min(width - 1, (((ink.x[i] as number) - across.from) / cell) | 0);
    const row = Math.min(height - 1, (((ink.y[i] as number) - down.from) / cell) | 0);
    counts[row * width + column] = (counts[row * width + column] as number) + 1;
  }
  const full = cell * cell * FULL_SHARE;
  const level = (inked: number): string => Math.min(LEVELS - 1, Math.round((inked / full) * (LEVELS - 1))).toString(16);
  return { width, height, levels: Array.from(counts, level).join("") };
}

function rangeOf(values: Float64Array): { readonly from: number; readonly length: number } {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < from) from = value;
    if (value > to) to = value;
  }
  return { from, length: to - from + 1 };
}
