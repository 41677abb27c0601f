/** Pieces of broken rules and frames that were too short to be found as rules: thin, and where only rules can be. */
import type { Blob } from "./components.ts";
import type { Span } from "./mask.ts";

/** The cell a column's blobs lie in. */
export interface ColumnCell {
  readonly column: Span;
  readonly rows: Span;
  readonly pitchPixels: number;
  /** Width of a character. */
  readonly sizePixels: number;
}

/** Short pieces are dropped this close to a cut, in pitches: double small columns fill the rest of the column. */
const SIDE = 0.07;
/** Strokes this part of a character thin may be pieces of a rule. */
const THIN = 0.17;

/** Characters stand in the middle of their column: so many pixels on each side of a cut belong to the rules. */
export function besideText(pitchPixels: number, sizePixels: number): number {
  return Math.max(0.1 * pitchPixels, 0.45 * (pitchPixels - sizePixels));
}

/** The blobs that may be text. */
export function dropRulePieces(blobs: readonly Blob[], cell: ColumnCell): readonly Blob[] {
  const thinPixels = Math.max(3, THIN * cell.sizePixels);
  const sidePixels = SIDE * cell.pitchPixels;
  const edgePixels = 0.35 * cell.sizePixels;
  return blobs.filter((blob) => {
    const x = blob.sumX / blob.area;
    const y = blob.sumY / blob.area;
    const isUpright = blob.width <= thinPixels && blob.height >= 1.6 * blob.width;
    const isFlat = blob.height <= thinPixels && blob.width >= 1.6 * blob.height;
    const isBeside = Math.min(x - cell.column.from, cell.column.to - x) <= sidePixels;
    const isAtFrame = Math.min(y - cell.rows.from, cell.rows.to - y) <= edgePixels;
    return !(isUpright && isBeside) && !(isFlat && isAtFrame);
  });
}
