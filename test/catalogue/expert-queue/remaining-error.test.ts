import { describe, expect, test } from "vitest";
import { remainingError, wilson } from "../../../catalogue/expert-queue/remaining-error.ts";
import { drawSample, neededSample, sampleSizes } from "../../../catalogue/expert-queue/sample.ts";

describe("the remaining error", () => {
  test("has Wilson's interval where there is one class", () => {
    const found = remainingError([{ name: "all", characters: 10_000, checked: 100, wrong: 10 }]);
    expect(found?.share).toBeCloseTo(0.1);
    expect(found?.low).toBeCloseTo(0.0552, 4);
    expect(found?.high).toBeCloseTo(0.1744, 4);
    expect(found?.wrong.likely).toBe(1000);
  });

  test("is not claimed to be nought because no error was found", () => {
    const found = remainingError([
      { name: "prose", characters: 9000, checked: 90, wrong: 0 },
      { name: "verse", characters: 1000, checked: 10, wrong: 0 },
    ]);
    expect(found?.share).toBe(0);
    expect(found?.high).toBeGreaterThan(0.03);
    expect(wilson(0, 100).low).toBe(0);
  });

  test("says of which classes nothing is known, and nothing at all where nothing was checked", () => {
    const unchecked = { name: "verse", characters: 1000, checked: 0, wrong: 0 };
    expect(remainingError([{ name: "prose", characters: 9000, checked: 90, wrong: 3 }, unchecked])?.unknown).toEqual(["verse"]);
    expect(remainingError([unchecked])).toBeUndefined();
  });

  test("lies in its interval in about 95 of 100 samples, also over classes of different size and error", () => {
    const truth = [
      { name: "prose", characters: 8000, error: 0.02 },
      { name: "verse", characters: 1500, error: 0.12 },
      { name: "manuscript", characters: 500, error: 0.35 },
    ];
    const share = truth.reduce((sum, each) => sum + each.characters * each.error, 0) / 10_000;
    const strata = truth.map(({ name, characters }) => ({ name, pages: [{ page: name, characters }] }));
    let inside = 0;
    const runs = 1000;
    for (let seed = 1; seed <= runs; seed++) {
      const sample = drawSample(strata, 300, seed * 7919);
      const checked = truth.map(({ name, characters, error }) => {
        const own = sample.filter((place) => place.stratum === name);
        return { name, characters, checked: own.length, wrong: own.filter(({ at }) => at < characters * error).length };
      });
      const found = remainingError(checked);
      if (found !== undefined && found.low <= share && share <= found.high) inside++;
    }
    expect(inside / runs).toBeGreaterThan(0.93);
    expect(inside / runs).toBeLessThan(0.99);
  });
});

describe("a sample", () => {
  const strata = [
    { name: "prose", pages: [1, 2, 3].map((page) => ({ page: `p${page}`, characters: 150 })) },
    { name: "verse", pages: [{ page: "v1", characters: 50 }] },
  ];

  test("has no place twice, every place on its page, and is the same for the same seed", () => {
    const sample = drawSample(strata, 100, 42);
    expect(new Set(sample.map(({ page, at }) => `${page}/${at}`)).size).toBe(sample.length);
    for (const { page, at } of sample) expect(at).toBeLessThan(page === "v1" ? 50 : 150);
    expect(drawSample(strata, 100, 42)).toEqual(sample);
    expect(drawSample(strata, 100, 43)).not.toEqual(sample);
  });

  test("is shared out by size, with at least ten of each class and never more than there are", () => {
    expect(sampleSizes([900, 100, 4], 100)).toEqual([90, 10, 4]);
    expect(sampleSizes([9900, 100], 100)).toEqual([99, 10]);
    expect(drawSample(strata, 1000, 1)).toHaveLength(500);
  });

  test("gives every character the same chance", () => {
    const counts = new Array<number>(50).fill(0);
    for (let seed = 1; seed <= 2000; seed++)
      for (const { at } of drawSample([strata[1] as never], 10, seed)) counts[at] = (counts[at] as number) + 1;
    expect(Math.min(...counts)).toBeGreaterThan(300);
    expect(Math.max(...counts)).toBeLessThan(500);
  });

  test("of the needed size gives an interval of the wanted width", () => {
    const size = neededSample(0.05, 0.01, 1_000_000);
    expect(size).toBe(1822);
    expect(neededSample(0.05, 0.01, 500)).toBeLessThan(500);
  });
});
