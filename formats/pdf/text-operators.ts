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
import { hex4 } from "./to-unicode.ts";

/** The name of the font in the page's resources. */
export const FONT_RESOURCE = "GL";

/** Where the baseline stands in the em box, from its descender edge. */
const BASELINE = -DESCENT / (ASCENT - DESCENT);

/** Operators for the runs of one page; empty text when there are none. `pointsPerPixel` is 72 / dpi. */
export function textOperators(
  runs: readonly TextRun[],
  codes: CharacterCodes,
  page: { readonly heightPixels: number; readonly pointsPerPixel: number },
): string {
  if (runs.length === 0) return "";
  const parts = runs.map((run) => runOperators(run, codes, page.heightPixels, page.pointsPerPixel));
  return `BT\n/${FONT_RESOURCE} 1 Tf\n3 Tr\n${parts.join("")}ET\n`;
}

function runOperators(run: TextRun, codes: CharacterCodes, heightPixels: number, k: number): string {
  const first = run.cells[0];
  const last = run.cells.at(-1);
  if (first === undefined || last === undefined) return "";
  const advance = (last.end - first.start) / run.cells.length;
  const matrix = run.isVertical
    ? turned(run, first.start, advance, heightPixels, k)
    : upright(run, first.start, advance, heightPixels, k);
  return `${matrix} Tm\n${shownCells(run, codes, first.start, advance)}`;
}

function turned(run: TextRun, start: number, advance: number, heightPixels: number, k: number): string {
  const width = (run.acrossEnd - run.acrossStart) * k;
  const x = run.acrossStart * k + BASELINE * width;
  return `0 ${fixed(-advance * k)} ${fixed(width)} 0 ${fixed(x)} ${fixed((heightPixels - start) * k)}`;
}

function upright(run: TextRun, start: number, advance: number, heightPixels: number, k: number): string {
  const height = (run.acrossEnd - run.acrossStart) * k;
  const y = (heightPixels - run.acrossEnd) * k + BASELINE * height;
  return `${fixed(advance * k)} 0 0 ${fixed(height)} ${fixed(start * k)} ${fixed(y)}`;
}

/** Whole percent of scaling are precise enough because each cell corrects the rounding of those before it. */
function shownCells(run: TextRun, codes: CharacterCodes, start: number, advance: number): string {
  let written = "100 Tz\n";
  let scaling = 100;
  let pending = "";
  let position = start;
  for (const cell of run.cells) {
    const wanted = Math.max(1, Math.round(((cell.end - position) / advance) * 100));
    if (wanted !== scaling) {
      written += pending === "" ? `${wanted} Tz\n` : `<${pending}> Tj\n${wanted} Tz\n`;
      pending = "";
      scaling = wanted;
    }
    pending += hex4(codes.codeOf(cell.text));
    position += (wanted / 100) * advance;
  }
  return `${written}<${pending}> Tj\n`.replace(/^100 Tz\n(?=\d+ Tz\n)/, "");
}

function fixed(value: number): string {
  return String(Number(value.toFixed(3)));
}
