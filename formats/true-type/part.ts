/**
 * A part of a font: some characters with their outlines and widths, everything else left out, so that a page needs
 * kilobytes of a font of many megabytes. Hints and ligatures are not kept.
 */
import { type Tables, type TrueTypeFont, tableOf } from "./font.ts";

/** Characters by code point, in any order; what the font lacks is left out. Same font and characters, same bytes. */
export function partOf(font: TrueTypeFont, codePoints: Iterable<number>): Tables {
  const wanted = [...new Set(codePoints)].filter((each) => font.glyphs.has(each)).sort((a, b) => a - b);
  const glyphs = withComponents(font, [0, ...wanted.map((each) => font.glyphs.get(each) ?? 0)]);
  const numbers = new Map(glyphs.map((glyph, index) => [glyph, index]));
  const outlines = glyphs.map((glyph) => renumbered(font.outline(glyph), numbers));
  const part = new Map<string, Buffer>();
  const keep = (tag: string, table: Buffer | undefined): unknown => table && part.set(tag, table);
  for (const tag of ["OS/2", "name"]) keep(tag, tableOf(font.tables, tag));
  keep("head", withNumber(tableOf(font.tables, "head"), 50, 1));
  keep("maxp", withNumber(tableOf(font.tables, "maxp"), 4, glyphs.length));
  keep("hhea", withNumber(tableOf(font.tables, "hhea"), 34, glyphs.length));
  keep("hmtx", metricsOf(font.tables, "hhea", "hmtx", glyphs));
  if (font.tables.has("vhea") && font.tables.has("vmtx")) {
    keep("vhea", withNumber(tableOf(font.tables, "vhea"), 34, glyphs.length));
    keep("vmtx", metricsOf(font.tables, "vhea", "vmtx", glyphs));
  }
  keep("glyf", Buffer.concat(outlines));
  keep("loca", placesOf(outlines));
  keep("cmap", mapOf(wanted.map((each) => [each, numbers.get(font.glyphs.get(each) ?? 0) ?? 0])));
  keep("post", withoutNames(tableOf(font.tables, "post")));
  return part;
}

/** Glyphs, each once, with all that they are composed of. */
function withComponents(font: TrueTypeFont, glyphs: readonly number[]): readonly number[] {
  const found = new Set(glyphs);
  // A set that grows while it is walked through is walked to its new end.
  for (const glyph of found) for (const { number } of componentsOf(font.outline(glyph))) found.add(number);
  return [...found];
}

const WORDS = 0x1;
const SCALE = 0x8;
const MORE = 0x20;
const TWO_SCALES = 0x40;
const MATRIX = 0x80;

/** The glyphs that a composite outline names, with the place of each number in it. */
function componentsOf(outline: Buffer): readonly { readonly number: number; readonly at: number }[] {
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return [];
  const components: { number: number; at: number }[] = [];
  let [at, flags] = [10, MORE];
  while (flags & MORE) {
    flags = outline.readUInt16BE(at);
    components.push({ number: outline.readUInt16BE(at + 2), at: at + 2 });
    at += 4 + (flags & WORDS ? 4 : 2) + (flags & SCALE ? 2 : flags & TWO_SCALES ? 4 : flags & MATRIX ? 8 : 0);
  }
  return components;
}

/** The outline with the numbers that glyphs have in the part, ended on a multiple of four bytes. */
function renumbered(outline: Buffer, numbers: ReadonlyMap<number, number>): Buffer {
  const copy = Buffer.alloc(Math.ceil(outline.length / 4) * 4);
  outline.copy(copy);
  for (const { number, at } of componentsOf(outline)) copy.writeUInt16BE(numbers.get(number) ?? 0, at);
  return copy;
}

function withNumber(table: Buffer, at: number, number: number): Buffer {
  const copy = Buffer.from(table);
  copy.writeUInt16BE(number, at);
  return copy;
}

/** Advance and bearing of each glyph; glyphs behind the last full entry share its advance. */
function metricsOf(tables: Tables, header: string, tag: string, glyphs: readonly number[]): Buffer {
  const full = tableOf(tables, header).readUInt16BE(34);
  const metrics = tableOf(tables, tag);
  const own = Buffer.alloc(glyphs.length * 4);
  for (const [index, glyph] of glyphs.entries()) {
    const bearing = glyph < full ? glyph * 4 + 2 : full * 4 + (glyph - full) * 2;
    own.writeUInt16BE(metrics.readUInt16BE(Math.min(glyph, full - 1) * 4), index * 4);
    own.writeInt16BE(metrics.readInt16BE(bearing), index * 4 + 2);
  }
  return own;
}

function placesOf(outlines: readonly Buffer[]): Buffer {
  const places = Buffer.alloc((outlines.length + 1) * 4);
  let end = 0;
  for (const [index, outline] of outlines.entries()) {
    end += outline.length;
    places.writeUInt32BE(end, (index + 1) * 4);
  }
  return places;
}

/** A `cmap` of one subtable of format 12 (Windows, all of Unicode), a group a character. */
function mapOf(entries: readonly (readonly [codePoint: number, glyph: number])[]): Buffer {
  const map = Buffer.alloc(28 + entries.length * 12);
  map.writeUInt16BE(1, 2);
  map.writeUInt16BE(3, 4);
  map.writeUInt16BE(10, 6);
  map.writeUInt32BE(12, 8);
  map.writeUInt16BE(12, 12);
  map.writeUInt32BE(map.length - 12, 16);
  map.writeUInt32BE(entries.length, 24);
  for (const [index, [codePoint, glyph]] of entries.entries()) {
    for (const [place, number] of [codePoint, codePoint, glyph].entries()) map.writeUInt32BE(number, 28 + index * 12 + place * 4);
  }
  return map;
}

/** `post` of version 3: glyphs need no names on the web. */
function withoutNames(post: Buffer): Buffer {
  const copy = Buffer.from(post.subarray(0, 32));
  copy.writeUInt32BE(0x00030000, 0);
  return copy;
}
