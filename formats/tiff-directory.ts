/**
 * Directories of a TIFF or BigTIFF file as they stand in the bytes, without any meaning.
 * A TIFF is a header that points at a chain of directories (IFD); a directory is a list of entries (tag, type, count,
 * value or where the value is) and the offset of the next one. EXIF blocks have the same form.
 * @see TIFF Revision 6.0, section 2; BigTIFF design by libtiff
 */
import type { ByteSource } from "./byte-source.ts";

/** Directories with more entries than any real one has are damage, not data. */
const MAX_ENTRIES = 1000;

/** Bytes of one value of each field type; types 14 and 15 do not exist. */
const TYPE_BYTES: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const RATIONALS = [5, 10];

/** How numbers are written in the file, and where the first directory is. */
export interface TiffHeader {
  readonly isLittleEndian: boolean;
  readonly isBig: boolean;
  readonly firstDirectory: number;
}

/** One entry. `sizeBytes` is 0 when the type is unknown. */
export interface TiffEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly sizeBytes: number;
  /** Where the value is, inside the entry or elsewhere. */
  readonly offset: number;
  readonly isInline: boolean;
  /** Where the entry itself is. */
  readonly at: number;
}

/** One directory; `ends` is the first byte behind it. */
export interface TiffDirectory {
  readonly offset: number;
  readonly ends: number;
  readonly entries: ReadonlyMap<number, TiffEntry>;
  /** Offset of the next directory, 0 at the end of the chain. */
  readonly next: number;
}

/** Why a directory could not be read: it lies behind the end, has no entries, or has absurdly many. */
export type DirectoryFault = "beyond-end" | "no-entries" | "too-many-entries";

/** Read the header; undefined when the bytes are no TIFF header. Offsets beyond 2^53 come out inexact, and beyond any file. */
export async function readTiffHeader(source: ByteSource): Promise<TiffHeader | undefined> {
  const head = Buffer.from(await source.read(0, 16));
  if (head.length < 8) return undefined;
  const order = head.toString("latin1", 0, 2);
  if (order !== "II" && order !== "MM") return undefined;
  const isLittleEndian = order === "II";
  const version = unsigned(head, 2, 2, isLittleEndian);
  if (version === 42) return { isLittleEndian, isBig: false, firstDirectory: unsigned(head, 4, 4, isLittleEndian) };
  if (version !== 43 || head.length < 16 || unsigned(head, 4, 2, isLittleEndian) !== 8) return undefined;
  return { isLittleEndian, isBig: true, firstDirectory: unsigned(head, 8, 8, isLittleEndian) };
}

/** Read one directory at an offset that the caller has not visited before. */
export async function readDirectory(
  source: ByteSource,
  header: TiffHeader,
  offset: number,
): Promise<TiffDirectory | DirectoryFault> {
  const { isLittleEndian: little, isBig } = header;
  const countBytes = isBig ? 8 : 2;
  const entryBytes = isBig ? 20 : 12;
  const offsetBytes = isBig ? 8 : 4;
  const head = await source.read(offset, countBytes);
  if (head.length < countBytes) return "beyond-end";
  const count = unsigned(head, 0, countBytes, little);
  if (count === 0) return "no-entries";
  const start = offset + countBytes;
  const ends = start + count * entryBytes + offsetBytes;
  if (count > MAX_ENTRIES) return "too-many-entries";
  const bytes = await source.read(start, ends - start);
  if (bytes.length < ends - start) return "beyond-end";
  const entries = new Map<number, TiffEntry>();
  for (let index = 0; index < count; index++) {
    const entry = readEntry(bytes, index * entryBytes, start, header);
    if (!entries.has(entry.tag)) entries.set(entry.tag, entry);
  }
  return { offset, ends, entries, next: unsigned(bytes, count * entryBytes, offsetBytes, little) };
}

function readEntry(bytes: Buffer, at: number, start: number, header: TiffHeader): TiffEntry {
  const { isLittleEndian: little, isBig } = header;
  const type = unsigned(bytes, at + 2, 2, little);
  const count = unsigned(bytes, at + 4, isBig ? 8 : 4, little);
  const sizeBytes = (TYPE_BYTES[type] ?? 0) * count;
  const valueAt = at + (isBig ? 12 : 8);
  const isInline = sizeBytes <= (isBig ? 8 : 4);
  return {
    tag: unsigned(bytes, at, 2, little),
    type,
    count,
    sizeBytes,
    offset: isInline ? start + valueAt : unsigned(bytes, valueAt, isBig ? 8 : 4, little),
    isInline,
    at: start + at,
  };
}

/**
 * The values of an entry as numbers, at most `limit` of them, fewer where the file ends. Rationals become quotients
 * (NaN for a zero denominator). Memory is bounded by `limit`, not by what the entry claims.
 */
export async function entryNumbers(
  source: ByteSource,
  header: TiffHeader,
  entry: TiffEntry | undefined,
  limit = 16,
): Promise<Float64Array> {
  const valueBytes = entry === undefined ? 0 : (TYPE_BYTES[entry.type] ?? 0);
  if (entry === undefined || valueBytes === 0) return new Float64Array(0);
  const inFile = Math.floor(Math.max(0, source.sizeBytes - entry.offset) / valueBytes);
  const wanted = Math.min(entry.count, limit, inFile);
  const values = new Float64Array(wanted);
  let done = 0;
  while (done < wanted) {
    const bytes = await source.read(entry.offset + done * valueBytes, (wanted - done) * valueBytes);
    const here = Math.floor(bytes.length / valueBytes);
    if (here === 0) return values.subarray(0, done);
    for (let index = 0; index < here; index++) values[done + index] = value(bytes, index * valueBytes, entry.type, header);
    done += here;
  }
  return values;
}

/** Like `entryNumbers` for what must be a count, a size or a place: anything that is no whole number from 0 on becomes 0. */
export async function entryIntegers(
  source: ByteSource,
  header: TiffHeader,
  entry: TiffEntry | undefined,
  limit = 16,
): Promise<Float64Array> {
  const values = await entryNumbers(source, header, entry, limit);
  return values.map((each) => (Number.isSafeInteger(each) && each >= 0 ? each : 0));
}

function value(bytes: Buffer, at: number, type: number, header: TiffHeader): number {
  const little = header.isLittleEndian;
  if (RATIONALS.includes(type)) {
    const denominator = unsigned(bytes, at + 4, 4, little);
    return denominator === 0 ? Number.NaN : unsigned(bytes, at, 4, little) / denominator;
  }
  if (type === 11) return little ? bytes.readFloatLE(at) : bytes.readFloatBE(at);
  if (type === 12) return little ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at);
  return unsigned(bytes, at, TYPE_BYTES[type] ?? 1, little);
}

function unsigned(bytes: Buffer, at: number, size: number, little: boolean): number {
  if (size === 8) {
    const high = little ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at);
    const low = little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at + 4);
    return high * 2 ** 32 + low;
  }
  return little ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
}
