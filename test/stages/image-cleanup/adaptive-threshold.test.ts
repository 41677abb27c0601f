import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Raster, toGrey } from "../../../formats/raster.ts";
import { adaptiveThreshold, thresholdInBands } from "../../../stages/image-cleanup/adaptive-threshold.ts";
import { thresholdBand } from "../../../stages/image-cleanup/adaptive-threshold-plain.ts";
import { KERNEL_BASE64 } from "../../../stages/image-cleanup/kernels/kernel-bytes.ts";
import { thresholdKernel } from "../../../stages/image-cleanup/kernels/threshold-kernel.ts";
import { drawnPage, seeded } from "../../fixtures/drawn-page.ts";
import { hasTool } from "../../fixtures/tools.ts";

const KERNELS = join(import.meta.dirname, "../../../stages/image-cleanup/kernels");

function noise(width: number, height: number, seed: number, contrast: number): Raster {
  const random = seeded(seed);
  const pixels = Uint8Array.from({ length: width * height }, () => 128 + (random() - 0.5) * contrast);
  return { width, height, channels: 1, pixels };
}

describe("the adaptive threshold", () => {
  test("gives identical pixels in WebAssembly and in plain TypeScript, for pictures of every shape", () => {
    const kernel = thresholdKernel();
    expect(kernel).not.toBeNull();
    let ink = 0;
    fc.assert(
      fc.property(
        fc.record({
          width: fc.integer({ min: 1, max: 70 }),
          height: fc.integer({ min: 1, max: 60 }),
          seed: fc.nat(),
          contrast: fc.constantFrom(0, 3, 60, 255),
        }),
        fc.record({ half: fc.integer({ min: 1, max: 127 }), k: fc.double({ min: 0, max: 1, noNaN: true }) }),
        ({ width, height, seed, contrast }, { half, k }) => {
          const picture = noise(width, height, seed, contrast);
          const options = { windowPixels: 2 * half + 1, k };
          const fast = thresholdInBands(picture, options, kernel!);
          ink += fast.pixels.filter((level) => level === 0).length;
          expect(Buffer.compare(fast.pixels, thresholdInBands(picture, options, thresholdBand).pixels)).toBe(0);
        },
      ),
      { numRuns: 300, seed: 7 },
    );
    expect(ink).toBeGreaterThan(1000);
  });

  test("gives identical pixels on a page of several bands", () => {
    const page = toGrey(drawnPage({ width: 1300, height: 1800, lightLoss: 0.5, skewDegrees: 1 }).raster);
    const options = { windowPixels: 51, k: 0.25 };
    const plain = thresholdInBands(page, options, thresholdBand);
    expect(Buffer.compare(adaptiveThreshold(page, options).pixels, plain.pixels)).toBe(0);
    // one band alone: that pages are cut into bands is not to be seen
    const whole = new Uint8Array(page.pixels.length);
    thresholdBand(page.pixels, 1300, { first: 0, count: 1800 }, { radius: 25, rest: 0.75, weight: 0.0625 / 16_384 }, whole);
    expect(Buffer.compare(plain.pixels, whole)).toBe(0);
  });

  test("finds ink in bright and in dark corners of a page, and nothing on its bare paper", () => {
    const page = drawnPage({ width: 720, height: 1008, ground: null, lightLoss: 0.6, seed: 5 });
    const bitonal = adaptiveThreshold(toGrey(page.raster), { windowPixels: 41, k: 0.25 });
    const at = ([x, y]: readonly [number, number]) => bitonal.pixels[Math.floor(y) * 720 + Math.floor(x)];
    expect(page.inkPoints.filter((point) => at(point) === 0).length / page.inkPoints.length).toBeGreaterThan(0.97);
    expect(page.barePoints.map(at)).toEqual(page.barePoints.map(() => 255));
  });

  test("refuses windows it cannot count in", () => {
    for (const windowPixels of [1, 4, 257]) {
      expect(() => adaptiveThreshold(noise(8, 8, 1, 9), { windowPixels, k: 0.2 })).toThrow(RangeError);
    }
  });

  test.skipIf(!hasTool("clang") || !hasTool("wasm-ld"))("is built from the source that lies beside it", async () => {
    const target = join(mkdtempSync(join(tmpdir(), "kernel-")), "kernel-bytes.ts");
    const build = spawnSync("sh", [join(KERNELS, "build.sh"), target], { encoding: "utf8" });
    expect(build.stderr).toBe("");
    if (readFileSync(target, "utf8").includes(KERNEL_BASE64)) return;
    // another compiler writes other bytes; its pixels must be the same
    const { KERNEL_BASE64: rebuilt } = (await import(pathToFileURL(target).href)) as { KERNEL_BASE64: string };
    const page = noise(300, 200, 3, 200);
    const options = { windowPixels: 31, k: 0.3 };
    const pixels = thresholdInBands(page, options, thresholdKernel(rebuilt)!).pixels;
    expect(Buffer.compare(pixels, adaptiveThreshold(page, options).pixels)).toBe(0);
  });
});
