/** Which old character each typed one is or stands for. */

/** Beyond this many comparisons what lies between equal beginnings and ends is paired in order: nobody edits so much by hand. */
const MOST_COMPARISONS = 4_000_000;

/**
 * For every unit of `after` the index of its partner in `before`, or undefined for an inserted one. The cheapest edit
 * (Levenshtein), for which equal beginnings and ends are set apart first. Indices rise.
 */
export function pairUnits(before: readonly string[], after: readonly string[]): readonly (number | undefined)[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const [was, is] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  const middle = was.length * is.length > MOST_COMPARISONS ? inOrder(was.length, is.length) : cheapest(was, is);
  return [
    ...Array.from({ length: head }, (_, at) => at),
    ...middle.map((at) => (at === undefined ? undefined : at + head)),
    ...Array.from({ length: tail }, (_, at) => before.length - tail + at),
  ];
}

function inOrder(before: number, after: number): readonly (number | undefined)[] {
  return Array.from({ length: after }, (_, at) => (at < before ? at : undefined));
}

function cheapest(before: readonly string[], after: readonly string[]): readonly (number | undefined)[] {
  const width = after.length + 1;
  const cost = costs(before, after);
  const partners = new Array<number | undefined>(after.length).fill(undefined);
  let [i, j] = [before.length, after.length];
  while (i > 0 && j > 0) {
    const here = cost[i * width + j] as number;
    const isSame = before[i - 1] === after[j - 1];
    if (here === (cost[(i - 1) * width + j - 1] as number) + (isSame ? 0 : 1)) partners[--j] = --i;
    else if (here === (cost[i * width + j - 1] as number) + 1) j--;
    else i--;
  }
  return partners;
}

function costs(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const cost = new Uint32Array((before.length + 1) * width);
  for (let j = 0; j < width; j++) cost[j] = j;
  for (let i = 1; i <= before.length; i++) {
    cost[i * width] = i;
    for (let j = 1; j < width; j++) {
      const paired = (cost[(i - 1) * width + j - 1] as number) + (before[i - 1] === after[j - 1] ? 0 : 1);
      cost[i * width + j] = Math.min(paired, (cost[i * width + j - 1] as number) + 1, (cost[(i - 1) * width + j] as number) + 1);
    }
  }
  return cost;
}
