import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writePdf } from "../../../formats/pdf/document.ts";
import type { PdfPage } from "../../../formats/pdf/page.ts";
import { hasTool, runTool } from "../../fixtures/tools.ts";
import { pdfaFaults } from "./pdfa-points.ts";
import { METADATA } from "./write-book.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pdf-images-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A picture whose corners differ: red, green, blue, and grey elsewhere. */
function corners(width = 320, height = 480) {
  const pixels = Buffer.alloc(width * height * 3, 128);
  const fill = (left: number, top: number, colour: readonly number[]) => {
    for (let y = top; y < top + height / 3; y++)
      for (let x = left; x < left + width / 3; x++) pixels.set(colour, (y * width + x) * 3);
  };
  fill(0, 0, [220, 30, 30]);
  fill(Math.floor((2 * width) / 3), 0, [30, 200, 30]);
  fill(0, Math.floor((2 * height) / 3), [30, 30, 220]);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

let count = 0;
async function bind(jpeg: Buffer, page: Partial<PdfPage> = {}): Promise<string> {
  const name = join(folder, String(count++));
  await writeFile(`${name}.jpg`, jpeg);
  const description = { metadata: METADATA, bookmarks: [], idHex: "0".repeat(32) };
  await writePdf(`${name}.pdf`, description, [{ imagePath: `${name}.jpg`, label: "5b", ...page }]);
  return `${name}.pdf`;
}

/** Mean difference of a page as poppler shows it from a picture, of 255. */
async function difference(pdf: string, wanted: Buffer): Promise<number> {
  runTool("pdftoppm", "-singlefile", "-scale-to-x", "160", "-scale-to-y", "-1", "-png", pdf, pdf);
  const shown = await sharp(`${pdf}.png`).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = shown.info;
  const other = await sharp(wanted).resize(width, height, { fit: "fill" }).toColourspace("srgb").removeAlpha().raw().toBuffer();
  let sum = 0;
  for (const [at, value] of shown.data.entries()) sum += Math.abs(value - (other[at] ?? 0));
  return sum / shown.data.length;
}

const codeOf = (binding: Promise<string>) =>
  binding.then(
    () => "none",
    (error: { code?: string }) => error.code,
  );

describe.skipIf(!hasTool("pdftoppm") || !hasTool("qpdf"))("the image of a page", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])("stands upright whatever EXIF says: orientation %i", async (orientation) => {
    const jpeg = await corners().jpeg({ quality: 95 }).withMetadata({ orientation, density: 150 }).toBuffer();
    const pdf = await bind(jpeg);
    expect((await readFile(pdf)).includes(jpeg)).toBe(true);
    expect(await difference(pdf, await sharp(jpeg).autoOrient().png().toBuffer())).toBeLessThan(4);
    expect(pdfaFaults(pdf)).toEqual([]);
  });

  test("may be grey, or progressive", async () => {
    for (const jpeg of [
      await corners().grayscale().toColourspace("b-w").jpeg().toBuffer(),
      await corners().jpeg({ progressive: true }).toBuffer(),
    ]) {
      const pdf = await bind(jpeg);
      expect(await difference(pdf, jpeg)).toBeLessThan(4);
      expect(pdfaFaults(pdf)).toEqual([]);
    }
  });

  test("keeps the colours of its own profile, stored once for many pages", async () => {
    const jpeg = await corners().withIccProfile("p3").jpeg({ quality: 95 }).toBuffer();
    const path = join(folder, "p3.jpg");
    await writeFile(path, jpeg);
    const pdf = join(folder, "p3.pdf");
    const pages = [1, 2, 3].map((label) => ({ imagePath: path, label: String(label) }));
    await writePdf(pdf, { metadata: METADATA, bookmarks: [], idHex: "0".repeat(32) }, pages);
    expect((await readFile(pdf, "latin1")).match(/\/ColorSpace \[\/ICCBased \d+ 0 R\]/g)).toHaveLength(3);
    expect(new Set((await readFile(pdf, "latin1")).match(/ICCBased \d+/g)).size).toBe(1);
    expect(pdfaFaults(pdf)).toEqual([]);
  });

  test("may be CMYK when a profile says what its numbers mean, and is refused when none does", async () => {
    const cmyk = await corners().toColourspace("cmyk").withIccProfile("cmyk").jpeg({ quality: 95 }).toBuffer();
    const pdf = await bind(cmyk);
    expect(await readFile(pdf, "latin1")).toContain("/Decode [1 0 1 0 1 0 1 0]");
    expect(await difference(pdf, await sharp(cmyk).toColourspace("srgb").png().toBuffer())).toBeLessThan(12);
    expect(pdfaFaults(pdf)).toEqual([]);
    expect(await codeOf(bind(withoutProfile(cmyk)))).toBe("PDF-COLOUR");
  });

  test("of a map of many metres keeps its size by a larger unit", async () => {
    const jpeg = await sharp({ create: { width: 30_000, height: 40, channels: 3, background: "#fff" } })
      .jpeg()
      .toBuffer();
    const pdf = await bind(jpeg, { resolutionDpi: 72 });
    expect(await readFile(pdf, "latin1")).toContain("/UserUnit 3");
    expect(pdfaFaults(pdf)).toEqual([]);
  });

  test("is named by its page when it is missing, cut short or no JPEG", async () => {
    const jpeg = await corners().jpeg().toBuffer();
    expect(await codeOf(bind(jpeg, { imagePath: join(folder, "nowhere.jpg") }))).toBe("PDF-MISSING");
    for (const bad of [jpeg.subarray(0, jpeg.length >> 1), await corners().png().toBuffer(), Buffer.alloc(0)]) {
      await expect(bind(bad)).rejects.toMatchObject({ code: "PDF-JPEG", facts: { page: "5b" } });
    }
  });
});

/** The same JPEG without its APP2 segments. */
function withoutProfile(jpeg: Buffer): Buffer {
  const kept: Buffer[] = [jpeg.subarray(0, 2)];
  let at = 2;
  while (jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    if (jpeg[at + 1] !== 0xe2) kept.push(jpeg.subarray(at, end));
    at = end;
  }
  return Buffer.concat([...kept, jpeg.subarray(at)]);
}
