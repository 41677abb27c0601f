/** A value that changes evenly along a row: start + slope x; wanted at least `least` and below `limit`. */
export interface Even {
  readonly start: number;
  readonly slope: number;
  readonly least: number;
  readonly limit: number;
}

/**
 * The pixels `from` (inclusive) to `to` (exclusive) of a row of `count` pixels at which both values are as wanted, so
 * that a loop over them needs no checks. An empty range is [0, 0).
 */
export function insideRange(count: number, u: Even, v: Even): { readonly from: number; readonly to: number } {
  const isIn = (x: number): boolean =>
    [u, v].every(({ start, slope, least, limit }) => isWithin(start + slope * x, least, limit));
  const [fromU, toU] = crossings(u);
  const [fromV, toV] = crossings(v);
  // the crossings are rounded outwards, then checked with the very sums the loop will use
  let from = Math.max(0, Math.floor(Math.max(fromU, fromV)) - 1);
  let to = Math.min(count, Math.ceil(Math.min(toU, toV)) + 2);
  while (from < to && !isIn(from)) from++;
  while (to > from && !isIn(to - 1)) to--;
  return from < to ? { from, to } : { from: 0, to: 0 };
}

function crossings({ start, slope, least, limit }: Even): readonly [number, number] {
  if (slope === 0) return isWithin(start, least, limit) ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : [0, -4];
  const one = (least - start) / slope;
  const other = (limit - start) / slope;
  return [Math.min(one, other), Math.max(one, other)];
}

function isWithin(value: number, least: number, limit: number): boolean {
  return value >= least && value < limit;
}
