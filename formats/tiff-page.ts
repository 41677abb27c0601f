/**
 * One page of a multi-page TIFF as a TIFF of its own, without touching a pixel: strips or tiles are copied as they are
 * packed, entries as they are written; only the places where things stand are new. The same page gives the same bytes.
 * What has a directory of its own (EXIF, GPS, thumbnails) is left out. For files whose structure was found sound.
 */
import type { ByteSource } from "./byte-source.ts";
import {
  entryIntegers,
  readDirectory,
  readTiffHeader,
  type TiffDirectory,
  type TiffEntry,
  type TiffHeader,
} from "./tiff-directory.ts";
import { TAG } from "./tiff-picture.ts";

/** Lengths of the parts of a directory, and the field type that holds an offset. */
const CLASSIC = { start: 8, countBytes: 2, entryBytes: 12, word: 4, offsetType: 4 };
const BIG = { start: 16, countBytes: 8, entryBytes: 20, word: 8, offsetType: 16 };
const INTEROPERABILITY = 40965;
const FREE_OFFSETS = [288, 289];
const LEFT_OUT = [TAG.subDirectories, TAG.exif, TAG.gps, INTEROPERABILITY, ...FREE_OFFSETS, TAG.newSubfileType, TAG.subfileType];
const MAX_DIRECTORIES = 1000;
const MAX_SEGMENTS = 1_000_000;

/** A stretch of the source that is copied. */
interface Stretch {
  readonly offset: number;
  readonly bytes: number;
}

/** Where the directories of the pages stand: the chain, reduced versions and masks left out. */
export async function pageDirectories(source: ByteSource): Promise<readonly TiffDirectory[]> {
  const header = await readTiffHeader(source);
  const pages: TiffDirectory[] = [];
  const visited = new Set<number>();
  let offset = header?.firstDirectory ?? 0;
  while (header !== undefined && offset !== 0 && !visited.has(offset) && visited.size < MAX_DIRECTORIES) {
    visited.add(offset);
    const directory = await readDirectory(source, header, offset);
    if (typeof directory !== "object") break;
    const [subfile = 0] = await entryIntegers(source, header, directory.entries.get(TAG.newSubfileType), 1);
    const isReduced = subfile % 2 === 1 || Math.floor(subfile / 4) % 2 === 1;
    if (!isReduced) pages.push(directory);
    offset = directory.next;
  }
  return pages;
}

/** The bytes of one page as a file, part by part; a part is only valid until the next one is asked for. */
export async function* pageBytes(source: ByteSource, directory: TiffDirectory): AsyncGenerator<Buffer> {
  const header = await readTiffHeader(source);
  if (header === undefined) return;
  const segments = await segmentsOf(source, header, directory);
  const entries = [...directory.entries.values()].filter((each) => !LEFT_OUT.includes(each.tag) && each.sizeBytes > 0);
  const values = entries.filter((each) => !each.isInline && !isOffsets(each)).map(stretchOf);
  yield await head(source, header, entries, values, segments);
  for (const { offset, bytes } of [...values, ...segments]) {
    for (let done = 0; done < bytes; ) {
      const part = await source.read(offset + done, bytes - done);
      if (part.length === 0) return;
      yield part;
      done += part.length;
    }
    // Values and strips begin on even offsets (section 2).
    if (bytes % 2 === 1) yield Buffer.alloc(1);
  }
}

async function segmentsOf(source: ByteSource, header: TiffHeader, directory: TiffDirectory): Promise<readonly Stretch[]> {
  const numbers = (...tags: number[]) => {
    const tag = tags.find((each) => directory.entries.has(each)) ?? 0;
    return entryIntegers(source, header, directory.entries.get(tag), MAX_SEGMENTS);
  };
  const offsets = await numbers(TAG.tileOffsets, TAG.stripOffsets);
  const counts = await numbers(TAG.tileByteCounts, TAG.stripByteCounts);
  // One raw strip may come without a count: then it reaches to the end.
  return Array.from(offsets, (offset, index) => ({ offset, bytes: counts[index] ?? source.sizeBytes - offset }));
}

/** Header, directory and the new table of offsets; everything behind it stands in the order of the stretches. */
async function head(
  source: ByteSource,
  header: TiffHeader,
  entries: readonly TiffEntry[],
  values: readonly Stretch[],
  segments: readonly Stretch[],
): Promise<Buffer> {
  const { start, countBytes, entryBytes, word, offsetType } = header.isBig ? BIG : CLASSIC;
  const tableAt = start + countBytes + entries.length * entryBytes + word;
  const table = segments.length > 1 ? segments : [];
  const bytes = Buffer.alloc(even(tableAt + table.length * word));
  const put = (at: number, value: number, size: number) => bytes.set(numberBytes(value, size, header.isLittleEndian), at);
  const placeOf = places([...values, ...segments], bytes.length);
  const offsetsAt = table.length > 0 ? tableAt : placeOf(segments[0]);
  Buffer.from(await source.read(0, start)).copy(bytes);
  put(start - word, start, word);
  put(start, entries.length, countBytes);
  for (const [index, entry] of entries.entries()) {
    const at = start + countBytes + index * entryBytes;
    (await source.read(entry.at, entryBytes)).copy(bytes, at);
    if (isOffsets(entry)) put(at + 2, offsetType, 2);
    if (isOffsets(entry)) put(at + entryBytes - word, offsetsAt, word);
    else if (!entry.isInline) put(at + entryBytes - word, placeOf(entry), word);
  }
  for (const [index, each] of table.entries()) put(tableAt + index * word, placeOf(each), word);
  return bytes;
}

/** Where a stretch of the source stands in the new file. */
function places(stretches: readonly Stretch[], start: number): (each: { readonly offset: number } | undefined) => number {
  const found = new Map<number, number>();
  let at = start;
  for (const { offset, bytes } of stretches) {
    found.set(offset, at);
    at += even(bytes);
  }
  return (each) => found.get(each?.offset ?? 0) ?? 0;
}

function isOffsets(entry: TiffEntry): boolean {
  return entry.tag === TAG.stripOffsets || entry.tag === TAG.tileOffsets;
}

function stretchOf(entry: TiffEntry): Stretch {
  return { offset: entry.offset, bytes: entry.sizeBytes };
}

function numberBytes(value: number, size: number, isLittleEndian: boolean): Buffer {
  const bytes = Buffer.alloc(size);
  if (size === 8) isLittleEndian ? bytes.writeBigUInt64LE(BigInt(value)) : bytes.writeBigUInt64BE(BigInt(value));
  else isLittleEndian ? bytes.writeUIntLE(value, 0, size) : bytes.writeUIntBE(value, 0, size);
  return bytes;
}

function even(offset: number): number {
  return offset + (offset % 2);
}
