/** pdfkit: written to the file page by page. */
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import PdfKit from "pdfkit";
import { createCharacterCodes } from "../../formats/pdf/character-codes.ts";
import { FONT_NAME, glyphlessFontProgram } from "../../formats/pdf/glyphless-font.ts";
import { FONT_RESOURCE } from "../../formats/pdf/text-operators.ts";
import { toUnicodeCMap } from "../../formats/pdf/to-unicode.ts";
import { DESCRIPTOR, type Engine, glyphMap, meaningsOf, operatorsOf, SIZE_POINTS, widthsOf } from "./pdf-engine.ts";

/** One JPEG and one content stream a page; pdfkit turns its pages upside down, the operators want the origin at the bottom. */
export const pdfKit: Engine = async (images, out) => {
  const document = new PdfKit({ autoFirstPage: false });
  const file = createWriteStream(out);
  document.pipe(file);
  const codes = createCharacterCodes();
  const font = document.ref({});
  for (const [at, path] of images.entries()) {
    document.addPage({ size: [...SIZE_POINTS], margin: 0 });
    document.image(path, 0, 0, { width: SIZE_POINTS[0], height: SIZE_POINTS[1] });
    document.page.fonts[FONT_RESOURCE] = font;
    document.addContent(`q 1 0 0 -1 0 ${SIZE_POINTS[1]} cm\n${operatorsOf(at, codes)}Q`);
  }
  const program = glyphlessFontProgram();
  const stream = (bytes: Uint8Array, entries = {}) => {
    const made = document.ref(entries);
    made.end(bytes);
    return made;
  };
  const descriptor = document.ref({
    Type: "FontDescriptor",
    FontName: FONT_NAME,
    ...DESCRIPTOR,
    FontFile2: stream(program, { Length1: program.length }),
  });
  descriptor.end();
  const system = { Registry: new String("Adobe"), Ordering: new String("Identity"), Supplement: 0 };
  const cid = { Type: "Font", Subtype: "CIDFontType2", BaseFont: FONT_NAME, DW: 1000, W: widthsOf(codes), CIDSystemInfo: system };
  const descendant = document.ref({
    ...cid,
    FontDescriptor: descriptor,
    CIDToGIDMap: stream(glyphMap(codes)),
  });
  descendant.end();
  const composite = { Type: "Font", Subtype: "Type0", BaseFont: FONT_NAME, Encoding: "Identity-H" };
  const toUnicode = stream(Buffer.from(toUnicodeCMap(meaningsOf(codes)), "latin1"));
  Object.assign(font.data, { ...composite, DescendantFonts: [descendant], ToUnicode: toUnicode });
  font.end();
  document.end();
  await finished(file);
};
