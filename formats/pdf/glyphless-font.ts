/**
 * A TrueType font without pictures of letters, so that invisible text of any script can be laid over a scan without a CJK font.
 *
 * Glyph 0 is `.notdef` (empty, never used: PDF/A-2, 6.2.11.8 forbids showing it even invisibly). The others are boxes of the
 * height of the em and of growing width, drawn as outlines: PDFium (Chrome, Edge) extracts nothing from a glyph without an
 * outline and takes the rectangle of a search hit from it. The text is shown in render mode 3, so nothing is ever painted.
 */

/** Units per em. */
export const UNITS_PER_EM = 1000;
/** Bottom and top of the em box relative to the baseline, in font units. */
export const DESCENT = -120;
export const ASCENT = 880;
/** The PostScript name, with the six letters that mark a subset (ISO 32000-1, 9.6.4). */
export const FONT_NAME = "GLYLSS+Glyphless";

/** Widths grow by a twentieth of the em up to three ems: rounding moves no border by more than a fortieth. */
const WIDTH_STEP = 50;
/** Glyphs with a box; `.notdef` stands before them. */
export const BOXES = 60;

/** The glyph whose width is nearest, from 1. */
export function nearestGlyph(width: number): number {
  return Math.min(BOXES, Math.max(1, Math.round(width / WIDTH_STEP)));
}

/** Advance of a glyph in units. */
export function widthOfGlyph(glyph: number): number {
  return glyph * WIDTH_STEP;
}

const GLYPHS = Array.from({ length: BOXES }, (_, at) => at + 1);
const WIDEST = BOXES * WIDTH_STEP;

/** The font program (FontFile2), two kilobytes, always the same bytes. */
export function glyphlessFontProgram(): Buffer {
  const tables: readonly (readonly [string, Buffer])[] = [
    ["OS/2", os2()],
    [
      "cmap",
      Buffer.concat([u16(0, 1, 3, 1), u32(12), u16(4, 32, 0, 4, 4, 1, 0, 0x20, 0xffff, 0, 0x20, 0xffff, 1 - 0x20, 1, 0, 0)]),
    ],
    ["glyf", Buffer.concat(GLYPHS.map((glyph) => box(widthOfGlyph(glyph))))],
    ["head", Buffer.concat([u32(0x10000, 0x10000, 0, 0x5f0f3cf5), u16(0x000b, UNITS_PER_EM), Buffer.alloc(16), headTail()])],
    ["hhea", Buffer.concat([u32(0x10000), u16(ASCENT, DESCENT, 0, WIDEST, 0, 0, WIDEST, 1, 0, 0, 0, 0, 0, 0, 0, BOXES + 1)])],
    ["hmtx", u16(UNITS_PER_EM, 0, ...GLYPHS.flatMap((glyph) => [widthOfGlyph(glyph), 0]))],
    ["loca", u16(0, ...[0, ...GLYPHS].map((glyph) => (glyph * BOX_BYTES) / 2))],
    ["maxp", Buffer.concat([u32(0x10000), u16(BOXES + 1, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)])],
    ["name", names()],
    ["post", u32(0x30000, 0, 0, 0, 0, 0, 0, 0)],
  ];
  return assemble(tables);
}

function os2(): Buffer {
  return Buffer.concat([
    u16(3, UNITS_PER_EM, 400, 5, 0, 650, 700, 0, 140, 650, 700, 0, 480, 50, 250, 0),
    Buffer.alloc(10),
    u32(0, 0, 0, 0),
    Buffer.from("NONE", "latin1"),
    u16(0x40, 0x20, 0x20, ASCENT, DESCENT, 0, ASCENT, -DESCENT),
    u32(0, 0),
    u16(0, 0, 0, 0x20, 0),
  ]);
}

/** Bytes of one box with its padding; offsets in `loca` count half of them. */
const BOX_BYTES = 36;

/** One contour of four on-curve points; glyph 0 has no outline at all, its two offsets are the same. */
function box(width: number): Buffer {
  const outline = u16(1, 0, DESCENT, width, ASCENT, 3, 0);
  const onCurve = Buffer.from([1, 1, 1, 1]);
  const deltas = u16(0, width, 0, -width, DESCENT, 0, UNITS_PER_EM, 0);
  return Buffer.concat([outline, onCurve, deltas, Buffer.alloc(2)]);
}

function headTail(): Buffer {
  return u16(0, DESCENT, WIDEST, ASCENT, 0, 8, 2, 0, 0);
}

function names(): Buffer {
  const entries: readonly (readonly [number, string])[] = [
    [1, "Glyphless"],
    [2, "Regular"],
    [4, "Glyphless"],
    [6, "Glyphless"],
  ];
  const records: Buffer[] = [];
  const texts: Buffer[] = [];
  let offset = 0;
  for (const [id, text] of entries) {
    const bytes = Buffer.from(text, "utf16le").swap16();
    records.push(u16(3, 1, 0x409, id, bytes.length, offset));
    texts.push(bytes);
    offset += bytes.length;
  }
  return Buffer.concat([u16(0, entries.length, 6 + 12 * entries.length), ...records, ...texts]);
}

/** Table directory, padded tables and the checksum adjustment (OpenType specification, "Organization of an OpenType font"). */
function assemble(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const power = 2 ** Math.floor(Math.log2(tables.length));
  const directory: Buffer[] = [];
  const bodies: Buffer[] = [];
  let position = 12 + 16 * tables.length;
  let headPosition = 0;
  for (const [tag, table] of tables) {
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    if (tag === "head") headPosition = position;
    directory.push(Buffer.concat([Buffer.from(tag, "latin1"), u32(checksum(padded), position, table.length)]));
    bodies.push(padded);
    position += padded.length;
  }
  const header = Buffer.concat([u32(0x10000), u16(tables.length, power * 16, Math.log2(power), (tables.length - power) * 16)]);
  const font = Buffer.concat([header, ...directory, ...bodies]);
  font.writeUInt32BE((0xb1b0afba - checksum(font)) >>> 0, headPosition + 8);
  return font;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}

function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => {
    bytes.writeUInt16BE(value & 0xffff, at * 2);
  });
  return bytes;
}

function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => {
    bytes.writeUInt32BE(value >>> 0, at * 4);
  });
  return bytes;
}
