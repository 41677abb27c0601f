/** A share over pages with the interval that resampling whole pages gives: lines of one page are alike. */
import { seededRandom } from "../../cli/sample/random.ts";

/** One page's part of a share. */
export interface Portion {
  readonly part: number;
  readonly whole: number;
}

const RESAMPLES = 2000;

/** `98.1 % (96.0–99.4)`: the share of all pages together and its 95 % interval, seeded. */
export function shareWithInterval(pages: readonly Portion[]): string {
  const random = seededRandom(1, "page-bootstrap");
  const shares = Array.from({ length: RESAMPLES }, () =>
    shareOf(pages.map(() => pages[random.whole(0, pages.length - 1)] as Portion)),
  ).sort((a, b) => a - b);
  const at = (quantile: number) => percent(shares[Math.floor(quantile * RESAMPLES)] ?? 0);
  return `${percent(shareOf(pages))} % (${at(0.025)}–${at(0.975)})`;
}

function shareOf(pages: readonly Portion[]): number {
  const whole = pages.reduce((sum, page) => sum + page.whole, 0);
  return whole === 0 ? 0 : pages.reduce((sum, page) => sum + page.part, 0) / whole;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
