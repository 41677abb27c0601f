/** Which characters of a reading are right: the cheapest alignment of a reading with its truth. */

/** A character of the truth beside the character read there; one of them is missing where something was lost or invented. */
export interface AlignedPair {
  /** Index in the truth; undefined: an insertion. */
  readonly truth: number | undefined;
  /** Index in the reading; undefined: a deletion. */
  readonly read: number | undefined;
}

/**
 * Pair a truth with a reading. Of equally cheap alignments the one that pairs characters latest is taken, always the same.
 */
export function alignCharacters(truth: readonly string[], read: readonly string[]): readonly AlignedPair[] {
  const cost = costs(truth, read);
  const width = read.length + 1;
  const pairs: AlignedPair[] = [];
  let [i, j] = [truth.length, read.length];
  while (i > 0 || j > 0) {
    const here = cost[i * width + j] as number;
    const isSame = truth[i - 1] === read[j - 1];
    if (i > 0 && j > 0 && here === (cost[(i - 1) * width + j - 1] as number) + (isSame ? 0 : 1)) {
      pairs.push({ truth: --i, read: --j });
    } else if (j > 0 && (i === 0 || here === (cost[i * width + j - 1] as number) + 1)) {
      pairs.push({ truth: undefined, read: --j });
    } else {
      pairs.push({ truth: --i, read: undefined });
    }
  }
  return pairs.reverse();
}

/** For every character read, whether the truth has it at that place; insertions and substitutions are wrong. */
export function rightCharacters(truth: readonly string[], read: readonly string[]): readonly boolean[] {
  const right = new Array<boolean>(read.length).fill(false);
  for (const pair of alignCharacters(truth, read)) {
    if (pair.read !== undefined && pair.truth !== undefined) right[pair.read] = truth[pair.truth] === read[pair.read];
  }
  return right;
}

/** Cheapest edits between all beginnings, row by row of the truth. */
function costs(truth: readonly string[], read: readonly string[]): Uint32Array {
  const width = read.length + 1;
  const cost = new Uint32Array((truth.length + 1) * width);
  for (let j = 0; j < width; j++) cost[j] = j;
  for (let i = 1; i <= truth.length; i++) {
    cost[i * width] = i;
    for (let j = 1; j < width; j++) {
      const paired = (cost[(i - 1) * width + j - 1] as number) + (truth[i - 1] === read[j - 1] ? 0 : 1);
      const left = (cost[i * width + j - 1] as number) + 1;
      cost[i * width + j] = Math.min(paired, left, (cost[(i - 1) * width + j] as number) + 1);
    }
  }
  return cost;
}
