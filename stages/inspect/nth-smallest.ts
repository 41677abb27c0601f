/**
 * The value that sorting would put at place `n`; the values are moved about. Of many values far cheaper than sorting them.
 * Method: C. A. R. Hoare, Algorithm 65: Find, Communications of the ACM 4 (1961).
 */
export function nthSmallest(values: Float64Array, n: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const [low, high] = parted(values, from, to, values[n] as number);
    if (high < n) from = low;
    if (n < low) to = high;
  }
  return values[n] as number;
}

/** Part the values of a stretch by a pivot; from `low` on none is smaller, up to `high` none is larger. */
function parted(values: Float64Array, from: number, to: number, pivot: number): readonly [low: number, high: number] {
  let low = from;
  let high = to;
  while (low <= high) {
    while ((values[low] as number) < pivot) low++;
    while ((values[high] as number) > pivot) high--;
    if (low > high) break;
    const kept = values[low] as number;
    values[low++] = values[high] as number;
    values[high--] = kept;
  }
  return [low, high];
}
