import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { type Raster, toGrey } from "../../formats/raster.ts";
import { type Box, mapPoint, type Projective } from "../../pipeline/geometry.ts";
import { matchByPlace, overlapOf } from "../../pipeline/text-version-match.ts";
import { betweenPictures, moveBox, moveText } from "../../pipeline/text-version-move.ts";
import { drawLeaf } from "../fixtures/drawn-leaf.ts";
import { cleanBytes } from "../fixtures/image-stages.ts";
import { MATERIAL } from "../fixtures/material.ts";
import { workingColumn, workingText } from "../fixtures/working-text.ts";

const turned = (degrees: number, x: number, y: number): Projective => {
  const angle = (degrees * Math.PI) / 180;
  return { a: Math.cos(angle), b: Math.sin(angle), c: -Math.sin(angle), d: Math.cos(angle), e: x, f: y, g: 0, h: 0 };
};

describe("the boxes of a text", () => {
  test("stay where they are when the page is cleaned as before, whatever the map to the master", () => {
    const map = fc.record({
      ...{ a: fc.double({ min: 0.5, max: 2, noNaN: true }), d: fc.double({ min: 0.5, max: 2, noNaN: true }) },
      ...{ b: fc.double({ min: -0.2, max: 0.2, noNaN: true }), c: fc.double({ min: -0.2, max: 0.2, noNaN: true }) },
      ...{ e: fc.double({ min: -500, max: 500, noNaN: true }), f: fc.double({ min: -500, max: 500, noNaN: true }) },
      ...{ g: fc.double({ min: -1e-5, max: 1e-5, noNaN: true }), h: fc.double({ min: -1e-5, max: 1e-5, noNaN: true }) },
    });
    fc.assert(
      fc.property(map, (toMaster) => {
        const box = { x: 100, y: 200, width: 40, height: 600 };
        const moved = moveBox(box, betweenPictures({ toMaster }, { toMaster }), { width: 2000, height: 2000 });
        for (const side of ["x", "y", "width", "height"] as const) expect(moved[side]).toBeCloseTo(box[side], 4);
      }),
    );
  });

  test("hold the same points of the master after another turn, crop and perspective", () => {
    const old = { toMaster: { ...turned(1.3, 120, 80), g: 2e-6, h: -1e-6 } };
    const now = { toMaster: turned(-0.4, 40, 55), clean: { width: 3000, height: 4000 } };
    const text = workingText([workingColumn("c1", "百年"), workingColumn("c2", "𢆥", { parent: "c1", note: "x" })]);
    const moved = moveText(text, old, now, "c".repeat(64));
    expect(moved).toMatchObject({ width: 3000, height: 4000, from: { ...text.from, picture: "c".repeat(64) } });
    expect(moved.columns.map(({ box: _, ...rest }) => rest)).toEqual(text.columns.map(({ box: _, ...rest }) => rest));
    for (const [at, { box }] of text.columns.entries()) {
      const after = moved.columns[at]!.box;
      const onMaster = mapPoint(old.toMaster, box.x + box.width / 2, box.y + box.height / 2);
      const centre = mapPoint(now.toMaster, after.x + after.width / 2, after.y + after.height / 2);
      expect(Math.hypot(onMaster.x - centre.x, onMaster.y - centre.y)).toBeLessThan(3);
    }
  });

  test("stay in the picture when the new one shows less of the page", () => {
    const now = { toMaster: turned(0, 800, 0), clean: { width: 100, height: 900 } };
    const text = workingText([workingColumn("c1", "百"), workingColumn("c9", "年")]);
    for (const { box } of moveText(text, { toMaster: turned(0, 0, 0) }, now, "c".repeat(64)).columns) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(100);
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(1);
    }
  });

  test("lie on the same ink when a drawn leaf, laid askew on the scanner, is cleaned in another way", async () => {
    const { grey } = await drawLeaf(7);
    const leaf = sharp(grey.pixels, { raw: { width: grey.width, height: grey.height, channels: 1 } }).toColourspace("srgb");
    const askew = sharp(await leaf.png().toBuffer()).rotate(1.7, { background: "#202020" });
    const edge = { top: 90, bottom: 40, left: 140, right: 60, background: "#202020" };
    await holdsInk(
      await sharp(await askew.png().toBuffer())
        .extend(edge)
        .withMetadata({ density: 300 })
        .tiff()
        .toBuffer(),
    );
  });

  const scans = join(MATERIAL ?? "", "wild/vnpf-woodblock");
  test.skipIf(MATERIAL === undefined || !existsSync(scans))(
    "lie on the same ink of a real scan",
    async () => {
      const found = (await readdir(scans, { recursive: true })).filter((name) => /\.(jpe?g|png|tiff?)$/i.test(name)).sort();
      expect(found.length).toBeGreaterThan(0);
      await holdsInk(await readFile(join(scans, found[0] ?? "")));
    },
    300_000,
  );
});

