/** Sizes in the reader's form. */
import { number } from "../../words/words.ts";

const UNITS = ["byte", "kB", "MB", "GB", "TB"] as const;

/** Decimal units, as file managers show them. */
export function size(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1000 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${number(value, unit < 2 ? 0 : 1)} ${UNITS[unit]}`;
}
