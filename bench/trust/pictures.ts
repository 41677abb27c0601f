/** Pictures for measuring: valid TIFF files of any size, each with bytes of its own, made as fast as the disk writes. */
import { randomFillSync } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const SHORT = 3;
const LONG = 4;
const HEADER_BYTES = 8;

/** One grey picture in one strip, uncompressed (TIFF 6.0, section 2): noise, or one tone with the number in its first bytes. */
export function greyTiff(side: number, number: number, isNoise: boolean): Buffer {
  const pixels = Buffer.alloc(side * side, 200);
  if (isNoise) randomFillSync(pixels);
  pixels.writeUInt32BE(number, 0);
  const fields: readonly (readonly [tag: number, type: number, value: number])[] = [
    [256, LONG, side],
    [257, LONG, side],
    [258, SHORT, 8],
    [259, SHORT, 1],
    [262, SHORT, 1],
    [273, LONG, HEADER_BYTES],
    [277, SHORT, 1],
    [278, LONG, side],
    [279, LONG, pixels.length],
  ];
  const directory = Buffer.alloc(2 + 12 * fields.length + 4);
  directory.writeUInt16LE(fields.length, 0);
  for (const [index, [tag, type, value]] of fields.entries()) {
    const at = 2 + 12 * index;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(1, at + 4);
    if (type === SHORT) directory.writeUInt16LE(value, at + 8);
    else directory.writeUInt32LE(value, at + 8);
  }
  const header = Buffer.from("II*\0\0\0\0\0", "latin1");
  const padding = Buffer.alloc(pixels.length % 2);
  header.writeUInt32LE(HEADER_BYTES + pixels.length + padding.length, 4);
  return Buffer.concat([header, pixels, padding, directory]);
}

/** A folder of such pictures; gives what they weigh in bytes. */
export async function fillFolder(folder: string, count: number, side: number, isNoise: boolean): Promise<number> {
  await mkdir(folder, { recursive: true });
  let bytes = 0;
  for (let number = 1; number <= count; number += 1) {
    const picture = greyTiff(side, number, isNoise);
    bytes += picture.length;
    await writeFile(join(folder, `${String(number).padStart(6, "0")}.tif`), picture);
  }
  return bytes;
}