const OTHER_WAY = { isCropped: false, maxSkewDegrees: 0, isLightEvened: false };

/** Clean a picture in two ways, move boxes from one to the other, and compare what both show there. */
async function holdsInk(master: Buffer): Promise<void> {
  const [old, now] = [await cleanBytes(master), await cleanBytes(master, OTHER_WAY)];
  const map = betweenPictures(old.report, now.report);
  const [before, after] = [toGrey(old.clean), toGrey(now.clean)];
  const boxes = [0.2, 0.35, 0.5, 0.65, 0.8].flatMap((x) =>
    [0.2, 0.4, 0.6].map((y) => ({
      x: x * before.width,
      y: y * before.height,
      width: before.width / 20,
      height: before.height / 25,
    })),
  );
  const likeness = (move: (box: Box) => Box) =>
    boxes.map((box) => correlation(sampled(before, box), sampled(after, move(box)))).reduce((sum, each) => sum + each, 0) /
    boxes.length;
  const [moved, unmoved] = [likeness((box) => moveBox(box, map, after)), likeness((box) => box)];
  expect(moved).toBeGreaterThan(0.75);
  expect(moved - unmoved).toBeGreaterThan(0.4);
}

/** Brightness at a grid of points of a box. */
function sampled({ width, height, pixels }: Raster, box: Box): readonly number[] {
  const at = (x: number, y: number) =>
    pixels[Math.min(height - 1, Math.max(0, Math.floor(y))) * width + Math.min(width - 1, Math.max(0, Math.floor(x)))] ?? 0;
  const steps = Array.from({ length: 48 }, (_, step) => (step + 0.5) / 48);
  return steps.flatMap((down) => steps.map((across) => at(box.x + across * box.width, box.y + down * box.height)));
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (all: readonly number[]) => all.reduce((sum, each) => sum + each, 0) / all.length;
  const [m, n] = [mean(one), mean(other)];
  let [shared, a, b] = [0, 0, 0];
  one.forEach((each, at) => {
    const [x, y] = [each - m, (other[at] ?? 0) - n];
    [shared, a, b] = [shared + x * y, a + x * x, b + y * y];
  });
  return a * b === 0 ? 0 : shared / Math.sqrt(a * b);
}

describe("columns of another reading", () => {
  test("are matched by place, each once, and those without a partner stand where they belong", () => {
    const mine = [workingColumn("c1", "一"), workingColumn("c2", "二"), workingColumn("c4", "四")];
    const proposed = [
      workingColumn("n1", "壹", { box: { ...mine[0]!.box, x: mine[0]!.box.x + 4 } }),
      workingColumn("n2", "貳", { box: { ...mine[1]!.box, height: 700 } }),
      workingColumn("n3", "參", { box: { x: 900 - 180, y: 40, width: 40, height: 800 } }),
    ];
    expect(matchByPlace(mine, proposed).map((pair) => [pair.mine, pair.proposed])).toEqual([
      ["c1", "n1"],
      ["c2", "n2"],
      [undefined, "n3"],
      ["c4", undefined],
    ]);
  });

  test("name every column of both exactly once, whatever their places", () => {
    const box = fc.record({
      x: fc.nat(300),
      y: fc.nat(300),
      width: fc.integer({ min: 1, max: 200 }),
      height: fc.integer({ min: 1, max: 200 }),
    });
    const columns = (prefix: string) =>
      fc
        .array(box, { maxLength: 12 })
        .map((boxes) => boxes.map((each, at) => workingColumn(`${prefix}${at}`, "", { box: each })));
    fc.assert(
      fc.property(columns("c"), columns("n"), (mine, proposed) => {
        const pairs = matchByPlace(mine, proposed);
        expect(pairs.flatMap((pair) => pair.mine ?? [])).toEqual(mine.map(({ id }) => id));
        expect(pairs.flatMap((pair) => pair.proposed ?? []).sort()).toEqual(proposed.map(({ id }) => id).sort());
        expect(pairs.every(({ overlap }) => overlap >= 0 && overlap <= 1)).toBe(true);
      }),
    );
    expect(overlapOf({ x: 0, y: 0, width: 2, height: 2 }, { x: 1, y: 0, width: 2, height: 2 })).toBeCloseTo(1 / 3);
  });
});
