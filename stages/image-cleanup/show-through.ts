import type { Raster } from "../../formats/raster.ts";
import { FLAT_PAPER } from "./flat-picture.ts";
import type { Grid } from "./grid.ts";
import type { InkContrast } from "./ink-contrast.ts";
import { isSharp } from "./is-sharp.ts";

/** How the paper between the strokes is brightened in the reading picture. */
export interface ShowThrough {
  /** Factors on the share of light, by place in the upright master; 1 where strokes are. */
  readonly boost: Grid;
  /** How much darker than paper a mark must be to count as a stroke on this page, as a share of the paper's light. */
  readonly strokeContrast: number;
  /** Share of the page without strokes, and of the page where marks paler than strokes were made paper. */
  readonly quietShare: number;
  readonly suppressedShare: number;
}

/** A stroke is at least this share of the page's middle ink contrast darker than paper ... */
const STROKE_OF_INK = 0.45;
/** ... within these bounds: paler marks than the first are never strokes, darker ones than the second always. */
const LEAST_STROKE_CONTRAST = 0.16;
const MOST_STROKE_CONTRAST = 0.3;
/** Paler marks down to this part of that are strokes all the same when their edges are sharp: worn rules, faint ink. */
const SHARP_OF_STROKE = 0.65;
/** Of real ink, however faint, at least this share lies at a sharp edge. */
const LEAST_SHARP_SHARE = 0.35;
/** Blocks along the longest side; about eight to a character of a full page. */
const BLOCKS = 250;
/** Strokes keep the shades of their rims and of fainter ends this many blocks around. */
const KEPT_BLOCKS = 2;
/** So many dark pixels make a block part of a stroke: fewer are grain. */
const LEAST_STROKE_PIXELS = 2;
/** Of the paler, sharp ones it takes as many as a line needs to cross most of the block. */
const SHARP_PIXELS_OF_BLOCK = 0.75;
/** Below this contrast there is nothing to suppress that the tone does not make white anyway. */
const LEAST_CONTRAST = 0.03;

/**
 * What shines through from the other side, stains and grain are paler than the page's strokes. Where nothing near is as
 * dark as a stroke, the paper is taken to be as dark as the darkest mark there, which makes the marks white; near
 * strokes every shade is kept.
 * @param flat the page under even light (flatPicture)
 * @param factor pixels of the upright master one of its pixels stands for
 */
export function showThrough(
  flat: Raster,
  factor: number,
  isPage: (x: number, y: number) => boolean,
  ink: InkContrast,
): ShowThrough {
  const strokeContrast = strokeContrastOf(ink);
  const block = Math.max(2, Math.round(Math.max(flat.width, flat.height) / BLOCKS));
  const columns = Math.ceil(flat.width / block);
  const rows = Math.ceil(flat.height / block);
  const darkest = new Float32Array(columns * rows);
  const isStroke = new Uint8Array(columns * rows);
  const limits = {
    stroke: FLAT_PAPER * (1 - strokeContrast),
    sharp: FLAT_PAPER * (1 - SHARP_OF_STROKE * strokeContrast),
  };
  for (let node = 0; node < darkest.length; node++) {
    const column = node % columns;
    const row = (node - column) / columns;
    if (!isPage((column + 0.5) * block * factor, (row + 0.5) * block * factor)) continue;
    const found = lookAt(flat, column * block, row * block, block, limits);
    darkest[node] = found.darkest;
    const isSharp = found.sharpPixels >= Math.max(3, SHARP_PIXELS_OF_BLOCK * block);
    isStroke[node] = found.strokePixels >= LEAST_STROKE_PIXELS || isSharp ? 1 : 0;
  }
  const kept = widen(isStroke, columns, rows, KEPT_BLOCKS);
  const about = widenLevels(darkest, kept, columns, rows);
  const values = about.map((contrast, node) =>
    kept[node] === 1 || contrast < LEAST_CONTRAST ? 1 : 1 / (1 - Math.min(strokeContrast, contrast + LEAST_CONTRAST)),
  );
  const quiet = kept.reduce((sum, each) => sum + 1 - each, 0);
  const suppressed = values.reduce((sum, each) => sum + (each > 1 ? 1 : 0), 0);
  const grid = { columns, rows, step: block * factor, origin: (block * factor) / 2, values };
  return {
    boost: grid,
    strokeContrast,
    quietShare: quiet / values.length,
    suppressedShare: suppressed / values.length,
  };
}

/** On a leaf whose marks are all pale and blurred there is nothing but the other side to see. */
function strokeContrastOf({ median, sharpShare }: InkContrast): number {
  if (median < MOST_STROKE_CONTRAST && sharpShare < LEAST_SHARP_SHARE) return MOST_STROKE_CONTRAST;
  return Math.min(MOST_STROKE_CONTRAST, Math.max(LEAST_STROKE_CONTRAST, STROKE_OF_INK * median));
}

/** What a block holds: the contrast of its darkest pale mark, and pixels of strokes and of pale, sharp marks. */
interface BlockMarks {
  readonly darkest: number;
  readonly strokePixels: number;
  readonly sharpPixels: number;
}

function lookAt(
  flat: Raster,
  left: number,
  top: number,
  block: number,
  limits: { readonly stroke: number; readonly sharp: number },
): BlockMarks {
  const { width, height, pixels } = flat;
  let darkest = 255;
  let strokePixels = 0;
  let sharpPixels = 0;
  for (let y = top; y < Math.min(height, top + block); y++) {
    for (let x = left; x < Math.min(width, left + block); x++) {
      const level = pixels[y * width + x] as number;
      if (level < limits.stroke) strokePixels++;
      else if (level < darkest) darkest = level;
      if (level < limits.sharp && isSharp(flat, x, y, level)) sharpPixels++;
    }
  }
  return { darkest: Math.max(0, 1 - darkest / FLAT_PAPER), strokePixels, sharpPixels };
}

/** 1 wherever a 1 lies within `reach` nodes. */
function widen(values: Uint8Array, columns: number, rows: number, reach: number): Uint8Array {
  const wide = new Uint8Array(values.length);
  for (let node = 0; node < values.length; node++) {
    if (values[node] === 0) continue;
    const column = node % columns;
    const row = (node - column) / columns;
    for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r++) {
      wide.fill(1, r * columns + Math.max(0, column - reach), r * columns + Math.min(columns, column + reach + 1));
    }
  }
  return wide;
}

/** The highest level of the quiet nodes about each node. */
function widenLevels(levels: Float32Array, kept: Uint8Array, columns: number, rows: number): Float32Array {
  return levels.map((_, node) => {
    const column = node % columns;
    const row = (node - column) / columns;
    let most = 0;
    for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
        const at = r * columns + c;
        if (kept[at] === 0) most = Math.max(most, levels[at] as number);
      }
    }
    return most;
  });
}
