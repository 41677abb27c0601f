import { writeFile } from "node:fs/promises";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { decodePicture, encodeRaster, readPictureHeader } from "../../formats/image-input.ts";
import { asSohoaError, StageError } from "../../pipeline/errors.ts";
import { drawnPage } from "../fixtures/drawn-page.ts";
import { StageFiles } from "../fixtures/stage-files.ts";

const { raster } = drawnPage({ width: 300, height: 420, seed: 1, hasSeal: true });
const picture = () => encodeRaster(raster);

async function fileOf(bytes: Buffer): Promise<string> {
  return (await (await StageFiles.create()).input("image/master", bytes)).path;
}

async function failureOf(bytes: Buffer, pixelLimit?: number): Promise<StageError> {
  const thrown = await decodePicture(await fileOf(bytes), pixelLimit).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(StageError);
  return thrown as StageError;
}

/** Mean difference of a channel from the drawn page. */
async function differenceOf(bytes: Buffer): Promise<number> {
  const decoded = (await decodePicture(await fileOf(bytes))).raster;
  expect([decoded.width, decoded.height, decoded.channels]).toEqual([300, 420, 4]);
  let sum = 0;
  for (let i = 0; i < raster.pixels.length; i++) {
    sum += Math.abs((raster.pixels[i] as number) - (decoded.pixels[Math.floor(i / 3) * 4 + (i % 3)] as number));
  }
  return sum / raster.pixels.length;
}

const FORMS: readonly (readonly [string, () => Promise<Buffer>, number])[] = [
  ["8-bit TIFF", () => picture().tiff({ compression: "none" }).toBuffer(), 0],
  ["LZW TIFF", () => picture().tiff({ compression: "lzw" }).toBuffer(), 0],
  ["16-bit PNG", () => picture().toColourspace("rgb16").png().toBuffer(), 0.01],
  ["JPEG", () => picture().jpeg({ quality: 95 }).toBuffer(), 3],
  ["progressive JPEG", () => picture().jpeg({ quality: 95, progressive: true }).toBuffer(), 3],
  ["PNG with alpha", () => picture().ensureAlpha(1).png().toBuffer(), 0],
  ["palette PNG", () => picture().png({ palette: true, colours: 256, dither: 0 }).toBuffer(), 6],
  ["interlaced PNG", () => picture().png({ progressive: true }).toBuffer(), 0],
  ["CMYK JPEG", () => picture().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer(), 25],
  ["CMYK TIFF", () => picture().toColourspace("cmyk").tiff({ compression: "none" }).toBuffer(), 25],
  ["sRGB profile", () => picture().withIccProfile("srgb").png().toBuffer(), 0],
  ["wide profile", () => picture().withIccProfile("p3").png().toBuffer(), 2],
];

