/**
 * A pyramid brought into the form that is served: levels as large as Image API asks for (half of the one before, rounded
 * up), and every tile at the right and lower edge a second time as a JPEG of its own, cut to the picture. All directories
 * stand at the beginning, so one read finds every tile. Tiles are copied as they are packed.
 */
import type { Box, Size } from "../pipeline/geometry.ts";
import type { ByteSource } from "./byte-source.ts";
import { readDirectory, readTiffHeader, type TiffEntry, type TiffHeader } from "./tiff-directory.ts";
import { TAG } from "./tiff-picture.ts";
import { CUT_TILES_TAG, type LevelTiles, type PyramidLevel, readPyramid } from "./tiff-pyramid.ts";

const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
const LONG = 4;
const LONG_BYTES = 4;
/** Entries that are written anew. */
const REPLACED: readonly number[] = [TAG.width, TAG.height, TAG.tileOffsets, TAG.tileByteCounts, CUT_TILES_TAG];

/** The picture of a tile's inner part, as a complete JPEG. `box` is in pixels of the level. */
export type CutTile = (level: PyramidLevel, box: Box) => Promise<Buffer>;

/** How far a picture is to be extended before a pyramid is made of it that `trimPyramid` can trim. */
export function paddedSize(picture: Size, tileSide: number): Size {
  let factor = 1;
  while (Math.ceil(picture.width / factor) > tileSide || Math.ceil(picture.height / factor) > tileSide) factor *= 2;
  // At every level the padding begins at a block of the JPEG, so that none of it shines through the last one (16 px).
  const padded = (length: number): number => Math.ceil(length / (16 * factor)) * 16 * factor;
  return { width: padded(picture.width), height: padded(picture.height) };
}

/** One directory to be written. */
interface Draft {
  readonly entries: readonly { readonly tag: number; readonly type: number; readonly count: number; readonly value: Buffer }[];
  /** Offsets and counts in the source of the tiles that stay. */
  readonly tiles: readonly { readonly offset: number; readonly bytes: number }[];
  readonly cut: readonly { readonly index: number; readonly jpeg: Buffer }[];
}

/**
 * The bytes of the trimmed file, part by part; a part is valid until the next one is asked for.
 * @param source a pyramid of JPEG tiles in a little-endian TIFF (not BigTIFF), made of the picture extended to `paddedSize`
 * @throws {RangeError} when the source is something else
 */
export async function* trimPyramid(source: ByteSource, picture: Size, cutTile: CutTile): AsyncGenerator<Buffer> {
  const header = await readTiffHeader(source);
  if (!header?.isLittleEndian || header.isBig) throw new RangeError("only little-endian TIFF files are trimmed");
  const drafts = await draftsOf(source, header, picture, cutTile);
  yield directories(drafts);
  for (const { tiles, cut } of drafts) {
    for (const { offset, bytes } of tiles) yield* copied(source, offset, bytes);
    for (const { jpeg } of cut) yield evenly(jpeg);
  }
}

async function draftsOf(source: ByteSource, header: TiffHeader, picture: Size, cutTile: CutTile): Promise<readonly Draft[]> {
  const drafts: Draft[] = [];
  let offset = header.firstDirectory;
  for (const padded of await readPyramid(source)) {
    const directory = await readDirectory(source, header, offset);
    if (typeof directory !== "object" || !padded.tiles?.colour) throw new RangeError("only JPEG tiles are trimmed");
    const size = { width: Math.ceil(picture.width / padded.factor), height: Math.ceil(picture.height / padded.factor) };
    const level = { ...padded, ...size };
    const grid = { columns: Math.ceil(size.width / padded.tiles.width), rows: Math.ceil(size.height / padded.tiles.height) };
    drafts.push({
      entries: await keptEntries(source, [...directory.entries.values()], size),
      tiles: keptTiles(padded.tiles, grid),
      cut: await cutTiles(level, padded.tiles, grid, cutTile),
    });
    offset = directory.next;
  }
  return drafts;
}

async function keptEntries(source: ByteSource, entries: readonly TiffEntry[], size: Size): Promise<Draft["entries"]> {
  const kept: Draft["entries"][number][] = [];
  for (const { tag, type, count, offset, sizeBytes } of entries) {
    if (REPLACED.includes(tag)) continue;
    kept.push({ tag, type, count, value: Buffer.from(await source.read(offset, sizeBytes)) });
  }
  return [...kept, longs(TAG.width, [size.width]), longs(TAG.height, [size.height])];
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
}

