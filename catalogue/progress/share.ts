/** A part of a whole, as a percentage that never says more than is true, and how it stands against a target. */
import type { Target } from "../target.ts";

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

/** How a share stands against a target on a day. */
export interface Standing {
  readonly isReached: boolean;
  /** What is still to do until the target is reached, in the unit of the share. */
  readonly missing: number;
  /** Days to the deadline; negative when it is past. */
  readonly daysLeft: number;
}

/** The standing. Percentages may have up to three decimals. */
export function standingAgainst({ percentage, deadline }: Target, { numerator, denominator }: Share, date: string): Standing {
  const needed = Math.ceil((denominator * Math.round(percentage * 1000)) / 100_000);
  return {
    isReached: denominator > 0 && numerator >= needed,
    missing: Math.max(0, needed - numerator),
    daysLeft: Math.round((Date.parse(deadline) - Date.parse(date)) / 86_400_000),
  };
}
