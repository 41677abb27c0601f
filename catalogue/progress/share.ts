/** A part of a whole, as a percentage that never says more than is true. */

/** A share of the register. */
export interface Share {
  readonly numerator: number;
  readonly denominator: number;
  /** With one decimal, rounded down: 69.99 % is not yet 70 %. Undefined when nothing counts. */
  readonly percentage: number | undefined;
}

/** The share. */
export function shareOf(numerator: number, denominator: number): Share {
  return {
    numerator,
    denominator,
    percentage: denominator === 0 ? undefined : Math.floor((numerator * 1000) / denominator) / 10,
  };
}

/** How many of `denominator` are needed to reach a percentage, which may have up to three decimals. */
export function needed(denominator: number, percentage: number): number {
  return Math.ceil((denominator * Math.round(percentage * 1000)) / 100_000);
}
