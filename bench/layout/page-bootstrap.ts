/** A share over pages with the interval that resampling whole pages gives: lines of one page are alike. */
import { errorRate } from "../../hannom/score/error-interval.ts";

/** One page's part of a share. */
export interface Portion {
  readonly part: number;
  readonly whole: number;
}

/** `98.1 % (96.0–99.4)`: the share of all pages together and its 95 % interval. */
export function shareWithInterval(pages: readonly Portion[]): string {
  const { rate, low, high } = errorRate(pages.map(({ part, whole }) => ({ distance: part, length: whole })));
  return `${percent(rate)} % (${percent(low)}–${percent(high)})`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
