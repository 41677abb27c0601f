/**
 * How many characters are still wrong, estimated from a random sample that a person checked, with the interval in which the true
 * share lies in 95 of 100 such samples.
 *
 * Estimate: classes weighted by their characters (Cochran, Sampling Techniques, 1977, section 5.11). Interval: that of E. B. Wilson
 * (Journal of the American Statistical Association 22, 1927, p. 209), which also holds for few errors or none, with the effective
 * size of a stratified sample in place of n (E. L. Korn, B. I. Graubard, Survey Methodology 24, 1998, p. 193).
 */

/** What was checked of one class. */
export interface CheckedStratum {
  readonly name: string;
  /** All its characters, whether checked or not. */
  readonly characters: number;
  readonly checked: number;
  readonly wrong: number;
}

/** A share with its interval, all 0 to 1. */
export interface EstimatedShare {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** The estimate. */
export interface RemainingError extends EstimatedShare {
  /** Characters of all classes that were checked at all, and how many of them are likely wrong. */
  readonly characters: number;
  readonly wrong: { readonly likely: number; readonly low: number; readonly high: number };
  readonly strata: readonly (CheckedStratum & EstimatedShare)[];
  /** Classes of which nothing was checked: the estimate says nothing about them. */
  readonly unknown: readonly string[];
}

const Z = 1.959964;

/** The estimate; undefined when nothing was checked. */
export function remainingError(strata: readonly CheckedStratum[]): RemainingError | undefined {
  const known = strata.filter(({ checked }) => checked > 0);
  const characters = known.reduce((sum, each) => sum + each.characters, 0);
  if (characters === 0) return undefined;
  const weights = known.map((each) => each.characters / characters);
  const shares = known.map(({ wrong, checked }) => wrong / checked);
  const share = shares.reduce((sum, each, i) => sum + each * (weights[i] as number), 0);
  const interval = wilson(share, effectiveSize(known, weights, share));
  const count = (part: number) => Math.round(part * characters);
  return {
    share,
    ...interval,
    characters,
    wrong: { likely: count(share), low: count(interval.low), high: count(interval.high) },
    strata: known.map((each, i) => ({ ...each, share: shares[i] as number, ...wilson(shares[i] as number, each.checked) })),
    unknown: strata.filter(({ checked }) => checked === 0).map(({ name }) => name),
  };
}

/** Wilson's score interval of a share seen in `size` draws. */
export function wilson(share: number, size: number): { readonly low: number; readonly high: number } {
  const spread = (Z * Z) / size;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (Z / (1 + spread)) * Math.sqrt((share * (1 - share)) / size + spread / (4 * size));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** How many unstratified draws would tell as much; with no error (or nothing right) Kish's size by weights alone. */
function effectiveSize(strata: readonly CheckedStratum[], weights: readonly number[], share: number): number {
  const all = strata.reduce((sum, { checked }) => sum + checked, 0);
  const kish = 1 / strata.reduce((sum, { checked }, i) => sum + (weights[i] as number) ** 2 / checked, 0);
  const variance = strata.reduce((sum, { wrong, checked }, i) => {
    const own = wrong / checked;
    return sum + ((weights[i] as number) ** 2 * own * (1 - own)) / checked;
  }, 0);
  return variance === 0 ? kish : Math.min(all, (share * (1 - share)) / variance);
}
