/**
 * The content-stream operators that put invisible text over a page image (ISO 32000-1, 9.4).
 *
 * A column is one run of Identity-H text turned by -90 degrees: its baseline runs down the column. Of the three ways to
 * write vertical text this is the only one that poppler, MuPDF, PDFium and pdf.js all extract column by column with
 * exact boxes (Identity-V shifts boxes and breaks lines; one matrix a glyph breaks phrases). The size stands in the text
 * matrix, and the length of each cell in the horizontal scaling (Tz), which leaves no gap between characters.
 */
import type { CharacterCodes } from "./character-codes.ts";
import { ASCENT, DESCENT } from "./glyphless-font.ts";
import type { TextRun } from "./text-runs.ts";
import { decimal } from "./values.ts";

/** The name of the font in the page's resources. */
export const FONT_RESOURCE = "GL";

/** Where the baseline stands in the em box, from its descender edge. */
const BASELINE = -DESCENT / (ASCENT - DESCENT);
/** A border may be this far from its place, as a share of the average cell, before the scaling changes: nobody sees it. */
const TOLERANCE = 0.04;

/** What operators have to know of their page. */
export interface OperatorSpace {
  readonly heightPixels: number;
  /** 72 / dpi, unless the page has a larger unit. */
  readonly unitsPerPixel: number;
}

/** Operators for the runs of one page; empty text when there are none. */
export function textOperators(runs: readonly TextRun[], codes: CharacterCodes, space: OperatorSpace): string {
  if (runs.length === 0) return "";
  let operators = `BT\n/${FONT_RESOURCE} 1 Tf\n3 Tr\n`;
  for (const run of runs) operators += runOperators(run, codes, space);
  return `${operators}ET\n`;
}

function runOperators(run: TextRun, codes: CharacterCodes, space: OperatorSpace): string {
  const first = run.cells[0];
  const last = run.cells.at(-1);
  if (first === undefined || last === undefined) return "";
  const advance = (last.end - first.start) / run.cells.length;
  const matrix = run.isVertical ? turned(run, first.start, advance, space) : upright(run, first.start, advance, space);
  return `${matrix} Tm\n${shownCells(run, codes, first.start, advance)}`;
}

function turned(run: TextRun, start: number, advance: number, { heightPixels, unitsPerPixel: k }: OperatorSpace): string {
  const width = (run.acrossEnd - run.acrossStart) * k;
  const x = run.acrossStart * k + BASELINE * width;
  return `0 ${decimal(-advance * k)} ${decimal(width)} 0 ${decimal(x)} ${decimal((heightPixels - start) * k)}`;
}

function upright(run: TextRun, start: number, advance: number, { heightPixels, unitsPerPixel: k }: OperatorSpace): string {
  const height = (run.acrossEnd - run.acrossStart) * k;
  const y = (heightPixels - run.acrossEnd) * k + BASELINE * height;
  return `${decimal(advance * k)} 0 0 ${decimal(height)} ${decimal(start * k)} ${decimal(y)}`;
}

/**
 * Whole percent of scaling are precise enough because each change corrects what those before it left. The scaling outlives a
 * run (9.3.1), so every run begins by saying its own.
 */
function shownCells(run: TextRun, codes: CharacterCodes, start: number, advance: number): string {
  let written = "";
  let scaling = 0;
  let pending = "";
  let position = start;
  for (const cell of run.cells) {
    const isNear = scaling > 0 && Math.abs(position + (scaling / 100) * advance - cell.end) <= TOLERANCE * advance;
    const wanted = isNear ? scaling : Math.max(1, Math.round(((cell.end - position) / advance) * 100));
    if (wanted !== scaling) {
      written += pending === "" ? `${wanted} Tz\n` : `<${pending}> Tj\n${wanted} Tz\n`;
      pending = "";
      scaling = wanted;
    }
    pending += codes.hexOf(cell.text);
    position += (wanted / 100) * advance;
  }
  return `${written}<${pending}> Tj\n`;
}
