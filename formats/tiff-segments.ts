/** Whether the pixels of a TIFF picture are all in the file: strips or tiles, their number, places, sizes and edges. */
import type { ByteSource } from "./byte-source.ts";
import type { FindingList } from "./image-structure.ts";
import { entryIntegers, type TiffDirectory, type TiffHeader } from "./tiff-directory.ts";
import { TAG, type TiffPicture } from "./tiff-picture.ts";

/** Pixels a byte can stand for at the very most, by compression. Deflate: RFC 1951 allows 1032 bytes for one. */
const MAX_RATIO: Readonly<Record<number, number>> = { 1: 1, 5: 1400, 8: 1032, 32946: 1032, 32773: 64 };
/** Disks and network shares hand out room in blocks of this size. */
const BLOCK_BYTES = 4096;
const LZW = 5;
const EOI = Buffer.from([0xff, 0xd9]);
const JPEG = 7;
const DEFLATE = [8, 32946];
/** Zeros that a sound compressed strip may end in. */
const MAX_CLOSING_ZEROS: Readonly<Record<number, number>> = { 5: 2, 8: 3, 32946: 3, 32773: 8, 2: 8, 3: 8, 4: 8 };

/** How the pixels are divided. `bytes(i)` is what segment i unpacks to. */
interface Division {
  readonly count: number;
  bytes(index: number): number;
}

/** A file, and where the zeros begin that it ends in. */
export interface Surroundings {
  readonly source: ByteSource;
  readonly header: TiffHeader;
  readonly zeroTailStart: number;
  /** Strips and tiles that may still be looked at in this file. */
  segmentsLeft: number;
  /** True when a range that ends here would be explained by a cut rather than by nonsense. */
  isCut(end: number): boolean;
}

/** Check all strips or tiles of one picture; returns the first byte behind the last of them. */
export async function checkSegments(
  file: Surroundings,
  directory: TiffDirectory,
  picture: TiffPicture,
  findings: FindingList,
): Promise<number> {
  const division = divide(picture);
  if (division === undefined) {
    findings.reject("IMG-CORRUPT", { why: "strips" });
    return 0;
  }
  const table = await segmentTable(file, directory, picture, division, findings);
  if (table === undefined) return 0;
  const { offsets, counts } = table;
  const isPlaced = checkPlaces(file, picture, division, offsets, counts, findings);
  checkRatio(picture, division, counts, findings);
  if (isPlaced) await checkEdges(file, picture, offsets, counts, findings);
  await checkTables(file, directory, findings);
  return offsets.reduce((last, offset, index) => Math.max(last, offset + (counts[index] ?? 0)), 0);
}

function divide(picture: TiffPicture): Division | undefined {
  const { width, height, tile, isPlanar, samples } = picture;
  const planes = isPlanar ? samples : 1;
  if (width === 0 || height === 0) return undefined;
  if (tile !== undefined) {
    if (tile.width === 0 || tile.height === 0) return undefined;
    const perPlane = Math.ceil(width / tile.width) * Math.ceil(height / tile.height);
    const bytes = unpackedBytes(picture, tile.width, tile.height);
    return { count: perPlane * planes, bytes: () => bytes };
  }
  const rows = Math.min(picture.rowsPerStrip, height);
  if (rows === 0) return undefined;
  const perPlane = Math.ceil(height / rows);
  const full = unpackedBytes(picture, width, rows);
  const last = unpackedBytes(picture, width, height - rows * (perPlane - 1));
  return { count: perPlane * planes, bytes: (index) => (index % perPlane === perPlane - 1 ? last : full) };
}

function unpackedBytes(picture: TiffPicture, width: number, rows: number): number {
  const [horizontal, vertical] = picture.subsampling;
  if (picture.photometric === 6 && picture.compression !== JPEG && !picture.isPlanar && horizontal * vertical > 1)
    return (
      Math.ceil(width / horizontal) * Math.ceil(rows / vertical) * (horizontal * vertical + 2) * ((picture.bits[0] ?? 8) / 8)
    );
  const bits = picture.isPlanar ? (picture.bits[0] ?? 8) : picture.bits.reduce((sum, each) => sum + each, 0);
  return Math.ceil((width * bits) / 8) * rows;
}

