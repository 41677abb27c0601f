import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { bufferSource } from "../../formats/byte-source.ts";
import { encodeRaster } from "../../formats/image-input.ts";
import { readPyramid } from "../../formats/tiff-pyramid.ts";
import { accessImage } from "../../stages/access-image.ts";
import { drawnPage } from "../fixtures/drawn-page.ts";
import { StageFiles } from "../fixtures/stage-files.ts";

async function accessOf(clean: Buffer): Promise<{ access: string; thumbnail: string }> {
  const files = await StageFiles.create();
  const outputs = { access: files.output("access"), thumbnail: files.output("thumbnail") };
  await accessImage.run({
    inputs: { clean: await files.input("image/clean", clean) },
    outputs,
    scratch: files.folder,
    params: accessImage.params.parse({}),
    signal: new AbortController().signal,
  });
  return outputs;
}

const jpegOf = (width: number, height: number): Promise<Buffer> =>
  encodeRaster(drawnPage({ width, height, seed: 3 }).raster)
    .jpeg({ quality: 90 })
    .toBuffer();

describe("access-image", () => {
  test("makes a pyramid of JPEG tiles that halves down to one tile", async () => {
    const { access } = await accessOf(await jpegOf(1300, 1900));
    const found = await sharp(access).metadata();
    expect([found.format, found.width, found.height]).toEqual(["tiff", 1300, 1900]);
    const levels = await Promise.all(Array.from({ length: found.pages ?? 1 }, (_, page) => sharp(access, { page }).metadata()));
    expect(levels.map((level) => level.width)).toEqual([1300, 650, 325]);
    expect((await readFile(access)).length).toBeLessThan(1300 * 1900);
  });

  test("rounds every level up, as viewers do, and holds each tile at the edge a second time, cut to the picture", async () => {
    const bytes = await readFile((await accessOf(await jpegOf(1301, 1027))).access);
    const levels = await readPyramid(bufferSource(bytes));
    expect(levels.map(({ width, height }) => [width, height])).toEqual([
      [1301, 1027],
      [651, 514],
      [326, 257],
    ]);
    const cutSizes = levels.map(async ({ tiles }) => {
      const cut = [...(tiles?.cut.values() ?? [])].map(({ offset, bytes: length }) => bytes.subarray(offset, offset + length));
      const found = await Promise.all(cut.map((each) => sharp(each, { failOn: "warning" }).metadata()));
      return found.map(({ width, height }) => `${width}×${height}`);
    });
    expect(await Promise.all(cutSizes)).toEqual([
      ["277×512", "277×512", "512×3", "512×3", "277×3"],
      ["139×512", "512×2", "139×2"],
      ["326×257"],
    ]);
  });

  test("shows the same page as the cleaned picture", async () => {
    const clean = await jpegOf(700, 900);
    const { access } = await accessOf(clean);
    const [ours, theirs] = await Promise.all([clean, access].map((each) => sharp(each).raw().toBuffer()));
    const difference = (ours as Buffer).reduce((sum, value, i) => sum + Math.abs(value - (theirs?.[i] ?? 0)), 0);
    expect(difference / (ours as Buffer).length).toBeLessThan(6);
  });

  test("makes a thumbnail of 400 pixels at the longest side, and never enlarges", async () => {
    const large = await sharp((await accessOf(await jpegOf(1300, 1900))).thumbnail).metadata();
    expect([large.format, large.width, large.height]).toEqual(["jpeg", 274, 400]);
    const small = await sharp((await accessOf(await jpegOf(150, 220))).thumbnail).metadata();
    expect([small.width, small.height]).toEqual([150, 220]);
  });

  test("makes the same bytes of the same picture", async () => {
    const clean = await jpegOf(900, 1300);
    const [one, other] = [await accessOf(clean), await accessOf(clean)];
    expect((await readFile(one.access)).equals(await readFile(other.access))).toBe(true);
    expect((await readFile(one.thumbnail)).equals(await readFile(other.thumbnail))).toBe(true);
  });
});
