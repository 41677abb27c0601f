/** Drawing characters at random for a check by a person: how many of each class, and which. */

/** One class of pages, such as prose or verse, one hand or another; classes do not overlap. */
export interface Stratum {
  readonly name: string;
  readonly pages: readonly { readonly page: string; readonly characters: number }[];
}

/** One character to be checked. */
export interface SamplePlace {
  readonly stratum: string;
  readonly page: string;
  /** Index of the character on the page, counted from 0 through all columns in reading order. */
  readonly at: number;
}

/** Fewest characters drawn of a class, where it has so many: of less nothing can be said. */
const LEAST_OF_STRATUM = 10;

/**
 * Draw `size` characters without repetition, from each class in proportion to its characters. The same seed draws the same ones,
 * so that a sample can be shown again and nobody picks until the figure pleases.
 */
export function drawSample(strata: readonly Stratum[], size: number, seed: number): readonly SamplePlace[] {
  const next = generator(seed);
  const shares = sampleSizes(strata.map(charactersOf), size);
  return strata.flatMap((stratum, i) => {
    const numbers = distinct(shares[i] as number, charactersOf(stratum), next);
    return numbers.map((number) => ({ stratum: stratum.name, ...placeOf(stratum, number) }));
  });
}

/** How many of each class. Small classes get at least ten, so the sum may exceed `size`. */
export function sampleSizes(characters: readonly number[], size: number): readonly number[] {
  const all = characters.reduce((sum, each) => sum + each, 0);
  return characters.map((own) => Math.min(own, Math.max(LEAST_OF_STRATUM, Math.round((size * own) / Math.max(1, all)))));
}

/**
 * How many characters must be checked for an interval of ± `halfWidth` about an error rate that is likely `expected` (W. G.
 * Cochran, Sampling Techniques, 1977, section 4.4, with the correction for a finite whole).
 */
export function neededSample(expected: number, halfWidth: number, characters: number, z = 1.96): number {
  const endless = (z * z * expected * (1 - expected)) / (halfWidth * halfWidth);
  return Math.ceil(endless / (1 + (endless - 1) / Math.max(1, characters)));
}

function charactersOf({ pages }: Stratum): number {
  return pages.reduce((sum, page) => sum + page.characters, 0);
}

function placeOf({ pages }: Stratum, number: number): { readonly page: string; readonly at: number } {
  let at = number;
  for (const { page, characters } of pages) {
    if (at < characters) return { page, at };
    at -= characters;
  }
  throw new RangeError(`no character ${number}`);
}

/** Distinct numbers below `below`, rising (R. W. Floyd, "A sample of brilliance", 1987). */
function distinct(count: number, below: number, next: (below: number) => number): readonly number[] {
  const taken = new Set<number>();
  for (let top = below - count; top < below; top++) {
    const drawn = next(top + 1);
    taken.add(taken.has(drawn) ? top : drawn);
  }
  return [...taken].sort((a, b) => a - b);
}

/** Numbers below a bound (Park and Miller's generator, 1988): the same everywhere for the same seed. */
function generator(seed: number): (below: number) => number {
  let state = (Math.abs(Math.trunc(seed)) % 2_147_483_646) + 1;
  const step = () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
  for (let i = 0; i < 8; i++) step();
  return (below) => Math.min(below - 1, Math.floor(step() * below));
}