async function segmentTable(
  file: Surroundings,
  directory: TiffDirectory,
  picture: TiffPicture,
  division: Division,
  findings: FindingList,
): Promise<{ offsets: Float64Array; counts: Float64Array } | undefined> {
  file.segmentsLeft -= division.count;
  if (file.segmentsLeft < 0) {
    findings.reject("IMG-CORRUPT", { why: "strips", value: division.count });
    return undefined;
  }
  const numbers = (tag: number) => entryIntegers(file.source, file.header, directory.entries.get(tag), division.count);
  const offsets = await numbers(picture.tile === undefined ? TAG.stripOffsets : TAG.tileOffsets);
  let counts = await numbers(picture.tile === undefined ? TAG.stripByteCounts : TAG.tileByteCounts);
  // Some tiles are listed under the strip tags (allowed for by libtiff), and one raw strip needs no count.
  const stripped = picture.tile === undefined || offsets.length > 0 ? offsets : await numbers(TAG.stripOffsets);
  if (counts.length === 0 && picture.tile !== undefined) counts = await numbers(TAG.stripByteCounts);
  if (counts.length === 0 && division.count === 1 && picture.compression === 1) counts = Float64Array.of(division.bytes(0));
  if (stripped.length < division.count || counts.length < division.count) {
    const found = Math.min(stripped.length, counts.length);
    findings.reject("IMG-CORRUPT", { why: "strips", found, expected: division.count });
    return undefined;
  }
  return { offsets: stripped, counts };
}

function checkPlaces(
  file: Surroundings,
  picture: TiffPicture,
  division: Division,
  offsets: Float64Array,
  counts: Float64Array,
  findings: FindingList,
): boolean {
  const { sizeBytes } = file.source;
  const isBlind = (MAX_RATIO[picture.compression] ?? 0) === 0 && picture.compression !== JPEG;
  let isPlaced = true;
  for (let index = 0; index < division.count; index++) {
    const offset = offsets[index] ?? 0;
    const count = counts[index] ?? 0;
    const holds = division.bytes(index);
    const isShort = picture.compression === 1 ? count < holds : count === 0;
    const isHuge = !isBlind && count > 2 * holds + 65_536;
    if (isShort || isHuge || offset < 8) findings.reject("IMG-CORRUPT", { why: "strip-size", strip: index, bytes: count });
    else if (offset + count > sizeBytes) reportBeyond(file, offset + count, findings);
    else continue;
    isPlaced = false;
  }
  if (hasOverlap(offsets, counts)) {
    findings.reject("IMG-CORRUPT", { why: "overlap" });
    isPlaced = false;
  }
  return isPlaced;
}

/** A range that ends behind the end of the file: cut, or a nonsense offset. */
export function reportBeyond(file: Surroundings, end: number, findings: FindingList): void {
  const { sizeBytes } = file.source;
  if (file.isCut(end)) findings.reject("IMG-TRUNC", { missingBytes: end - sizeBytes });
  else findings.reject("IMG-CORRUPT", { why: "offset", value: end });
}

function hasOverlap(offsets: Float64Array, counts: Float64Array): boolean {
  let isAscending = true;
  for (let index = 1; index < offsets.length && isAscending; index++)
    isAscending = (offsets[index] ?? 0) >= (offsets[index - 1] ?? 0) + (counts[index - 1] ?? 0);
  if (isAscending) return false;
  const order = byOffset(offsets);
  for (let at = 1; at < order.length; at++) {
    const before = order[at - 1] ?? 0;
    if ((offsets[order[at] ?? 0] ?? 0) < (offsets[before] ?? 0) + (counts[before] ?? 0)) return true;
  }
  return false;
}

function byOffset(offsets: Float64Array): Uint32Array {
  return Uint32Array.from(offsets.keys()).sort((a, b) => (offsets[a] ?? 0) - (offsets[b] ?? 0));
}

function checkRatio(picture: TiffPicture, division: Division, counts: Float64Array, findings: FindingList): void {
  const ratio = MAX_RATIO[picture.compression];
  if (ratio === undefined) return;
  for (let index = 0; index < division.count; index++) {
    if ((counts[index] ?? 0) * ratio >= division.bytes(index)) continue;
    findings.reject("IMG-CORRUPT", { why: "strip-size", strip: index, bytes: counts[index] ?? 0 });
    return;
  }
}

