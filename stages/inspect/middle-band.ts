/** The middle of a page laid level: luminance in rows and cells, the paper's own among them. */
import type { Raster } from "../../formats/raster.ts";
import type { LevelFrame } from "./level-frame.ts";

/** The part of the page's width that is looked at. */
const MIDDLE = { from: 0.37, to: 0.63 } as const;
const ROWS = 320;
/** Places looked at in the height of a row: what is printed in a row is not missed between two. */
const DEPTH = 3;
/** Share of the band that is darker than bare paper, at most. */
const INKED_SHARE = 0.3;

/** Rows from the top of the page to its foot, cells from left to right of its middle quarter. */
export interface MiddleBand {
  readonly cells: number;
  readonly rows: number;
  readonly light: Float32Array;
  /** Luminance of bare paper. */
  readonly paper: number;
}

/** @param grey the page reduced, `factor` pixels of the master a pixel */
export function middleBand(grey: Raster, factor: number, frame: LevelFrame): MiddleBand {
  const cells = Math.max(40, Math.round(((MIDDLE.to - MIDDLE.from) * frame.width) / factor));
  const light = new Float32Array(cells * ROWS);
  for (let row = 0; row < ROWS; row++) {
    for (let cell = 0; cell < cells; cell++) {
      const x = frame.left + frame.width * shareOfWidth(cells, cell + 0.5);
      let sum = 0;
      for (let i = 0; i < DEPTH; i++) {
        const at = frame.toMaster(x, frame.top + (frame.height * (row + (i + 0.5) / DEPTH)) / ROWS);
        const left = Math.max(0, Math.min(grey.width - 1, Math.floor(at.x / factor)));
        const top = Math.max(0, Math.min(grey.height - 1, Math.floor(at.y / factor)));
        sum += grey.pixels[top * grey.width + left] as number;
      }
      light[row * cells + cell] = sum / DEPTH;
    }
  }
  const some = light.filter((_, i) => i % 7 === 0).sort();
  return { cells, rows: ROWS, light, paper: some[Math.floor(some.length * (1 - INKED_SHARE))] ?? 255 };
}

/** Where a place among the cells lies, as a share of the page's width. */
export function shareOfWidth(cells: number, cell: number): number {
  return MIDDLE.from + ((MIDDLE.to - MIDDLE.from) * cell) / cells;
}

/** The cell in which a share of the page's width lies. */
export function cellAt(cells: number, share: number): number {
  return Math.max(0, Math.min(cells - 1, Math.floor(((share - MIDDLE.from) / (MIDDLE.to - MIDDLE.from)) * cells)));
}
