/**
 * Width and height of a picture by its header alone, without a decoder and without trust: for planning, not for judging.
 * @see ITU-T T.81, B.2.2; PNG (third edition), 11.2.1; TIFF 6.0, section 2
 */
import type { Size } from "../pipeline/geometry.ts";
import type { ByteSource } from "./byte-source.ts";
import { readJpegStart } from "./pdf/jpeg-start.ts";
import { sniff } from "./sniff.ts";
import { entryIntegers, readDirectory, readTiffHeader } from "./tiff-directory.ts";
import { TAG } from "./tiff-picture.ts";

/** Where the header chunk, which always comes first, tells the size. */
const PNG_SIZE_AT = 16;

/** Of the first picture, as stored; undefined for what is no JPEG, PNG or TIFF, or does not say. */
export async function readPictureSize(source: ByteSource): Promise<Size | undefined> {
  const kind = await sniff(source);
  if (kind === "jpeg") return (await readJpegStart(source)).frame;
  if (kind === "png") return await pngSize(source);
  return kind === "tiff" ? await tiffSize(source) : undefined;
}

async function pngSize(source: ByteSource): Promise<Size | undefined> {
  const head = await source.read(PNG_SIZE_AT, 8);
  return head.length < 8 ? undefined : { width: head.readUInt32BE(0), height: head.readUInt32BE(4) };
}

async function tiffSize(source: ByteSource): Promise<Size | undefined> {
  const header = await readTiffHeader(source);
  const directory = header && (await readDirectory(source, header, header.firstDirectory));
  if (!header || typeof directory !== "object") return undefined;
  const [width] = await entryIntegers(source, header, directory.entries.get(TAG.width), 1);
  const [height] = await entryIntegers(source, header, directory.entries.get(TAG.height), 1);
  return width === undefined || height === undefined ? undefined : { width, height };
}
