/**
 * Boxes that follow each other down the column. The engine's order is right more often than its boxes, some of which are
 * far too tall: where middles run backwards, the characters concerned share the stretch between their neighbours evenly
 * (pool adjacent violators, the usual way to a monotone sequence).
 */
import type { ReadCharacter } from "./engine.ts";

interface Pool {
  readonly members: readonly ReadCharacter[];
  /** Mean of the members' middles. */
  readonly middle: number;
}

/** The same characters with boxes whose middles never run upwards. */
export function downTheColumn(characters: readonly ReadCharacter[]): readonly ReadCharacter[] {
  const pools: Pool[] = [];
  for (const character of characters) {
    let pool: Pool = { members: [character], middle: character.box.y + character.box.height / 2 };
    for (let last = pools.at(-1); last !== undefined && last.middle >= pool.middle; last = pools.at(-1)) {
      pools.pop();
      pool = join(last, pool);
    }
    pools.push(pool);
  }
  return pools.flatMap((pool, i) => spread(pool, pools[i - 1], pools[i + 1]));
}

function join(a: Pool, b: Pool): Pool {
  const [m, n] = [a.members.length, b.members.length];
  return { members: [...a.members, ...b.members], middle: (a.middle * m + b.middle * n) / (m + n) };
}

function spread(pool: Pool, before: Pool | undefined, after: Pool | undefined): readonly ReadCharacter[] {
  if (pool.members.length === 1) return pool.members;
  const top = before === undefined ? Math.min(...pool.members.map(({ box }) => box.y)) : (before.middle + pool.middle) / 2;
  const bottom =
    after === undefined ? Math.max(...pool.members.map(({ box }) => box.y + box.height)) : (pool.middle + after.middle) / 2;
  const height = (bottom - top) / pool.members.length;
  return pool.members.map((member, i) => ({ ...member, box: { ...member.box, y: top + i * height, height } }));
}
