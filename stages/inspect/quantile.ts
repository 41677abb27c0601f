/** The value that a share of sorted values stays below; 0 when there are none. */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  return sorted.length === 0 ? 0 : (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number);
}

/** The middle of values in any order; 0 when there are none. */
export function median(values: ArrayLike<number>): number {
  return quantileOf(ascending(values), 0.5);
}

/** A copy of the values, the smallest first. */
export function ascending(values: ArrayLike<number>): Float64Array {
  return new Float64Array(values).sort();
}
