/** Pictures of a page as a contact sheet shows them: large enough to read, small enough to carry a book on a stick. */
import type { PageQuality } from "../../catalogue/quality/page-quality.ts";
import { openDerivative, openReduced } from "../../formats/image-input.ts";
import type { Raster } from "../../formats/raster.ts";
import type { Digest } from "../../pipeline/artifact.ts";
import type { Size } from "../../pipeline/geometry.ts";
import type { ObjectCache } from "../../pipeline/object-cache.ts";
import { isThere, pictureName, type SheetFolder, writeWhole } from "./folder.ts";

/** Longest side of a picture on the web page, in pixels. */
export const PICTURE_SIDE = 1800;
const JPEG_QUALITY = 82;

/** A page with the pictures that were written of it, by their names in the folder; null where there is none. */
export interface ShownPage {
  readonly quality: PageQuality;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Write a picture unless an earlier run has. The name says which bytes it was made from, so it is never out of date.
 * @throws {StageError} when the object cannot be decoded
 */
export async function writePicture(
  cache: ObjectCache,
  folder: SheetFolder,
  sequence: number,
  { digest, kind }: { readonly digest: Digest; readonly kind: "before" | "after" },
): Promise<string> {
  const name = pictureName(sequence, kind, digest, PICTURE_SIDE);
  if (!(await isThere(folder, name))) {
    const reduced = await openReduced(await cache.file(digest), PICTURE_SIDE);
    await writeWhole(folder, name, await reduced.jpeg({ quality: JPEG_QUALITY }).toBuffer());
  }
  folder.names.add(name);
  return name;
}

/** A picture of the folder in exactly this size, for the sheet. */
export async function readPicture(path: string, { width, height }: Size): Promise<Raster> {
  const { data } = await openDerivative(path)
    .resize({ width, height, fit: "fill" })
    .toColourspace("srgb")
    .removeAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return { width, height, channels: 3, pixels: data };
}
