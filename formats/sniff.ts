/** What a file is by its first bytes, whatever its name claims. */
import { isUtf8 } from "node:buffer";
import type { ByteSource } from "./byte-source.ts";

/** Kinds of content that are told apart; `zeros` begins with nothing but zero bytes, as a copy that never happened. */
export type ContentKind =
  | "tiff"
  | "jpeg"
  | "png"
  | "heic"
  | "avif"
  | "webp"
  | "gif"
  | "bmp"
  | "jp2"
  | "jxl"
  | "psd"
  | "raw"
  | "svg"
  | "pdf"
  | "zip"
  | "executable"
  | "text"
  | "zeros"
  | "empty"
  | "unknown";

/** Kinds that are pictures of some sort, readable here or not. */
const PICTURES: ReadonlySet<ContentKind> = new Set([
  "tiff",
  "jpeg",
  "png",
  "heic",
  "avif",
  "webp",
  "gif",
  "bmp",
  "jp2",
  "jxl",
  "psd",
  "raw",
  "svg",
]);

/** True for pictures, readable here or not. */
export function isPicture(kind: ContentKind): boolean {
  return PICTURES.has(kind);
}

/** Bytes at the start that mark a kind, in hexadecimal; `..` stands for any byte. */
const SIGNATURES: readonly (readonly [string, ContentKind])[] = [
  ["49492a00........4352", "raw"], // Canon CR2 is a TIFF that says so at offset 8
  ["49492a00", "tiff"],
  ["4d4d002a", "tiff"],
  ["49492b00", "tiff"],
  ["4d4d002b", "tiff"],
  ["4949524f", "raw"], // Olympus
  ["49495500", "raw"], // Panasonic
  ["46554a4946494c4d4343442d524157", "raw"], // FUJIFILMCCD-RAW
  ["ffd8ff", "jpeg"],
  ["89504e470d0a1a0a", "png"],
  ["474946383761", "gif"],
  ["474946383961", "gif"],
  ["424d........00000000", "bmp"], // size, then two reserved fields
  ["52494646........57454250", "webp"],
  ["0000000c6a5020200d0a870a", "jp2"],
  ["ff4fff51", "jp2"],
  ["0000000c4a584c20", "jxl"],
  ["ff0a", "jxl"],
  ["38425053", "psd"],
  ["255044462d", "pdf"],
  ["504b0304", "zip"],
  ["504b0506", "zip"],
  ["4d5a", "executable"],
  ["7f454c46", "executable"],
];

/** Name the content of a source by its first 4 KiB; fewer than 8 bytes are nothing. */
export async function sniff(source: ByteSource): Promise<ContentKind> {
  if (source.sizeBytes === 0) return "empty";
  if (source.sizeBytes < 8) return "unknown";
  const head = Buffer.from(await source.read(0, 4096));
  for (const [pattern, kind] of SIGNATURES) {
    if (startsWith(head, pattern)) return kind;
  }
  return isoMedia(head) ?? textual(head) ?? (isZero(head) ? "zeros" : "unknown");
}

function startsWith(head: Buffer, pattern: string): boolean {
  for (let at = 0; at * 2 < pattern.length; at++) {
    const byte = pattern.slice(at * 2, at * 2 + 2);
    if (byte !== ".." && head[at] !== Number.parseInt(byte, 16)) return false;
  }
  return true;
}

/** ISO base media files name their brand after `ftyp` (ISO/IEC 14496-12 §4.3). */
function isoMedia(head: Buffer): ContentKind | undefined {
  if (head.toString("latin1", 4, 8) !== "ftyp") return undefined;
  const brand = head.toString("latin1", 8, 12);
  if (brand.startsWith("avi")) return "avif";
  if (brand === "crx ") return "raw"; // Canon CR3
  if (["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"].includes(brand)) return "heic";
  return brand.startsWith("jp") ? "jp2" : "unknown";
}

function textual(head: Buffer): ContentKind | undefined {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (utf16) return "text";
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) return undefined;
  const text = head.toString("latin1").trimStart().toLowerCase();
  if (text.includes("<svg")) return "svg";
  // The last character may be cut in two at the end of what was read.
  const whole = [0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, head.length - cut)));
  return whole && head.length >= 8 ? "text" : undefined;
}

function isZero(head: Buffer): boolean {
  return head.every((byte) => byte === 0);
}