describe("opening a picture", () => {
  test("is refused where its pixels do not fit into one buffer, whatever a profile allows", async () => {
    const huge = await picture().jpeg().toBuffer();
    const frame = huge.indexOf(Buffer.from([0xff, 0xc0]));
    huge.writeUInt16BE(40_000, frame + 5);
    huge.writeUInt16BE(30_000, frame + 7);
    expect(await failureOf(huge, 2_000_000_000)).toMatchObject({ code: "IMG-BOMB", retry: "never" });
  });

  test.each(FORMS)("brings %s to upright 8-bit sRGB", async (_name, bytes, tolerance) => {
    expect(await differenceOf(await bytes())).toBeLessThanOrEqual(tolerance);
  });

  test("brings 1-bit and grey pictures to the same form", async () => {
    const bitonal = await picture()
      .threshold(110)
      .toColourspace("b-w")
      .tiff({ bitdepth: 1, compression: "ccittfax4" })
      .toBuffer();
    const decoded = await decodePicture(await fileOf(bitonal));
    expect([...new Set(decoded.raster.pixels)].sort()).toEqual([0, 255]);
    const inverse = await picture().threshold(110).toColourspace("b-w").tiff({ bitdepth: 1, miniswhite: true }).toBuffer();
    expect((await decodePicture(await fileOf(inverse))).raster.pixels).toEqual(decoded.raster.pixels);
    const grey16 = await picture().toColourspace("grey16").png().toBuffer();
    const { header, raster: grey } = await decodePicture(await fileOf(grey16));
    expect([header.bitsPerSample, grey.channels, grey.pixels[0]]).toEqual([16, 4, grey.pixels[1]]);
  });

  test("lays transparency on white", async () => {
    const clear = sharp({ create: { width: 4, height: 4, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
    const { raster: laid } = await decodePicture(await fileOf(await clear.png().toBuffer()));
    expect(laid.pixels[0]).toBe(255);
  });

  test("ignores a profile that is none, and says so", async () => {
    const bytes = await picture().withIccProfile("srgb").jpeg({ quality: 95 }).toBuffer();
    const at = bytes.indexOf("acsp");
    expect(at).toBeGreaterThan(0);
    bytes.write("xxxx", at, "latin1");
    expect((await readPictureHeader(await fileOf(bytes))).profile).toBe("bad");
    expect(await differenceOf(bytes)).toBeLessThan(3);
  });

  test("takes an EXIF orientation that does not exist for none", async () => {
    const bytes = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const tag = bytes.indexOf(Buffer.from([0x01, 0x12, 0x00, 0x03]));
    const tagLittle = bytes.indexOf(Buffer.from([0x12, 0x01, 0x03, 0x00]));
    expect(Math.max(tag, tagLittle)).toBeGreaterThan(0);
    if (tag > 0) bytes.writeUInt16BE(9, tag + 8);
    else bytes.writeUInt16LE(9, tagLittle + 8);
    const { header, raster: upright } = await decodePicture(await fileOf(bytes));
    expect([header.orientation, upright.width, upright.height]).toEqual([1, 300, 420]);
  });

  test("states a resolution only where the file does", async () => {
    const resolution = async (bytes: Buffer) => (await readPictureHeader(await fileOf(bytes))).resolutionDpi;
    expect(await resolution(await picture().jpeg().toBuffer())).toBeNull();
    expect(await resolution(await picture().png().toBuffer())).toBeNull();
    expect(await resolution(await picture().withMetadata({ density: 400 }).jpeg().toBuffer())).toBe(400);
    expect(await resolution(await picture().withMetadata({ density: 600 }).tiff().toBuffer())).toBe(600);
  });
});

describe("a picture that cannot be opened", () => {
  const whole: readonly (readonly [string, () => Promise<Buffer>])[] = [
    ["JPEG", () => picture().jpeg({ quality: 92 }).toBuffer()],
    ["PNG", () => picture().png().toBuffer()],
    ["TIFF", () => picture().tiff({ compression: "none" }).toBuffer()],
    ["LZW TIFF", () => picture().tiff({ compression: "lzw" }).toBuffer()],
  ];

  test.each(whole)("is refused for good when a %s is cut short or ends in zeros", async (_name, make) => {
    const bytes = await make();
    for (const share of [0.1, 0.5, 0.9]) {
      const cut = await failureOf(bytes.subarray(0, Math.floor(bytes.length * share)));
      expect(["IMG-TRUNC", "IMG-CORRUPT"]).toContain(cut.code);
      expect(cut.retry).toBe("never");
    }
    const zeroed = Buffer.from(bytes).fill(0, bytes.length >> 1);
    expect(["IMG-TRUNC", "IMG-CORRUPT"]).toContain((await failureOf(zeroed)).code);
  });

  test("is called cut short where the decoder can tell", async () => {
    const bytes = await picture().jpeg().toBuffer();
    expect((await failureOf(bytes.subarray(0, bytes.length >> 1))).code).toBe("IMG-TRUNC");
    const tiff = await picture().tiff({ compression: "none" }).toBuffer();
    expect((await failureOf(tiff.subarray(0, tiff.length >> 1))).code).toBe("IMG-TRUNC");
  });

  test("is called a bomb when it has more pixels than allowed, before it is decoded", async () => {
    expect((await failureOf(await picture().png().toBuffer(), 1000)).code).toBe("IMG-BOMB");
  });

  test("is called empty or of no known format", async () => {
    expect((await failureOf(Buffer.alloc(0))).code).toBe("IMG-EMPTY");
    expect((await failureOf(Buffer.from("trang sách không phải ảnh"))).code).toBe("IMG-FORMAT");
    expect((await failureOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))).code).toBe(
      "IMG-FORMAT",
    );
    expect((await failureOf(await picture().webp().toBuffer())).code).toBe("IMG-FORMAT");
    expect((await failureOf(await picture().gif().toBuffer())).code).toBe("IMG-FORMAT");
  });

  test("is told apart from a file that is not there", async () => {
    const files = await StageFiles.create();
    const thrown = await decodePicture(files.output("none")).catch((error: unknown) => error);
    expect(thrown).not.toBeInstanceOf(StageError);
    expect(asSohoaError(thrown).retry).toBe("later");
  });

  test("keeps the path out of what it says", async () => {
    const files = await StageFiles.create();
    const path = files.output("broken");
    await writeFile(path, (await picture().png().toBuffer()).subarray(0, 900));
    const thrown = (await decodePicture(path).catch((error: unknown) => error)) as StageError;
    expect(String(thrown.facts["detail"])).not.toContain(files.folder);
  });
});
