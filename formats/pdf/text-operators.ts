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
import { createOperatorBytes, type OperatorBytes } from "./operator-bytes.ts";
import type { TextRun } from "./text-runs.ts";

/** The name of the font in the page's resources. */
export const FONT_RESOURCE = "GL";

/** Where the baseline stands in the em box, from its descender edge. */
const BASELINE = -DESCENT / (ASCENT - DESCENT);

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** What operators have to know of their page. */
export interface OperatorSpace {
  readonly heightPixels: number;
  /** 72 / dpi, unless the page has a larger unit. */
  readonly unitsPerPixel: number;
}

/** Bytes that the operators of a run take beside the codes of its cells, with numbers of any size. */
const RUN_BYTES = 160;

/** Operators for the runs of one page; empty text when there are none. */
export function textOperators(runs: readonly TextRun[], codes: CharacterCodes, space: OperatorSpace): string {
  if (runs.length === 0) return "";
  const room = runs.reduce((sum, { cells }) => sum + RUN_BYTES + 4 * cells.length, RUN_BYTES);
  const operators = createOperatorBytes(room);
  operators.ascii(`BT\n/${FONT_RESOURCE} 1 Tf\n3 Tr\n`);
  for (const run of runs) addRun(operators, run, codes, space);
  operators.ascii("ET\n");
  return operators.toString();
}

function addRun(operators: OperatorBytes, run: TextRun, codes: CharacterCodes, space: OperatorSpace): void {
  const first = run.cells[0];
  const last = run.cells.at(-1);
  if (first === undefined || last === undefined) return;
  const advance = (last.end - first.start) / run.cells.length;
  for (const number of run.isVertical ? turned(run, first.start, advance, space) : upright(run, first.start, advance, space)) {
    operators.number(number);
    operators.ascii(" ");
  }
  operators.ascii("Tm\n<");
  addCodes(operators, run, codes, first.start, advance);
  operators.ascii("> Tj\n");
}

/** The text matrix (9.4.2). */
function turned(run: TextRun, start: number, advance: number, { heightPixels, unitsPerPixel: k }: OperatorSpace): Matrix {
  const width = (run.acrossEnd - run.acrossStart) * k;
  return [0, -advance * k, width, 0, run.acrossStart * k + BASELINE * width, (heightPixels - start) * k];
}

function upright(run: TextRun, start: number, advance: number, { heightPixels, unitsPerPixel: k }: OperatorSpace): Matrix {
  const height = (run.acrossEnd - run.acrossStart) * k;
  return [advance * k, 0, 0, height, start * k, (heightPixels - run.acrossEnd) * k + BASELINE * height];
}

/** The string of a run. Each cell is as long as its glyph's width, and corrects what rounding left of those before it. */
function addCodes(operators: OperatorBytes, { cells }: TextRun, codes: CharacterCodes, start: number, advance: number): void {
  let position = start;
  for (const cell of cells) {
    const { code, width } = codes.codeOf(cell.text, ((cell.end - position) / advance) * UNITS_PER_EM);
    operators.code(code);
    position += (width / UNITS_PER_EM) * advance;
  }
}
