/** The level at a place among sorted levels, 0 where there are fewer: by counting, which is far cheaper than sorting. */
export function levelAtRank(levels: Uint8Array, rank: number): number {
  const counts = new Uint32Array(256);
  for (let i = 0; i < levels.length; i++) counts[levels[i] as number] = (counts[levels[i] as number] as number) + 1;
  return levelOfRank(counts, rank);
}

/** The same of levels that were counted. */
export function levelOfRank(counts: Uint32Array, rank: number): number {
  let seen = 0;
  for (let level = 0; level < 256; level++) {
    seen += counts[level] as number;
    if (seen > rank) return level;
  }
  return 0;
}
