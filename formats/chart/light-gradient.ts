import { leastSquares } from "./solve.ts";

/** One patch: where it lies on the chart, its luminance as measured and as it ought to be. */
export interface LitPatch {
  readonly column: number;
  readonly row: number;
  readonly luminance: number;
  readonly reference: number;
}

/**
 * Share of the light that is lost over the chart's longer way, from a slope of light across it: a fit of measured light
 * to a curve of tone (of the second degree in the logarithm) and a slope in both directions. An estimate, for colours
 * that are wrong in themselves lean on it too; an even card measures it truly. Undefined for a single line of patches,
 * whose tone and place cannot be told apart.
 */
export function lightGradientShare(patches: readonly LitPatch[]): number | undefined {
  const usable = patches.filter(({ luminance, reference }) => luminance > 0.001 && reference > 0.001);
  const columns = Math.max(...patches.map((patch) => patch.column));
  const rows = Math.max(...patches.map((patch) => patch.row));
  if (usable.length < 12 || columns < 1 || rows < 1) return undefined;
  const fitted = leastSquares(
    usable.map(({ column, row, luminance, reference }) => {
      const tone = Math.log(reference);
      return [1, tone, tone * tone, column / columns, row / rows, Math.log(luminance)];
    }),
  );
  if (!fitted) return undefined;
  const [, , , across = 0, down = 0] = fitted;
  return 1 - Math.exp(-(Math.abs(across) + Math.abs(down)));
}
