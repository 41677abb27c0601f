import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../cli/sample/random.ts";
import { levelAtRank } from "../../../stages/inspect/level-rank.ts";
import { nthSmallest } from "../../../stages/inspect/nth-smallest.ts";

describe("a rank among values", () => {
  it("is what sorting would find, also among equal values", () => {
    const random = seededRandom(3, "ranks");
    for (const most of [1, 4, 1000]) {
      const values = Float64Array.from({ length: 501 }, () => random.whole(0, most));
      const sorted = values.toSorted();
      for (const n of [0, 5, 250, 495, 500]) expect(nthSmallest(values.slice(), n)).toBe(sorted[n]);
    }
  });

  it("is found among levels by counting them", () => {
    const random = seededRandom(4, "levels");
    const levels = Uint8Array.from({ length: 300 }, () => random.whole(0, 255));
    const sorted = levels.toSorted();
    for (const rank of [0, 6, 150, 299]) expect(levelAtRank(levels, rank)).toBe(sorted[rank]);
    expect(levelAtRank(new Uint8Array(0), 0)).toBe(0);
  });
});
