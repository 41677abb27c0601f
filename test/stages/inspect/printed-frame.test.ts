import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { cleanBytes, plain } from "../../fixtures/image-stages.ts";

const [WIDTH, HEIGHT] = [1400, 1000];
/** Thickness of a woodblock's outer frame line, in pixels: wider than what is taken for the shadow at a rim. */
const FRAME = 22;

/** A bitonal print: columns within a heavy frame, on paper that threshold made plain white, with room on three sides. */
async function framedPrint(): Promise<Buffer> {
  const box = { left: 90, top: 20, width: WIDTH - 200, height: HEIGHT - 240 };
  const bar = (left: number, top: number, width: number, height: number) => ({
    input: { create: { width, height, channels: 3 as const, background: "#000000" } },
    left,
    top,
  });
  const frame = [
    bar(box.left, box.top, box.width, FRAME),
    bar(box.left, box.top + box.height - FRAME, box.width, FRAME),
    bar(box.left, box.top, FRAME, box.height),
    bar(box.left + box.width - FRAME, box.top, FRAME, box.height),
  ];
  const strokes = Array.from({ length: 240 }, (_, i) => {
    const [column, place] = [Math.floor(i / 24), i % 24];
    return bar(box.left + 70 + column * 105, box.top + 60 + place * 27, 30 + ((i * 7) % 26), 6);
  });
  const atTheFoot = bar(300, HEIGHT - 14, 500, 3);
  return plain(WIDTH, HEIGHT, "#ffffff")
    .composite([...frame, ...strokes, atTheFoot])
    .png()
    .toBuffer();
}

describe("a heavy frame printed along the rim of a bitonal page", () => {
  test("is ink of the page and no ground: nothing of it is cut off or whitened", async () => {
    const { quality, report, text } = await cleanBytes(await framedPrint());
    expect(quality.page.ground).toBe("none");
    expect(report.inkLoss?.inkPixels).toBeGreaterThan(20_000);
    expect(Math.max(report.inkLoss?.clean ?? 1, report.inkLoss?.text ?? 1)).toBeLessThanOrEqual(0.001);
    expect(report.findings).toEqual([]);
    const black = text.pixels.filter((level) => level < 60).length;
    expect(black).toBeGreaterThan(2 * FRAME * (WIDTH - 200 + HEIGHT - 240) * 0.9);
  });

  test("while black ground about such a page, deeper than any frame is wide, is ground", async () => {
    const print = await framedPrint();
    const margin = { top: 90, bottom: 90, left: 90, right: 90, background: "#000000" };
    const { quality } = await cleanBytes(await sharp(print).extend(margin).png().toBuffer());
    expect(quality.page.ground).toBe("dark");
  });
});
