/** Orientation and resolution out of an EXIF block (a small TIFF without pixels). Broken blocks say nothing, and never loop. */
import { bufferSource } from "./byte-source.ts";
import { entryNumbers, readDirectory, readTiffHeader } from "./tiff-directory.ts";
import { TAG } from "./tiff-picture.ts";

/** What an EXIF block says about its picture. */
export interface ExifFacts {
  /** As stated, which may be nonsense; absent when not stated. */
  readonly orientation?: number;
  readonly resolutionDpi?: number;
}

/** Read the first directory of a block that begins with a TIFF header; undefined when it is no such thing. */
export async function readExif(block: Buffer): Promise<ExifFacts | undefined> {
  const source = bufferSource(block);
  const header = await readTiffHeader(source);
  if (header === undefined) return undefined;
  const directory = await readDirectory(source, header, header.firstDirectory);
  if (typeof directory !== "object") return undefined;
  const one = async (tag: number) => (await entryNumbers(source, header, directory.entries.get(tag), 1))[0];
  const stated = (await one(TAG.xResolution)) ?? 0;
  const dpi = (await one(TAG.resolutionUnit)) === 3 ? stated * 2.54 : stated;
  const orientation = await one(TAG.orientation);
  return {
    ...(orientation === undefined ? {} : { orientation }),
    ...(Number.isFinite(dpi) && dpi > 1 ? { resolutionDpi: Math.round(dpi * 100) / 100 } : {}),
  };
}