/** Compressed segments begin and end in known ways; zeros there are a hole that the copy left. */
async function checkEdges(
  file: Surroundings,
  picture: TiffPicture,
  offsets: Float64Array,
  counts: Float64Array,
  findings: FindingList,
): Promise<void> {
  if (picture.compression === 1) {
    checkRawTail(file, picture, offsets, counts, findings);
    return;
  }
  // In the order of the file, so that reading goes forward only.
  for (const index of byOffset(offsets)) {
    const offset = offsets[index] ?? 0;
    const count = counts[index] ?? 0;
    const zeros = Math.max(0, offset + count - Math.max(offset, file.zeroTailStart));
    const head = Buffer.from(await file.source.read(offset, Math.min(4, count)));
    const tail = await file.source.read(offset + Math.max(0, count - 64), Math.min(64, count));
    const verdict = edgeVerdict(picture.compression, head, tail, zeros);
    if (verdict === "cut") findings.reject("IMG-TRUNC", { missingBytes: Math.max(zeros, 1), strip: index });
    if (verdict === "corrupt") findings.reject("IMG-CORRUPT", { why: "strip-edge", strip: index });
    if (verdict !== "sound") return;
  }
}

/** Tables that JPEG strips share are a stream of their own, from SOI to EOI (TIFF Technical Note 2). */
async function checkTables(file: Surroundings, directory: TiffDirectory, findings: FindingList): Promise<void> {
  const tables = directory.entries.get(TAG.jpegTables);
  if (tables === undefined || tables.offset + tables.sizeBytes > file.source.sizeBytes) return;
  const bytes = await file.source.read(tables.offset, tables.sizeBytes);
  const verdict = jpegVerdict(bytes.subarray(0, 2), bytes.subarray(-64));
  if (verdict === "cut") findings.reject("IMG-TRUNC", { missingBytes: Math.max(1, file.source.sizeBytes - file.zeroTailStart) });
  if (verdict === "corrupt") findings.reject("IMG-CORRUPT", { why: "jpeg-tables" });
}

type Verdict = "sound" | "cut" | "corrupt";

function edgeVerdict(compression: number, head: Buffer, tail: Buffer, zeros: number): Verdict {
  if (compression === JPEG) return jpegVerdict(head, tail);
  const closing = tail.length - 1 - tail.findLastIndex((byte) => byte !== 0);
  if (Math.max(zeros, closing) > (MAX_CLOSING_ZEROS[compression] ?? 8)) return "cut";
  // Every LZW strip begins with a clear code; four zeros cannot hold one.
  if (compression === LZW) return head.length === 4 && isZero(head) ? "cut" : "sound";
  if (!DEFLATE.includes(compression)) return "sound";
  const [method = 0, flags = 0] = head;
  const isZlib = (method & 15) === 8 && ((method << 8) | flags) % 31 === 0;
  return isZlib ? "sound" : isZero(head) ? "cut" : "corrupt";
}

function jpegVerdict(head: Buffer, tail: Buffer): Verdict {
  if (head[0] !== 0xff || head[1] !== 0xd8) return isZero(head) ? "cut" : "corrupt";
  return tail.lastIndexOf(EOI) >= 0 ? "sound" : "cut";
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

/**
 * Zeros at the end of raw pixels are black, or white where white is zero: a person has to say which. But where they
 * begin in the middle of a row and just at a block of the disk, it was a copy that stopped and no black edge.
 */
function checkRawTail(
  file: Surroundings,
  picture: TiffPicture,
  offsets: Float64Array,
  counts: Float64Array,
  findings: FindingList,
): void {
  let zeros = 0;
  let isBlock = false;
  const rowBytes = Math.max(1, unpackedBytes(picture, picture.tile?.width ?? picture.width, 1));
  for (let index = 0; index < offsets.length; index++) {
    const start = offsets[index] ?? 0;
    const ends = start + (counts[index] ?? 0);
    zeros += Math.max(0, ends - Math.max(start, file.zeroTailStart));
    if (file.zeroTailStart > start && file.zeroTailStart < ends)
      isBlock = file.zeroTailStart % BLOCK_BYTES === 0 && (file.zeroTailStart - start) % rowBytes !== 0;
  }
  if (zeros < BLOCK_BYTES) return;
  if (isBlock) findings.reject("IMG-TRUNC", { missingBytes: zeros });
  else if (picture.photometric !== 0 && picture.photometric !== 3) findings.warn("IMG-ZERO-TAIL", { bytes: zeros });
}
