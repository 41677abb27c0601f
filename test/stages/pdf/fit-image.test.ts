import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type JpegHeader, withJpeg } from "../../../formats/pdf/jpeg-header.ts";
import { fitImage, needsFitting } from "../../../stages/pdf/fit-image.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fit-image-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A page full of paper grain, which no encoder can shrink for nothing. */
async function page(name: string, format: (image: Sharp) => Sharp = (image) => image): Promise<string> {
  const noise = { type: "gaussian" as const, mean: 200, sigma: 20 };
  const image = sharp({ create: { width: 1200, height: 1600, channels: 3, background: "#fff", noise } });
  const path = join(folder, name);
  await writeFile(path, await format(image.withDensity(300)).jpeg({ quality: 92 }).toBuffer());
  return path;
}

const headerOf = (path: string): Promise<JpegHeader> => withJpeg(path, "1", async ({ header }) => header);

async function fitted(path: string, pageBytes: number, mostDpi = 400): Promise<Buffer> {
  const output = join(folder, "out.jpg");
  await fitImage(path, await headerOf(path), { pageBytes, mostDpi }, output);
  return readFile(output);
}

describe("the image budget of a page", () => {
  test("leaves a small image of a usual resolution alone", async () => {
    const header = await headerOf(await page("a.jpg"));
    expect(needsFitting(header, { pageBytes: header.sizeBytes, mostDpi: 300 })).toBe(false);
    expect(needsFitting(header, { pageBytes: header.sizeBytes - 1, mostDpi: 300 })).toBe(true);
    expect(needsFitting(header, { pageBytes: header.sizeBytes, mostDpi: 299 })).toBe(true);
    const cmyk = { ...header, channels: 4 as const };
    expect(needsFitting(cmyk, { pageBytes: header.sizeBytes, mostDpi: 300 })).toBe(true);
  });

  test("costs quality first and resolution after, and is kept either way", async () => {
    const path = await page("b.jpg");
    const { sizeBytes } = await headerOf(path);
    const slightly = await fitted(path, Math.round(sizeBytes * 0.6));
    expect(slightly.length).toBeLessThanOrEqual(sizeBytes * 0.6);
    expect((await sharp(slightly).metadata()).height).toBe(1600);
    const strongly = await fitted(path, Math.round(sizeBytes * 0.2));
    expect(strongly.length).toBeLessThanOrEqual(sizeBytes * 0.2);
    expect((await sharp(strongly).metadata()).height).toBeLessThan(1600);
  });

  test("goes no lower than what can be read, whatever was asked", async () => {
    const tiny = await fitted(await page("c.jpg"), 1000);
    expect((await sharp(tiny).metadata()).height).toBe(1000);
  });

  test("reduces to the highest resolution allowed", async () => {
    expect((await sharp(await fitted(await page("d.jpg"), 10_000_000, 150)).metadata()).height).toBe(800);
  });

  test("gives the same bytes twice, in grey where the page is grey", async () => {
    const path = await page("e.jpg", (image) => image.grayscale().toColourspace("b-w"));
    const [one, other] = [await fitted(path, 200_000), await fitted(path, 200_000)];
    expect(one.equals(other)).toBe(true);
    expect((await sharp(one).metadata()).channels).toBe(1);
  });

  test("stands upright where EXIF turned the page", async () => {
    const path = await page("f.jpg", (image) => image.withMetadata({ orientation: 6, density: 300 }));
    const { width = 0, height = 0, orientation } = await sharp(await fitted(path, 200_000)).metadata();
    expect(width).toBeGreaterThan(height);
    expect(orientation ?? 1).toBe(1);
  });
});
