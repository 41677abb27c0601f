/**
 * The one place that opens images nobody has vouched for. The pixel count is limited before decoding, warnings of a decoder
 * count as damage, EXIF orientation is applied exactly once. Sources: TIFF 6.0; JFIF 1.02.
 */
import { open } from "node:fs/promises";
import type { Metadata, Sharp } from "sharp";
import { StageError } from "../pipeline/errors.ts";
import { type FileStart, imageFailure, sniffFormat } from "./image-failure.ts";
import { sharp } from "./locked-sharp.ts";
import { DEFAULT_PIXEL_LIMIT, MOST_DECODED_PIXELS } from "./pixel-limit.ts";
import type { Raster } from "./raster.ts";

/** What the header of a picture says. */
export interface PictureHeader {
  readonly format: "jpeg" | "png" | "tiff";
  /** Size as stored, before orientation. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation 1 to 8; 1 where none or an invalid one is given. */
  readonly orientation: number;
  /** Pixels an inch by the file's own tag, or null when the file does not say. */
  readonly resolutionDpi: number | null;
  /** Colour model as stored: b-w, grey16, srgb, rgb16, cmyk, lab … */
  readonly space: string;
  readonly bitsPerSample: number;
  readonly hasAlpha: boolean;
  /** Pictures in the file; only the first is read. */
  readonly pages: number;
  /** none; srgb (no conversion needed); other; bad (not a profile for this colour model: ignored). */
  readonly profile: "none" | "srgb" | "other" | "bad";
}

/** A decoded picture: upright, 8-bit sRGB. */
export interface DecodedPicture {
  readonly header: PictureHeader;
  readonly raster: Raster;
}

/**
 * Read the header without decoding pixels.
 * @throws {StageError} IMG-FORMAT, IMG-TRUNC, IMG-CORRUPT or IMG-BOMB, never worth a retry.
 */
export async function readPictureHeader(path: string, pixelLimit = DEFAULT_PIXEL_LIMIT): Promise<PictureHeader> {
  const start = await readStart(path);
  try {
    const found = await openStrictly(path, pixelLimit, false).metadata();
    return headerOf(found, start.head);
  } catch (cause) {
    throw imageFailure(cause, path, start);
  }
}

/**
 * Decode the whole first picture of a file, strictly: a warning of the decoder is a failure. Orientation is applied,
 * colour is brought to 8-bit sRGB by the embedded profile where that is sound, transparency is laid on white.
 * The raster has 4 channels, the last without meaning.
 * @throws {StageError} IMG-FORMAT, IMG-TRUNC, IMG-CORRUPT or IMG-BOMB, never worth a retry.
 */
export async function decodePicture(path: string, allowedPixels = DEFAULT_PIXEL_LIMIT): Promise<DecodedPicture> {
  const pixelLimit = Math.min(allowedPixels, MOST_DECODED_PIXELS);
  const header = await readPictureHeader(path, pixelLimit);
  try {
    const isProfileIgnored = header.profile === "srgb" || header.profile === "bad";
    const opened = openStrictly(path, pixelLimit, isProfileIgnored).autoOrient();
    const { data, info } = await (header.hasAlpha ? opened.flatten({ background: "#ffffff" }) : opened)
      .toColourspace("srgb")
      .ensureAlpha(1)
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 4) throw new Error(`decoded to ${info.channels} channels`);
    return { header, raster: { width: info.width, height: info.height, channels: 4, pixels: data } };
  } catch (cause) {
    throw imageFailure(cause, path, await readStart(path));
  }
}

/** A decoded picture as the device wrote it: upright, no colour conversion, with the profile that explains its values. */
export interface DevicePicture {
  readonly header: PictureHeader;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Row by row; 0 to 65535 where the file has 16 bits, else 0 to 255. */
  readonly values: Uint8Array | Uint16Array;
  readonly profile: Buffer | null;
}

/**
 * Decode the first picture of a file like `decodePicture`, but leave its values as they are stored, for measuring.
 * @throws {StageError} IMG-FORMAT, IMG-TRUNC, IMG-CORRUPT or IMG-BOMB; IMG-MODEL when it is neither grey nor RGB.
 */
