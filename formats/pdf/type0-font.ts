/** The composite font that carries the invisible text (ISO 32000-1, 9.7). */
import { PDFName, PDFNumber, type PDFRef, PDFString } from "pdf-lib";
import { ASCENT, DESCENT, FONT_NAME, glyphlessFontProgram, UNITS_PER_EM } from "./glyphless-font.ts";
import type { ObjectFile } from "./object-file.ts";
import { toUnicodeCMap } from "./to-unicode.ts";

/** Write the font with all its parts; `characters` are those of the document by code, the first having code 1. */
export async function writeType0Font(file: ObjectFile, font: PDFRef, characters: readonly string[]): Promise<void> {
  const name = PDFName.of;
  const [program, descriptor, glyphs, descendant, toUnicode] = Array.from({ length: 5 }, () => file.reserve()) as RefsOfFont;
  const bytes = glyphlessFontProgram();
  await file.writeStream(program, { Length1: PDFNumber.of(bytes.length) }, bytes, "deflated");
  await file.write(descriptor, file.dictionary(descriptorEntries(file, program)));
  await file.writeStream(glyphs, {}, glyphMap(characters.length), "deflated");
  const system = { Registry: PDFString.of("Adobe"), Ordering: PDFString.of("Identity"), Supplement: PDFNumber.of(0) };
  await file.write(
    descendant,
    file.dictionary({
      Type: name("Font"),
      Subtype: name("CIDFontType2"),
      BaseFont: name(FONT_NAME),
      CIDSystemInfo: file.dictionary(system),
      FontDescriptor: descriptor,
      DW: PDFNumber.of(UNITS_PER_EM),
      CIDToGIDMap: glyphs,
    }),
  );
  await file.writeStream(toUnicode, {}, Buffer.from(toUnicodeCMap(characters), "latin1"), "deflated");
  await file.write(
    font,
    file.dictionary({
      Type: name("Font"),
      Subtype: name("Type0"),
      BaseFont: name(FONT_NAME),
      Encoding: name("Identity-H"),
      DescendantFonts: file.array([descendant]),
      ToUnicode: toUnicode,
    }),
  );
}

type RefsOfFont = [PDFRef, PDFRef, PDFRef, PDFRef, PDFRef];

function descriptorEntries(file: ObjectFile, program: PDFRef) {
  return {
    Type: PDFName.of("FontDescriptor"),
    FontName: PDFName.of(FONT_NAME),
    /** Symbolic: its characters are outside the Latin standard set. */
    Flags: PDFNumber.of(4),
    FontBBox: file.array([0, DESCENT, UNITS_PER_EM, ASCENT].map((value) => PDFNumber.of(value))),
    ItalicAngle: PDFNumber.of(0),
    Ascent: PDFNumber.of(ASCENT),
    Descent: PDFNumber.of(DESCENT),
    CapHeight: PDFNumber.of(ASCENT),
    StemV: PDFNumber.of(80),
    FontFile2: program,
  };
}

/** Code 0 leads to `.notdef`, every other code to the em box. */
function glyphMap(count: number): Buffer {
  const map = Buffer.alloc((count + 1) * 2);
  for (let code = 1; code <= count; code++) map.writeUInt16BE(1, code * 2);
  return map;
}
