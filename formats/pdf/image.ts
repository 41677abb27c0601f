/** A JPEG as an image of a PDF: the bytes as they are, their colour explained (ISO 32000-1, 8.9.5; ISO 19005-2, 6.2.4). */
import { createHash } from "node:crypto";
import { StageError } from "../../pipeline/errors.ts";
import type { JpegHeader, OpenJpeg } from "./jpeg-header.ts";
import type { ObjectFile } from "./object-file.ts";
import { name, type PdfRef, type PdfValue } from "./values.ts";

/** The profiles of one document by digest: a scanner's profile is stored once, not once a page. */
export type ProfileRefs = Map<string, PdfRef>;

/**
 * Write the image. Colours without a profile are those of the output intent, sRGB, or grey.
 * @throws {StageError} PDF-COLOUR for CMYK without a profile, which means nothing beside an sRGB output intent.
 */
export async function writeImage(file: ObjectFile, jpeg: OpenJpeg, profiles: ProfileRefs, page: string): Promise<PdfRef> {
  const { header, source } = jpeg;
  const ColorSpace = colourSpace(file, header, profiles, page);
  const ref = file.reserve();
  const entries = {
    Type: name("XObject"),
    Subtype: name("Image"),
    Width: header.width,
    Height: header.height,
    ColorSpace,
    BitsPerComponent: 8,
    Filter: name("DCTDecode"),
    Decode: header.isInverted ? [1, 0, 1, 0, 1, 0, 1, 0] : undefined,
  };
  await file.copyStream(ref, entries, source);
  return ref;
}

function colourSpace(file: ObjectFile, { profile, channels }: JpegHeader, profiles: ProfileRefs, page: string): PdfValue {
  if (profile !== undefined) return [name("ICCBased"), profileRef(file, profile, channels, profiles)];
  if (channels === 4) throw new StageError({ code: "PDF-COLOUR", facts: { page } });
  return name(channels === 3 ? "DeviceRGB" : "DeviceGray");
}

function profileRef(file: ObjectFile, profile: Buffer, channels: number, profiles: ProfileRefs): PdfRef {
  const digest = createHash("sha256").update(profile).digest("hex");
  const known = profiles.get(digest);
  if (known !== undefined) return known;
  const ref = file.reserve();
  file.writeStream(ref, { N: channels }, profile, "deflated");
  profiles.set(digest, ref);
  return ref;
}

/**
 * The matrix that puts a stored image upright on a page of this size: its unit square, origin bottom left, is turned and
 * mirrored as the EXIF orientation says (CIPA DC-008, 4.6.4).
 */
export function imageMatrix(orientation: number, width: number, height: number): readonly number[] {
  const [w, h] = [width, height];
  const matrices: Readonly<Record<number, readonly number[]>> = {
    2: [-w, 0, 0, h, w, 0],
    3: [-w, 0, 0, -h, w, h],
    4: [w, 0, 0, -h, 0, h],
    5: [0, -h, -w, 0, w, h],
    6: [0, -h, w, 0, 0, h],
    7: [0, h, w, 0, 0, 0],
    8: [0, h, -w, 0, w, 0],
  };
  return matrices[orientation] ?? [w, 0, 0, h, 0, 0];
}
