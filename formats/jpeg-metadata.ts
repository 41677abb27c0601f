/** What the application segments of a JPEG file say: resolution, orientation, colour profile, further pictures. */
import { type ExifFacts, readExif } from "./exif.ts";
import { checkIcc, ICC_HEADER_BYTES } from "./icc.ts";
import type { FindingList } from "./image-structure.ts";

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const MAX_METADATA_BYTES = 10 * 1024 * 1024;
/** Name, number and count stand before each part of a profile (ICC.1:2022 annex B.4). */
const ICC_PART_HEADER_BYTES = 14;

/** Gathered segment by segment; large metadata is measured, not kept. */
export interface JpegMetadata {
  bytes: number;
  exif?: ExifFacts;
  jfifDpi?: number;
  iccHeader?: Buffer;
  iccBytes: number;
  isMultiPicture: boolean;
}

/** Nothing gathered yet. */
export function noMetadata(): JpegMetadata {
  return { bytes: 0, iccBytes: 0, isMultiPicture: false };
}

/** True for application segments. */
export function isApplicationMarker(marker: number): boolean {
  return marker >= APP0 && marker <= 0xef;
}

/** Take in one application segment; `body` is not kept. */
export async function gatherMetadata(marker: number, body: Buffer, found: JpegMetadata, findings: FindingList): Promise<void> {
  found.bytes += body.length;
  const name = body.toString("latin1", 0, 12);
  if (marker === APP0 && name.startsWith("JFIF\0")) gatherJfif(body, found);
  if (marker === APP1 && name.startsWith("Exif\0\0") && found.exif === undefined) await gatherExif(body, found, findings);
  if (marker === APP2 && name === "ICC_PROFILE\0") gatherIcc(body, found);
  if (marker === APP2 && name.startsWith("MPF\0")) found.isMultiPicture = true;
}

/** JFIF 1.02: unit 1 is dots per inch, 2 dots per centimetre, 0 an aspect ratio. */
function gatherJfif(body: Buffer, found: JpegMetadata): void {
  const density = body.length >= 12 ? body.readUInt16BE(8) : 0;
  const dpi = body[7] === 1 ? density : body[7] === 2 ? density * 2.54 : 0;
  if (dpi > 1) found.jfifDpi = Math.round(dpi * 100) / 100;
}

async function gatherExif(body: Buffer, found: JpegMetadata, findings: FindingList): Promise<void> {
  const exif = await readExif(body.subarray(6));
  if (exif === undefined) findings.note("META-BAD", { tag: "EXIF" });
  else found.exif = exif;
}

function gatherIcc(body: Buffer, found: JpegMetadata): void {
  found.iccBytes += Math.max(0, body.length - ICC_PART_HEADER_BYTES);
  const isFirst = body[12] === 1 && found.iccHeader === undefined;
  if (isFirst) found.iccHeader = Buffer.from(body.subarray(ICC_PART_HEADER_BYTES, ICC_PART_HEADER_BYTES + ICC_HEADER_BYTES));
}

/** Say what is wrong with the metadata as a whole; none of it speaks against the picture. */
export function judgeMetadata(found: JpegMetadata, components: number, findings: FindingList): void {
  if (found.bytes > MAX_METADATA_BYTES) findings.note("META-LARGE", { bytes: found.bytes });
  const orientation = found.exif?.orientation ?? 1;
  if (!(orientation >= 1 && orientation <= 8)) findings.note("ORIENTATION-BAD", { value: orientation });
  if (found.iccHeader !== undefined) checkIcc(found.iccHeader, found.iccBytes, components, findings);
  else if (found.iccBytes > 0) findings.warn("ICC-BAD", { why: "size" });
}
