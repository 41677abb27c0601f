/**
 * Where the tiles of a pyramidal TIFF stand, so that they can be read one by one without a decoder: the levels of the
 * chain, each with its tiles, and with the tiles that are kept a second time, cut to the edge of the picture.
 * @see TIFF Revision 6.0, section 15 (tiles); Technical Note 2 (JPEG in TIFF)
 */
import type { ByteSource } from "./byte-source.ts";
import { entryIntegers, readDirectory, readTiffHeader, type TiffDirectory, type TiffHeader } from "./tiff-directory.ts";
import { TAG } from "./tiff-picture.ts";

/**
 * A private tag (65000 and above are free for all): for every tile that reaches over the right or lower edge three
 * numbers, its index, and offset and length of a complete JPEG of the part of it that is inside the picture.
 */
export const CUT_TILES_TAG = 65_001;

const JPEG = 7;
const MAX_LEVELS = 24;
const MAX_TILES = 1_000_000;
const MAX_TABLES_BYTES = 16_384;

/** A stretch of the file. */
export interface Stretch {
  readonly offset: number;
  readonly bytes: number;
}

/** The tiles of one level, row by row. */
export interface LevelTiles {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  readonly offsets: Float64Array;
  readonly byteCounts: Float64Array;
  /** Tiles cut to the edge of the picture, by index. */
  readonly cut: ReadonlyMap<number, Stretch>;
  /** How the colours of JPEG tiles are to be read; undefined when the tiles are no JPEG that can stand alone. */
  readonly colour: "grey" | "ycbcr" | "rgb" | undefined;
  /** JPEGTables: what the JPEG tiles of this level have in common, from SOI to EOI; may be empty. */
  readonly tables: Buffer;
}

/** One level. `page` is its number in the file, 0 the full picture. One of its pixels is `factor` × `factor` full ones. */
export interface PyramidLevel {
  readonly page: number;
  readonly factor: number;
  readonly width: number;
  readonly height: number;
  /** Undefined when the level is not stored in tiles. */
  readonly tiles: LevelTiles | undefined;
}

/**
 * All levels, largest first; none when the source is no TIFF. Pictures in the chain that are not the half of the one
 * before them, and what follows, are no levels.
 */
export async function readPyramid(source: ByteSource): Promise<readonly PyramidLevel[]> {
  const header = await readTiffHeader(source);
  const levels: PyramidLevel[] = [];
  let offset = header?.firstDirectory ?? 0;
  while (header && offset !== 0 && levels.length < MAX_LEVELS) {
    const directory = await readDirectory(source, header, offset);
    if (typeof directory !== "object") break;
    const level = await readLevel(source, header, directory, levels.length);
    const larger = levels.at(-1);
    if (level.width === 0 || level.height === 0 || (larger && !isHalf(larger, level))) break;
    levels.push(level);
    offset = directory.next;
  }
  return levels;
}

function isHalf(larger: PyramidLevel, smaller: PyramidLevel): boolean {
  return Math.abs(larger.width / 2 - smaller.width) <= 1 && Math.abs(larger.height / 2 - smaller.height) <= 1;
}

async function readLevel(source: ByteSource, header: TiffHeader, directory: TiffDirectory, page: number): Promise<PyramidLevel> {
  const all = (tag: number, limit: number) => entryIntegers(source, header, directory.entries.get(tag), limit);
  const one = async (tag: number) => (await all(tag, 1))[0] ?? 0;
  const size = { width: await one(TAG.width), height: await one(TAG.height) };
  const tile = { width: await one(TAG.tileWidth), height: await one(TAG.tileHeight) };
  const columns = tile.width > 0 ? Math.ceil(size.width / tile.width) : 0;
  const rows = tile.height > 0 ? Math.ceil(size.height / tile.height) : 0;
  const offsets = await all(TAG.tileOffsets, MAX_TILES);
  const byteCounts = await all(TAG.tileByteCounts, MAX_TILES);
  const isTiled = columns > 0 && rows > 0 && offsets.length === columns * rows && byteCounts.length === offsets.length;
  if (!isTiled) return { page, factor: 2 ** page, ...size, tiles: undefined };
  const isJpeg = (await one(TAG.compression)) === JPEG && (await one(TAG.planarConfiguration)) !== 2;
  const tiles: LevelTiles = {
    ...tile,
    columns,
    rows,
    offsets,
    byteCounts,
    cut: cutTiles(await all(CUT_TILES_TAG, 3 * MAX_TILES)),
    colour: isJpeg ? colourOf(await one(TAG.photometric), await one(TAG.samplesPerPixel)) : undefined,
    tables: await tablesOf(source, directory),
  };
  return { page, factor: 2 ** page, ...size, tiles };
}

function cutTiles(numbers: Float64Array): ReadonlyMap<number, Stretch> {
  const cut = new Map<number, Stretch>();
  for (let at = 0; at + 2 < numbers.length; at += 3) {
    cut.set(numbers[at] ?? 0, { offset: numbers[at + 1] ?? 0, bytes: numbers[at + 2] ?? 0 });
  }
  return cut;
}

function colourOf(photometric: number, samples: number): LevelTiles["colour"] {
  if (photometric === 1 && samples === 1) return "grey";
  if (samples !== 3) return undefined;
  return photometric === 6 ? "ycbcr" : photometric === 2 ? "rgb" : undefined;
}

async function tablesOf(source: ByteSource, directory: TiffDirectory): Promise<Buffer> {
  const entry = directory.entries.get(TAG.jpegTables);
  if (!entry || entry.sizeBytes > MAX_TABLES_BYTES) return Buffer.alloc(0);
  return Buffer.from(await source.read(entry.offset, entry.sizeBytes));
}
