import { describe, expect, test } from "vitest";
import type { Raster } from "../../../formats/raster.ts";
import { reduce } from "../../../formats/reduce.ts";
import { checkInk } from "../../../stages/image-cleanup/check-ink.ts";
import { inkLoss } from "../../../stages/image-cleanup/ink-loss.ts";
import { inkPixels } from "../../../stages/image-cleanup/ink-pixels.ts";
import { planTone } from "../../../stages/image-cleanup/plan-tone.ts";
import { drawnPage, seeded } from "../../fixtures/drawn-page.ts";

const SIZE = { width: 900, height: 1260 };
const UNTURNED = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0, g: 0, h: 0 };
const stay = (x: number, y: number) => ({ x, y });

function copyOf(raster: Raster): Raster {
  return { ...raster, pixels: raster.pixels.slice() };
}

/** The loss when the pictures made of the master are these. */
function lossOf(master: Raster, made: Raster, toClean = stay) {
  return inkLoss({ reduced: reduce(master, 1), factor: 1, clean: made, text: made, toClean })!;
}

/** Bring the pixels of a box this share of the way to paper. */
function bleach({ width, pixels }: Raster, box: readonly [number, number, number, number], share: number): void {
  const [left, top, right, bottom] = box;
  for (let y = top; y < bottom; y++) {
    for (let p = (y * width + left) * 3; p < (y * width + right) * 3; p++) {
      pixels[p] = Math.round((pixels[p] as number) * (1 - share) + 200 * share);
    }
  }
}

describe("the measure of ink loss", () => {
  const page = drawnPage({ ...SIZE, seed: 17, lightLoss: 0.3 });

  test("finds nothing missing from a picture that is the master", () => {
    const { inkPixels: count, clean, text } = lossOf(page.raster, page.raster);
    expect(count).toBeGreaterThan(20_000);
    expect([clean, text]).toEqual([0, 0]);
  });

  test("sees nearly all strokes of the page as ink, and neither its ground nor bare paper", () => {
    const ink = new Set(inkPixels(reduce(page.raster, 1)).at);
    const isInkAt = ([x, y]: readonly [number, number]) => ink.has(Math.floor(y) * SIZE.width + Math.floor(x));
    expect(page.inkPoints.filter(isInkAt).length / page.inkPoints.length).toBeGreaterThan(0.97);
    expect(page.barePoints.filter(isInkAt)).toEqual([]);
    expect([...ink].filter((at) => at % SIZE.width < 40)).toEqual([]);
  });

  test("notices one bleached character of some two hundred", () => {
    const made = copyOf(page.raster);
    const [x, y] = page.inkPoints[60] as readonly [number, number];
    bleach(made, [Math.round(x) - 25, Math.round(y) - 25, Math.round(x) + 25, Math.round(y) + 25], 0.9);
    expect(lossOf(page.raster, made).clean).toBeGreaterThan(0.001);
  });

  test.each([0.9, 1])("tells the share of ink in a region bleached by %s", (share) => {
    const made = copyOf(page.raster);
    const limit = SIZE.height >> 1;
    bleach(made, [0, 0, SIZE.width, limit], share);
    const ink = inkPixels(reduce(page.raster, 1)).at;
    const truth = ink.filter((at) => at < limit * SIZE.width).length / ink.length;
    expect(lossOf(page.raster, made).clean).toBeGreaterThan(truth * 0.97);
    expect(lossOf(page.raster, made).clean).toBeLessThan(truth * 1.03);
  });

  test("counts what an edge cut off", () => {
    const cut = 150;
    const width = SIZE.width - cut;
    const made: Raster = { width, height: SIZE.height, channels: 3, pixels: new Uint8Array(width * SIZE.height * 3) };
    for (let y = 0; y < SIZE.height; y++) {
      const from = (y * SIZE.width + cut) * 3;
      made.pixels.set(page.raster.pixels.subarray(from, from + width * 3), y * width * 3);
    }
    const ink = inkPixels(reduce(page.raster, 1)).at;
    const truth = ink.filter((at) => at % SIZE.width < cut).length / ink.length;
    expect(truth).toBeGreaterThan(0.02);
    expect(lossOf(page.raster, made, (x, y) => ({ x: x - cut, y })).clean).toBeCloseTo(truth, 2);
  });

  test("counts vermilion as ink, and misses it in a picture that shows it as paper", () => {
    const sealed = drawnPage({ ...SIZE, seed: 17, hasSeal: false });
    const marked = copyOf(sealed.raster);
    const [x, y] = sealed.barePoints[2] as readonly [number, number];
    for (let row = Math.round(y) - 2; row < y + 12; row++) {
      for (let column = Math.round(x) - 60; column < x + 60; column += 8) {
        marked.pixels.set([180, 95, 70, 180, 95, 70, 180, 95, 70], (row * SIZE.width + column) * 3);
      }
    }
    const ink = inkPixels(reduce(marked, 1)).at.length - inkPixels(reduce(sealed.raster, 1)).at.length;
    expect(ink).toBeGreaterThan(300);
    expect(lossOf(marked, sealed.raster).clean).toBeGreaterThan(0.002);
  });

  test("is not asked where there is no ink: bare paper with grain", () => {
    const random = seeded(4);
    const grain = { ...SIZE, channels: 3 as const, pixels: new Uint8Array(SIZE.width * SIZE.height * 3) };
    for (let i = 0; i < grain.pixels.length; i++) grain.pixels[i] = 190 + (random() - 0.5) * 24;
    expect(inkLoss({ reduced: grain, factor: 1, clean: grain, text: grain, toClean: stay })).toBeNull();
  });
});

describe("a page most of whose ink is gone", () => {
  const page = drawnPage({ ...SIZE, seed: 17 }).raster;
  const made = copyOf(page);
  bleach(made, [0, 0, SIZE.width, SIZE.height], 0.95);
  const tone = planTone(page, { paperColour: [200, 200, 200], isPage: () => true });
  const findingsFor = (codes: readonly string[]) => {
    const findings = codes.map((code) => ({
      code,
      value: 0,
      unit: "share",
      threshold: 0,
      severity: "note" as const,
      facts: {},
      where: null,
    }));
    return checkInk({ findings }, tone, { clean: made, text: made }, UNTURNED).findings.map(({ code }) => code);
  };

  test("is told", () => {
    expect(findingsFor(["QC-SHOWTHROUGH"])).toEqual(["CLEAN-INK-LOSS"]);
  });

  test("is not, when it is a blank leaf, whose darkest marks are those of the other side", () => {
    expect(findingsFor(["BLANK"])).toEqual([]);
  });
});
