/** What PDF must say about a JPEG that it carries untouched: size, position, colour space and resolution. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { StageError } from "../../pipeline/errors.ts";
import { type ByteSource, fileSource, zeroTailStart } from "../byte-source.ts";
import { type JpegFrame, readJpegStart } from "./jpeg-start.ts";

/** A JPEG that PDF can carry. */
export interface JpegHeader {
  /** Pixels as stored. */
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  readonly channels: 1 | 3 | 4;
  /** EXIF orientation, 1 to 8; a PDF viewer does not look at it. */
  readonly orientation: number;
  /** Adobe writes CMYK inverted and says so. */
  readonly isInverted: boolean;
  /** An ICC profile for this number of channels. */
  readonly profile?: Buffer;
  /** Absent when the file does not say, or says what software writes when it does not know. */
  readonly resolutionDpi?: number;
}

/** Below this, a stated resolution is a default (72, 96) and not a measurement of a scan. */
const LOWEST_CREDIBLE_DPI = 100;
const HIGHEST_CREDIBLE_DPI = 4800;
/** Baseline, extended and progressive Huffman coding: what DCTDecode knows (ISO 32000-1, 7.4.8). */
const DCT_FRAMES = [0xc0, 0xc1, 0xc2];
const CHANNELS: Readonly<Record<string, number>> = { GRAY: 1, "RGB ": 3, CMYK: 4 };
/** PDF/A-2 knows profiles up to version 4 (ISO 19005-2, 6.2.3). */
const NEWEST_PROFILE_VERSION = 4;

/** A JPEG that is open for reading. */
export interface OpenJpeg {
  readonly header: JpegHeader;
  readonly source: ByteSource;
}

/**
 * Look at a JPEG without decoding it, and use it while it is open; memory does not grow with the file. `page` names it in
 * messages, `window` may serve many files one after the other.
 * @throws {StageError} PDF-MISSING when there is no file; PDF-JPEG when the file is no whole JPEG of 8-bit grey, RGB or CMYK:
 *   DCTDecode knows eight bits only (ISO 32000-1, 7.4.8).
 */
export async function withJpeg<T>(path: string, page: string, use: (jpeg: OpenJpeg) => Promise<T>, window?: Buffer): Promise<T> {
  const descriptor = openOrExplain(path, page);
  try {
    const read = async (...range: readonly [Buffer, number, number, number]) => ({ bytesRead: readSync(descriptor, ...range) });
    const source = fileSource({ read }, fstatSync(descriptor).size, window);
    return await use({ source, header: await readHeader(source, page) });
  } finally {
    closeSync(descriptor);
  }
}

async function readHeader(source: ByteSource, page: string): Promise<JpegHeader> {
  const { frame, metadata, profile, hasAdobeSegment } = await readJpegStart(source);
  const refused = frame === undefined ? "IMG-FORMAT" : refusal(frame);
  if (frame === undefined || refused !== undefined)
    throw new StageError({ code: "PDF-JPEG", facts: { page, reason: refused ?? "" } });
  if (!(await hasEnd(source))) throw new StageError({ code: "PDF-JPEG", facts: { page, reason: "IMG-TRUNC" } });
  const { width, height, components } = frame;
  const orientation = metadata.exif?.orientation ?? 1;
  const dpi = metadata.exif?.resolutionDpi ?? metadata.jfifDpi;
  return {
    ...{ width, height, sizeBytes: source.sizeBytes, channels: components as JpegHeader["channels"] },
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    isInverted: components === 4 && hasAdobeSegment,
    ...(profile !== undefined && isProfileFor(profile, components) ? { profile } : {}),
    ...(isCredible(dpi) ? { resolutionDpi: dpi } : {}),
  };
}

function refusal({ marker, precision, width, height, components }: JpegFrame): string | undefined {
  if (!DCT_FRAMES.includes(marker) || precision !== 8) return "IMG-COMPRESSION";
  if (width === 0 || height === 0) return "IMG-SIZE";
  return components === 1 || components === 3 || components === 4 ? undefined : "IMG-CORRUPT";
}

/** The last marker of a picture that was copied whole; disks may have filled its last block with zeros. */
async function hasEnd(source: ByteSource): Promise<boolean> {
  const end = await zeroTailStart(source);
  const bytes = await source.read(end - 2, 2);
  return bytes[0] === 0xff && bytes[1] === 0xd9;
}

function openOrExplain(path: string, page: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    throw new StageError({ code: "PDF-MISSING", facts: { page }, retry: "later", cause });
  }
}

function isProfileFor(profile: Buffer, channels: number): boolean {
  const isWhole = profile.length > 128 && profile.readUInt32BE(0) === profile.length;
  const isProfile = isWhole && profile.toString("latin1", 36, 40) === "acsp" && (profile[8] ?? 0) <= NEWEST_PROFILE_VERSION;
  return isProfile && CHANNELS[profile.toString("latin1", 16, 20)] === channels;
}

function isCredible(dpi: number | undefined): dpi is number {
  return dpi !== undefined && dpi >= LOWEST_CREDIBLE_DPI && dpi <= HIGHEST_CREDIBLE_DPI;
}
