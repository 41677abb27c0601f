/** Years and months in the Extended Date/Time Format (ISO 8601-2, level 1). */
import type { YearMonth } from "./lunar-month.ts";

/** How sure the text says it is. */
export interface Doubt {
  readonly isAbout: boolean;
  readonly isUnsure: boolean;
}

/** One time, or from one to the other. */
export function joined(first: string, last: string, doubt: Doubt): string {
  const mark = markOf(doubt);
  return first === last ? `${first}${mark}` : `${first}${mark}/${last}${mark}`;
}

/** ~ for about, ? for unsure, % for both. */
export function markOf({ isAbout, isUnsure }: Doubt): string {
  if (isAbout && isUnsure) return "%";
  return isAbout ? "~" : isUnsure ? "?" : "";
}

/** Four digits. */
export function yearText(year: number): string {
  return String(year).padStart(4, "0");
}

/** 1840-03. */
export function monthText({ year, month }: YearMonth): string {
  return `${yearText(year)}-${two(month)}`;
}

/** 1840-03/1840-05. */
export function monthsText(from: YearMonth, to: YearMonth, doubt: Doubt): string {
  return joined(monthText(from), monthText(to), doubt);
}

/** Two digits. */
export function two(number: number): string {
  return String(number).padStart(2, "0");
}
