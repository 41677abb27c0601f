import { beforeAll, describe, expect, test } from "vitest";
import { planPage } from "../../../bench/quality/page-plan.ts";
import { paintPage } from "../../../bench/quality/paint-page.ts";
import { encodeRaster } from "../../../formats/image-input.ts";
import { hammingDistance } from "../../../formats/perceptual-hash.ts";
import { inspectBytes } from "../../fixtures/image-stages.ts";

/** Shots of one page differ in fewer bits than this, pages of one book in more. */
const ALIKE_BITS = 12;

const book = { ...planPage(5), kind: "woodblock", width: 840, height: 1180, ground: null, skewDegrees: 0.3 } as const;
const pageOf = async (seed: number) => (await paintPage({ ...book, seed })).raster;
const fingerprintOf = async (bytes: Buffer): Promise<string> => (await inspectBytes(bytes)).fingerprint ?? "none";

describe("the fingerprint of a page", () => {
  let page: Awaited<ReturnType<typeof pageOf>>;
  let first: string;
  beforeAll(async () => {
    page = await pageOf(5);
    first = await fingerprintOf(await encodeRaster(page).png().toBuffer());
  }, 60_000);

  test.each([
    ["saved as a poor JPEG", () => encodeRaster(page).jpeg({ quality: 45 })],
    ["taken darker", () => encodeRaster(page).linear(0.75, -6)],
    ["taken at three quarters of the size", () => encodeRaster(page).resize(630)],
    ["laid a little aslant", () => encodeRaster(page).rotate(1.6, { background: "#d9cba8" })],
    ["laid a little to the side", () => encodeRaster(page).extend({ left: 30, top: 22, background: "#d9cba8" })],
  ])("is nearly the same when the page is %s", async (_, shot) => {
    const other = await fingerprintOf(await shot().png().toBuffer());
    expect(hammingDistance(first, other)).toBeLessThan(ALIKE_BITS);
  });

  test("is another for other pages of the book, which share its frame and columns", async () => {
    for (const seed of [6, 7, 8]) {
      const other = await fingerprintOf(
        await encodeRaster(await pageOf(seed))
          .png()
          .toBuffer(),
      );
      expect(hammingDistance(first, other)).toBeGreaterThan(ALIKE_BITS);
    }
  });

  test("is not given to a blank leaf", async () => {
    const blank = (await paintPage({ ...book, kind: "blank" })).raster;
    expect((await inspectBytes(await encodeRaster(blank).png().toBuffer())).fingerprint).toBeNull();
  });
});
