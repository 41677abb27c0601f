/**
 * The content-stream operators that put invisible text over a page image (ISO 32000-1, 9.4).
 *
 * A column is one run of Identity-H text turned by -90 degrees: its baseline runs down the column. Of the three ways to
 * write vertical text this is the only one that poppler, MuPDF, PDFium and pdf.js all extract column by column with
 * exact boxes (Identity-V shifts boxes and breaks lines; one matrix a glyph breaks phrases). The size stands in the text
 * matrix, and the length of each cell in the width of its glyph, so that characters of unequal height leave no gap and a column
 * stays one string: PDFium (Chrome, Edge) sorts strings by place and finds no phrase across two of them.
 */
import type { CharacterCodes } from "./character-codes.ts";
import { ASCENT, DESCENT, UNITS_PER_EM } from "./glyphless-font.ts";
import type { TextRun } from "./text-runs.ts";
import { decimal } from "./values.ts";

/** The name of the font in the page's resources. */
export const FONT_RESOURCE = "GL";

/** Where the baseline stands in the em box, from its descender edge. */
const BASELINE = -DESCENT / (ASCENT - DESCENT);
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
  return `${matrix} Tm\n<${codesOf(run, codes, first.start, advance)}> Tj\n`;
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

/** The string of a run. Each cell is as long as its glyph's width, and corrects what rounding left of those before it. */
function codesOf({ cells }: TextRun, codes: CharacterCodes, start: number, advance: number): string {
  let hex = "";
  let position = start;
  for (const cell of cells) {
    const code = codes.codeOf(cell.text, ((cell.end - position) / advance) * UNITS_PER_EM);
    hex += code.hex;
    position += (code.width / UNITS_PER_EM) * advance;
  }
  return hex;
}
