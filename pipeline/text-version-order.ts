/** Merges two orders of columns over a common one. Works on ids alone. */

/** The merged order of everything that either has; contested where both moved columns, and not alike. */
export interface MergedOrder {
  readonly order: readonly string[];
  readonly isContested: boolean;
}

/**
 * Take the order of whoever moved something, theirs where both did; then put in what only the other has, each after the column
 * that it follows there. The result names every id of `theirs` and `mine` once; whoever calls leaves out what is gone.
 */
export function mergeOrders(base: readonly string[], theirs: readonly string[], mine: readonly string[]): MergedOrder {
  const hasMovedTheirs = hasMoved(base, theirs);
  const hasMovedMine = hasMoved(base, mine);
  const [first, second] = hasMovedMine && !hasMovedTheirs ? [mine, theirs] : [theirs, mine];
  return { order: withAdditions(first, second), isContested: hasMovedTheirs && hasMovedMine && hasMoved(theirs, mine) };
}

/** True when what both lists have stands in another order. */
function hasMoved(one: readonly string[], other: readonly string[]): boolean {
  const [inOne, inOther] = [new Set(one), new Set(other)];
  const left = one.filter((id) => inOther.has(id));
  const right = other.filter((id) => inOne.has(id));
  return left.some((id, at) => right[at] !== id);
}

function withAdditions(order: readonly string[], from: readonly string[]): readonly string[] {
  const merged = [...order];
  const known = new Set(order);
  from.forEach((id, at) => {
    if (known.has(id)) return;
    const before = from[at - 1];
    merged.splice(before === undefined ? 0 : merged.indexOf(before) + 1, 0, id);
    known.add(id);
  });
  return merged;
}
