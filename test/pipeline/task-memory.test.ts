import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "../../pipeline/artifact.ts";
import { MemoryBudget } from "../../pipeline/memory-budget.ts";
import type { InputFile } from "../../pipeline/stage.ts";
import { memoryOf } from "../../pipeline/task-memory.ts";
import type { Tracer } from "../../pipeline/trace.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";

const MEGAPIXELS = 1_000_000;
const fileOf = (role: Role): InputFile => ({ role, path: role, digest: "", sizeBytes: 1, mediaType: "" });
const sized = (pixels: number) => ({ pixelsOf: async (path: string) => (path.startsWith("image/") ? pixels : 0) });

describe("the memory that a task is expected to take", () => {
  test("is that of a child where no picture is read, and grows with the pixels of the one that is", async () => {
    const [page, master] = [{ of: "page" as const }, [fileOf("image/master"), fileOf("report/quality")]];
    expect(await memoryOf(page, [fileOf("layout/columns")], sized(400 * MEGAPIXELS))).toBe(256);
    expect(await memoryOf(page, master, sized(0))).toBe(256);
    expect(await memoryOf(page, master, sized(22 * MEGAPIXELS))).toBe(256 + 210);
    expect(await memoryOf(page, master, sized(400 * MEGAPIXELS))).toBe(256 + 3815);
  });

  test("is not less than what the stages of the line were seen to take of 25 to 400 megapixels", async () => {
    // Stage, megapixels, peak in MiB: docs/load.md, L3.
    const seen: readonly (readonly [Role, number, number])[] = [
      ["image/master", 25, 350],
      ["image/master", 100, 1091],
      ["image/master", 399, 3234],
      ["image/clean", 25, 197],
      ["image/clean", 100, 447],
      ["image/clean", 399, 1351],
      ["image/text", 25, 190],
      ["image/text", 399, 619],
    ];
    for (const [role, megapixels, peakMiB] of seen) {
      const expected = await memoryOf({ of: "page" }, [fileOf(role)], sized(megapixels * MEGAPIXELS));
      expect(expected, `${role} of ${megapixels} megapixels`).toBeGreaterThan(peakMiB);
    }
  });

  test("does not grow with the number of an item's pages, which are read one by one, but with the largest that is bound", async () => {
    const item = { of: "item" as const };
    const [masters, clean] = (["image/master", "image/clean"] as const).map((role) =>
      Array.from({ length: 300 }, () => fileOf(role)),
    );
    expect(await memoryOf(item, masters ?? [], sized(400 * MEGAPIXELS))).toBe(512);
    expect(await memoryOf(item, clean ?? [], sized(22 * MEGAPIXELS))).toBe(512 + 168);
    expect(await memoryOf(item, clean ?? [], sized(399 * MEGAPIXELS))).toBeGreaterThan(2600);
  });
});

/** Counts how many runs of `step` there were at the most at once. */
function watch(step: string) {
  const seen = { now: 0, most: 0, all: 0 };
  const child = (name: string) => {
    const counted = name === step ? 1 : 0;
    seen.now += counted;
    seen.all += counted;
    seen.most = Math.max(seen.most, seen.now);
    const end = () => {
      seen.now -= counted;
    };
    return { child, end };
  };
  const tracer: Tracer = { isOn: true, begin: () => ({ child, end() {} }), close: async () => {} };
  return { seen, tracer };
}

describe("a worker", () => {
  let house: ToyHouse;
  beforeEach(async () => {
    house = await openToyHouse();
  });
  afterEach(async () => await house.close());

  const masterPixels = (pixels: number) => async (path: string) => (path.includes(join("store", "objects")) ? pixels : 0);
  const TEXTS = { "1.txt": "slow one", "2.txt": "slow two", "3.txt": "slow three", "4.txt": "slow four" };

  test("does not begin pages beside each other that do not fit beside each other, and does them all", async () => {
    const { seen, tracer } = watch("run shout");
    // Each wants more than half, and with so many pixels more than all.
    const memory = { budget: new MemoryBudget(4096), pixelsOf: masterPixels(300 * MEGAPIXELS) };
    Object.assign(house.worker, { memory, tracer, lanes: 3 });
    await house.add(TEXTS);
    await house.settle();
    expect(seen).toEqual({ now: 0, most: 1, all: 4 });
    expect((await house.fsck()).findings).toEqual([]);
    expect((await house.ledger.tasks({ itemId: "T.1" })).every(({ state }) => state === "done")).toBe(true);
  });

  test("begins them beside each other where they fit", async () => {
    const { seen, tracer } = watch("run shout");
    Object.assign(house.worker, { memory: { budget: new MemoryBudget(4096), pixelsOf: masterPixels(1) }, tracer, lanes: 2 });
    await house.add(TEXTS);
    await house.settle();
    expect(seen).toEqual({ now: 0, most: 2, all: 4 });
  });
});
