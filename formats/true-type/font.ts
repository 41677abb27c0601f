/**
 * A TrueType font as it is read: its tables, which glyph a character has, and the glyph's outline.
 * @see https://learn.microsoft.com/en-us/typography/opentype/spec/otff
 */

/** Tables by their four-letter tags. */
export type Tables = ReadonlyMap<string, Buffer>;

/** What a part of the font is made from. */
export interface TrueTypeFont {
  readonly tables: Tables;
  /** Glyph by code point; what the font lacks is not in it. */
  readonly glyphs: ReadonlyMap<number, number>;
  /** The outline of a glyph; empty for a space. */
  outline(glyph: number): Buffer;
}

/**
 * Read a font with outlines in `glyf`. Nothing is copied: the tables are views of `bytes`.
 * @throws {RangeError} when it is no such font.
 */
export function readTrueType(bytes: Buffer): TrueTypeFont {
  const tables = tablesOf(bytes);
  const [glyf, loca] = [tableOf(tables, "glyf"), tableOf(tables, "loca")];
  const isLong = tableOf(tables, "head").readInt16BE(50) === 1;
  const start = (glyph: number): number => (isLong ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2);
  return {
    tables,
    glyphs: charactersOf(tableOf(tables, "cmap")),
    outline: (glyph) => glyf.subarray(start(glyph), start(glyph + 1)),
  };
}

/** @throws {RangeError} when the table is absent. */
export function tableOf(tables: Tables, tag: string): Buffer {
  const table = tables.get(tag);
  if (!table) throw new RangeError(`the font has no table ${tag}`);
  return table;
}

function tablesOf(bytes: Buffer): Tables {
  const version = bytes.length >= 12 ? bytes.readUInt32BE(0) : 0;
  if (version !== 0x00010000 && version !== 0x74727565) throw new RangeError("not a TrueType font");
  const count = bytes.readUInt16BE(4);
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const at = 12 + index * 16;
      const [offset, length] = [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)];
      return [bytes.toString("latin1", at, at + 4), bytes.subarray(offset, offset + length)];
    }),
  );
}

/** Characters beyond the first plane stand in format 12 only. */
const SEGMENTED_COVERAGE = 12;

function charactersOf(cmap: Buffer): ReadonlyMap<number, number> {
  const glyphs = new Map<number, number>();
  const count = cmap.readUInt16BE(2);
  const offsets = Array.from({ length: count }, (_, index) => cmap.readUInt32BE(4 + index * 8 + 4));
  const at = offsets.find((offset) => cmap.readUInt16BE(offset) === SEGMENTED_COVERAGE);
  if (at === undefined) throw new RangeError("the font has no cmap of format 12");
  for (let group = 0; group < cmap.readUInt32BE(at + 12); group += 1) {
    const from = at + 16 + group * 12;
    const [first, last, glyph] = [cmap.readUInt32BE(from), cmap.readUInt32BE(from + 4), cmap.readUInt32BE(from + 8)];
    for (let codePoint = first; codePoint <= last; codePoint += 1) glyphs.set(codePoint, glyph + codePoint - first);
  }
  return glyphs;
}
