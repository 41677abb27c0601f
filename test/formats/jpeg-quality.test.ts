import { describe, expect, test } from "vitest";
import { bufferSource } from "../../formats/byte-source.ts";
import { jpegQuality } from "../../formats/jpeg-quality.ts";
import { plain } from "../fixtures/image-stages.ts";

const picture = () => plain(64, 48, "#c8b48c");

describe("the quality of a JPEG file", () => {
  test.each([8, 25, 50, 75, 92])("is read from its tables: %s", async (quality) => {
    const bytes = await picture().jpeg({ quality }).toBuffer();
    const found = await jpegQuality(bufferSource(bytes));
    expect(Math.abs((found ?? 0) - quality)).toBeLessThanOrEqual(1);
  });

  test("is not known of other formats, nor of a file cut off before its tables", async () => {
    expect(await jpegQuality(bufferSource(await picture().png().toBuffer()))).toBeNull();
    const jpeg = await picture().jpeg().toBuffer();
    expect(await jpegQuality(bufferSource(jpeg.subarray(0, 12)))).toBeNull();
    expect(await jpegQuality(bufferSource(Buffer.alloc(0)))).toBeNull();
  });
});
