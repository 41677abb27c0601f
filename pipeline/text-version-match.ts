/** Finds for each column of one text the column of another at the same place: how a new reading is laid beside a correction. */
import type { Box } from "./geometry.ts";
import type { WorkingColumn } from "./text-version.ts";

/** A column of the proposal beside the one of mine that stands there; either may have no partner. */
export interface ColumnPair {
  readonly mine: string | undefined;
  readonly proposed: string | undefined;
  /** Area that the two share, of the area that they cover together: 0 to 1. */
  readonly overlap: number;
}

/** Columns that share less of their area are two different ones. */
const LEAST_OVERLAP = 0.2;

/**
 * Pair columns by place, best overlap first, each at most once. Columns of `mine` stand in their own order, each followed by
 * what only the proposal has after its partner. Boxes of both must be in pixels of one picture.
 */
export function matchByPlace(mine: readonly WorkingColumn[], proposed: readonly WorkingColumn[]): readonly ColumnPair[] {
  const candidates = mine.flatMap((one) =>
    proposed.map((other) => ({ mine: one.id, proposed: other.id, overlap: overlapOf(one.box, other.box) })),
  );
  const likely = candidates.filter(({ overlap }) => overlap >= LEAST_OVERLAP).sort((a, b) => b.overlap - a.overlap);
  const [ofMine, ofProposed] = [new Map<string, ColumnPair>(), new Map<string, ColumnPair>()];
  for (const pair of likely) {
    if (ofMine.has(pair.mine) || ofProposed.has(pair.proposed)) continue;
    ofMine.set(pair.mine, pair);
    ofProposed.set(pair.proposed, pair);
  }
  const pairs: ColumnPair[] = mine.map(({ id }) => ofMine.get(id) ?? { mine: id, proposed: undefined, overlap: 0 });
  proposed.forEach(({ id }, at) => {
    if (ofProposed.has(id)) return;
    const before = proposed[at - 1]?.id;
    const place = before === undefined ? 0 : pairs.findIndex((pair) => pair.proposed === before) + 1;
    pairs.splice(place, 0, { mine: undefined, proposed: id, overlap: 0 });
  });
  return pairs;
}

/** Shared area of the area that two boxes cover together. */
export function overlapOf(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (one.width * one.height + other.width * other.height - shared);
}
