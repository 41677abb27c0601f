import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { bufferSource } from "../../formats/byte-source.ts";
import { readPictureSize } from "../../formats/picture-size.ts";

const picture = () => sharp({ create: { width: 123, height: 45, channels: 3, background: "#abc" } });
const sizeOf = async (bytes: Buffer) => {
  const size = await readPictureSize(bufferSource(bytes));
  return size && [size.width, size.height];
};

describe("the size of a picture", () => {
  test("is read from the header of what a master may be", async () => {
    const written = {
      jpeg: await picture().jpeg().toBuffer(),
      progressive: await picture().jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer(),
      png: await picture().png().toBuffer(),
      tiff: await picture().tiff().toBuffer(),
      big: await picture().tiff({ bigtiff: true }).toBuffer(),
      tiled: await picture().tiff({ tile: true, pyramid: true, tileWidth: 16, tileHeight: 16 }).toBuffer(),
    };
    for (const [name, bytes] of Object.entries(written)) expect(await sizeOf(bytes), name).toEqual([123, 45]);
  });

  test("is nothing for what is no picture, or ends before it tells", async () => {
    expect(await sizeOf(Buffer.from("những trang chữ không phải là ảnh"))).toBeUndefined();
    expect(await sizeOf(Buffer.alloc(0))).toBeUndefined();
    expect(await sizeOf((await picture().png().toBuffer()).subarray(0, 20))).toBeUndefined();
    expect(await sizeOf((await picture().jpeg().toBuffer()).subarray(0, 30))).toBeUndefined();
    expect(await sizeOf((await picture().tiff().toBuffer()).subarray(0, 60))).toBeUndefined();
  });
});
