/** The composite font that carries the invisible text (ISO 32000-1, 9.7). */
import type { CharacterCode } from "./character-codes.ts";
import { ASCENT, BOXES, DESCENT, FONT_NAME, glyphlessFontProgram, UNITS_PER_EM, widthOfGlyph } from "./glyphless-font.ts";
import type { ObjectFile } from "./object-file.ts";
import { toUnicodeCMap } from "./to-unicode.ts";
import { ascii, name, type PdfRef } from "./values.ts";

/** Write the font with all its parts; `codes` are those of the document, the first being 1. */
export function writeType0Font(file: ObjectFile, font: PdfRef, codes: readonly CharacterCode[]): void {
  const [program, descriptor, glyphs] = [file.reserve(), file.reserve(), file.reserve()];
  const [descendant, toUnicode] = [file.reserve(), file.reserve()];
  const bytes = glyphlessFontProgram();
  file.writeStream(program, { Length1: bytes.length }, bytes, "deflated");
  file.write(descriptor, descriptorEntries(program));
  file.writeStream(glyphs, {}, glyphMap(codes), "deflated");
  file.write(descendant, {
    Type: name("Font"),
    Subtype: name("CIDFontType2"),
    BaseFont: name(FONT_NAME),
    CIDSystemInfo: { Registry: ascii("Adobe"), Ordering: ascii("Identity"), Supplement: 0 },
    FontDescriptor: descriptor,
    DW: UNITS_PER_EM,
    W: [1, codes.map(({ width }) => width)],
    CIDToGIDMap: glyphs,
  });
  file.writeStream(toUnicode, {}, Buffer.from(toUnicodeCMap(codes.map(({ character }) => character)), "latin1"), "deflated");
  file.write(font, {
    Type: name("Font"),
    Subtype: name("Type0"),
    BaseFont: name(FONT_NAME),
    Encoding: name("Identity-H"),
    DescendantFonts: [descendant],
    ToUnicode: toUnicode,
  });
}

function descriptorEntries(program: PdfRef) {
  return {
    Type: name("FontDescriptor"),
    FontName: name(FONT_NAME),
    /** Symbolic: its characters are outside the Latin standard set. */
    Flags: 4,
    FontBBox: [0, DESCENT, widthOfGlyph(BOXES), ASCENT],
    ItalicAngle: 0,
    Ascent: ASCENT,
    Descent: DESCENT,
    CapHeight: ASCENT,
    StemV: 80,
    FontFile2: program,
  };
}

/** Code 0 leads to `.notdef`, every other code to a box of its width. */
function glyphMap(codes: readonly CharacterCode[]): Buffer {
  const map = Buffer.alloc((codes.length + 1) * 2);
  for (const [at, { glyph }] of codes.entries()) map.writeUInt16BE(glyph, (at + 1) * 2);
  return map;
}