export async function decodeDevice(path: string, pixelLimit = DEFAULT_PIXEL_LIMIT): Promise<DevicePicture> {
  const header = await readPictureHeader(path, pixelLimit);
  const isGrey = /^(b-w|grey16)$/.test(header.space);
  if (!isGrey && !/^(srgb|rgb|rgb16)$/.test(header.space)) {
    throw new StageError({ code: "IMG-MODEL", facts: { model: header.space }, exit: "input" });
  }
  const isDeep = header.bitsPerSample > 8;
  const space = isGrey ? (isDeep ? "grey16" : "b-w") : isDeep ? "rgb16" : "srgb";
  try {
    const opened = openStrictly(path, pixelLimit, true);
    const { icc } = await opened.metadata();
    const upright = opened.autoOrient();
    const { data, info } = await (header.hasAlpha ? upright.removeAlpha() : upright)
      .toColourspace(space)
      .raw({ depth: isDeep ? "ushort" : "uchar" })
      .toBuffer({ resolveWithObject: true });
    const channels = isGrey ? 1 : 3;
    if (info.channels !== channels) throw new Error(`decoded to ${info.channels} channels`);
    const values = isDeep ? new Uint16Array(data.buffer, data.byteOffset, data.length >> 1) : data;
    return { header, width: info.width, height: info.height, channels, values, profile: icc ?? null };
  } catch (cause) {
    throw imageFailure(cause, path, await readStart(path));
  }
}

/**
 * A lazy picture over any file, fitted into a square of `side` pixels, never enlarged: upright, sRGB, transparency laid on
 * white. For showing, not for measuring.
 * @throws {StageError} IMG-FORMAT, IMG-TRUNC, IMG-CORRUPT or IMG-BOMB for what the header says; decoding may throw later.
 */
export async function openReduced(path: string, side: number, pixelLimit = DEFAULT_PIXEL_LIMIT): Promise<Sharp> {
  const header = await readPictureHeader(path, pixelLimit);
  const opened = openStrictly(path, pixelLimit, header.profile === "srgb" || header.profile === "bad").autoOrient();
  return (header.hasAlpha ? opened.flatten({ background: "#ffffff" }) : opened)
    .toColourspace("srgb")
    .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true });
}

/** A lazy picture over one of our own derivatives (never a master), with the same limits and locks. */
export function openDerivative(path: string, page = 0): Sharp {
  return openStrictly(path, Number.MAX_SAFE_INTEGER, true, page);
}

/** A lazy picture over pixels in memory, to be encoded. */
export function encodeRaster(raster: Raster): Sharp {
  const { width, height, channels, pixels } = raster;
  return sharp(pixels, { raw: { width, height, channels }, limitInputPixels: false });
}

function openStrictly(path: string, pixelLimit: number, isProfileIgnored: boolean, page = 0): Sharp {
  return sharp(path, {
    page,
    failOn: "warning",
    limitInputPixels: pixelLimit,
    sequentialRead: true,
    pages: 1,
    ignoreIcc: isProfileIgnored,
  });
}

async function readStart(path: string): Promise<FileStart> {
  const file = await open(path, "r");
  try {
    const head = Buffer.alloc(64);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return { head: head.subarray(0, bytesRead), sizeBytes: (await file.stat()).size };
  } finally {
    await file.close();
  }
}

function headerOf(found: Metadata, head: Buffer): PictureHeader {
  const format = found.format;
  if (format !== "jpeg" && format !== "png" && format !== "tiff") {
    throw new StageError({ code: "IMG-FORMAT", facts: { detail: format ?? "?" }, exit: "input" });
  }
  const orientation = found.orientation ?? 1;
  return {
    format,
    width: found.width,
    height: found.height,
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    resolutionDpi: resolutionOf(found, head),
    space: found.space ?? "?",
    bitsPerSample: found.bitsPerSample ?? (found.depth === "ushort" ? 16 : 8),
    hasAlpha: found.hasAlpha ?? false,
    pages: found.pages ?? 1,
    profile: profileOf(found),
  };
}

/** The decoder reports 72 for every JPEG without a resolution; only JFIF units 1 or 2, or EXIF, really say one. */
function resolutionOf(found: Metadata, head: Buffer): number | null {
  const density = found.density;
  if (density === undefined || density <= 1) return null;
  if (sniffFormat(head) !== "jpeg" || found.resolutionUnit !== undefined) return density;
  const isJfif = head.subarray(6, 11).toString("latin1") === "JFIF\0";
  return isJfif && (head[13] === 1 || head[13] === 2) ? density : null;
}

/** A profile is sound when its header is one and names the colour model of the pixels (ICC.1 section 7.2). */
function profileOf(found: Metadata): PictureHeader["profile"] {
  const profile = found.icc;
  if (profile === undefined || profile.length === 0) return "none";
  if (profile.length < 132 || profile.subarray(36, 40).toString("latin1") !== "acsp") return "bad";
  const model = profile.subarray(16, 20).toString("latin1");
  const expected = found.space === "cmyk" ? "CMYK" : found.channels === undefined || found.channels >= 3 ? "RGB " : "GRAY";
  if (model !== expected) return "bad";
  return model === "RGB " && /sRGB|s\0R\0G\0B/.test(profile.subarray(0, 4096).toString("latin1")) ? "srgb" : "other";
}
