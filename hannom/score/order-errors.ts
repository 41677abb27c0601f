/** Whether columns were read in the right order, whatever was read in them. */
import { characterErrors } from "../character-error.ts";

/**
 * Every true column is looked for among the read ones (the one that resembles it most, at least by half its characters);
 * of neighbouring true columns that were found, those whose finds do not stand in the same order are wrong.
 */
export function orderErrors(
  truth: readonly string[],
  read: readonly string[],
): { readonly wrong: number; readonly pairs: number } {
  const found = truth.map((column) => placeOf(column, read)).filter((place) => place !== undefined);
  const wrong = found.filter((place, i) => i > 0 && place < (found[i - 1] as number)).length;
  return { wrong, pairs: Math.max(0, found.length - 1) };
}

function placeOf(column: string, read: readonly string[]): number | undefined {
  let [best, place] = [0.5, undefined as number | undefined];
  for (const [i, text] of read.entries()) {
    const { distance, length } = characterErrors(column, text);
    const error = length === 0 ? 1 : distance / length;
    if (error < best) [best, place] = [error, i];
  }
  return place;
}
