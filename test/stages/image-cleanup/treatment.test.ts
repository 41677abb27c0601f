import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { invert, mapPoint } from "../../../pipeline/geometry.ts";
import { drawnPage } from "../../fixtures/drawn-page.ts";
import { cleanBytes, colourAt, tiffOf } from "../../fixtures/image-stages.ts";

const SIZE = { width: 720, height: 1008 };
const FRAME = { x: 101, y: 203, width: 377, height: 512 };

const page = drawnPage({ ...SIZE, skewDegrees: 0, seed: 5, lightLoss: 0.3 });
const master = await tiffOf(page.raster);
const wish = (kind: string, more: object = {}) => ({
  v: 1,
  master: createHash("sha256").update(master).digest("hex"),
  kind,
  ...more,
});

test("a rectangle drawn by hand is the page, to the pixel, and the way back to the master is recorded", async () => {
  const { clean, report } = await cleanBytes(master, {}, wish("framed", { frame: FRAME }));
  expect([clean.width, clean.height]).toEqual([FRAME.width, FRAME.height]);
  expect(mapPoint(report.toMaster, 0, 0)).toEqual({ x: FRAME.x, y: FRAME.y });
  expect(report.treatment).toBe("framed");
  expect(report.steps.find(({ name }) => name === "crop")?.params).toMatchObject({ by: "person", width: FRAME.width });
});

test("of a page that lies askew everything in the rectangle is kept, straightened", async () => {
  const askew = await tiffOf(drawnPage({ ...SIZE, skewDegrees: 2, seed: 6 }).raster);
  const own = { ...wish("framed", { frame: FRAME }), master: createHash("sha256").update(askew).digest("hex") };
  const { clean, report } = await cleanBytes(askew, {}, own);
  expect(report.steps.map(({ name }) => name)).toContain("deskew");
  for (const [x, y] of [
    [FRAME.x, FRAME.y],
    [FRAME.x + FRAME.width, FRAME.y],
    [FRAME.x, FRAME.y + FRAME.height],
    [FRAME.x + FRAME.width, FRAME.y + FRAME.height],
  ] as const) {
    const at = mapPoint(invert(report.toMaster), x, y);
    expect(Math.min(at.x, at.y, clean.width - at.x, clean.height - at.y)).toBeGreaterThanOrEqual(-0.001);
  }
});

test("a rectangle that reaches beyond the picture ends with the picture", async () => {
  const frame = { x: 600, y: 900, width: 5000, height: 5000 };
  const { clean } = await cleanBytes(master, {}, wish("framed", { frame }));
  expect([clean.width, clean.height]).toEqual([SIZE.width - 600, SIZE.height - 900]);
});

test("the original is left as it is: size, position and colour", async () => {
  const { clean, report } = await cleanBytes(master, { jpegQuality: 100 }, wish("original"));
  expect([clean.width, clean.height]).toEqual([SIZE.width, SIZE.height]);
  expect(report.toMaster).toEqual({ a: 1, b: 0, c: 0, d: 1, e: 0, f: 0, g: 0, h: 0 });
  // The picture for reading alone is still made grey.
  const steps = report.steps.map(({ name }) => name).filter((name) => !["reading-image", "suppress-show-through"].includes(name));
  expect(steps).toEqual([]);
  for (const [x, y] of [...page.barePoints.slice(0, 12), [3, 3] as const]) {
    const [own, made] = [colourAt(page.raster, x, y), colourAt(clean, x, y)];
    for (const channel of [0, 1, 2]) expect(Math.abs((own[channel] ?? 0) - (made[channel] ?? 0))).toBeLessThanOrEqual(6);
  }
});

test("a wish that was taken back, or was about another scan, changes no byte", async () => {
  const measured = await cleanBytes(master);
  const takenBack = await cleanBytes(master, {}, wish("measured"));
  const ofOther = await cleanBytes(master, {}, { ...wish("original"), master: "a".repeat(64) });
  expect(takenBack.bytes).toEqual(measured.bytes);
  expect(ofOther.bytes).toEqual(measured.bytes);
});