function keptTiles(from: LevelTiles, { columns, rows }: Grid): Draft["tiles"] {
  return Array.from({ length: columns * rows }, (_, index) => {
    const at = Math.floor(index / columns) * from.columns + (index % columns);
    return { offset: from.offsets[at] ?? 0, bytes: from.byteCounts[at] ?? 0 };
  });
}

async function cutTiles(level: PyramidLevel, tile: Size, { columns, rows }: Grid, cutTile: CutTile): Promise<Draft["cut"]> {
  const cut: Draft["cut"][number][] = [];
  for (let index = 0; index < columns * rows; index += 1) {
    const x = (index % columns) * tile.width;
    const y = Math.floor(index / columns) * tile.height;
    const box = { x, y, width: Math.min(tile.width, level.width - x), height: Math.min(tile.height, level.height - y) };
    if (box.width === tile.width && box.height === tile.height) continue;
    cut.push({ index, jpeg: await cutTile(level, box) });
  }
  return cut;
}

/** Header and all directories with their values; what follows are the tiles in order. */
function directories(drafts: readonly Draft[]): Buffer {
  // Lengths do not depend on where things stand, so places are counted from directories with places still missing.
  const lengths = drafts.map((draft) => directoryBytes(withPlaces(draft, 0), 0, 0).length);
  let at = HEADER_BYTES + lengths.reduce((sum, length) => sum + length, 0);
  const head = Buffer.alloc(HEADER_BYTES);
  head.write("II*\0", "latin1");
  head.writeUInt32LE(HEADER_BYTES, 4);
  const parts: Buffer[] = [head];
  let start = HEADER_BYTES;
  for (const [index, draft] of drafts.entries()) {
    const length = lengths[index] ?? 0;
    parts.push(directoryBytes(withPlaces(draft, at), start, index + 1 < drafts.length ? start + length : 0));
    start += length;
    at += dataBytes(draft);
  }
  return Buffer.concat(parts);
}

function dataBytes({ tiles, cut }: Draft): number {
  return [...tiles.map(({ bytes }) => bytes), ...cut.map(({ jpeg }) => jpeg.length)].reduce((sum, each) => sum + even(each), 0);
}

/** The entries with the places of the tiles, which begin at `at`. */
function withPlaces({ entries, tiles, cut }: Draft, at: number): Draft["entries"] {
  let next = at;
  const place = (bytes: number): number => {
    const here = next;
    next += even(bytes);
    return here;
  };
  const offsets = tiles.map(({ bytes }) => place(bytes));
  const cutPlaces = cut.flatMap(({ index, jpeg }) => [index, place(jpeg.length), jpeg.length]);
  const counts = tiles.map(({ bytes }) => bytes);
  const placed = [longs(TAG.tileOffsets, offsets), longs(TAG.tileByteCounts, counts)];
  if (cut.length > 0) placed.push(longs(CUT_TILES_TAG, cutPlaces));
  return [...entries, ...placed].sort((a, b) => a.tag - b.tag);
}

function directoryBytes(entries: Draft["entries"], start: number, next: number): Buffer {
  const bytes = Buffer.alloc(2 + entries.length * ENTRY_BYTES + LONG_BYTES);
  bytes.writeUInt16LE(entries.length, 0);
  bytes.writeUInt32LE(next, bytes.length - LONG_BYTES);
  const values: Buffer[] = [];
  let valueAt = start + bytes.length;
  for (const [index, { tag, type, count, value }] of entries.entries()) {
    const at = 2 + index * ENTRY_BYTES;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(count, at + 4);
    if (value.length <= LONG_BYTES) value.copy(bytes, at + 8);
    else {
      bytes.writeUInt32LE(valueAt, at + 8);
      values.push(evenly(value));
      valueAt += even(value.length);
    }
  }
  return Buffer.concat([bytes, ...values]);
}

function longs(tag: number, numbers: readonly number[]): Draft["entries"][number] {
  const value = Buffer.alloc(numbers.length * LONG_BYTES);
  for (const [index, number] of numbers.entries()) value.writeUInt32LE(number, index * LONG_BYTES);
  return { tag, type: LONG, count: numbers.length, value };
}

async function* copied(source: ByteSource, offset: number, bytes: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < bytes; ) {
    const part = await source.read(offset + done, bytes - done);
    if (part.length === 0) throw new RangeError("a tile reaches behind the end of the file");
    yield part;
    done += part.length;
  }
  if (bytes % 2 === 1) yield Buffer.alloc(1);
}

/** Values and tiles begin on even offsets (section 2). */
function evenly(bytes: Buffer): Buffer {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
}

function even(bytes: number): number {
  return bytes + (bytes % 2);
}
