/** pdf-lib as published, the way its documentation shows: the document grows in memory and is saved at the end. */
import { readFileSync, writeFileSync } from "node:fs";
import {
  beginText,
  endText,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFOperator,
  PDFString,
  setFontAndSize,
  setTextMatrix,
  setTextRenderingMode,
  showText,
  TextRenderingMode,
} from "pdf-lib-1.17";
import { type CharacterCodes, createCharacterCodes } from "../../formats/pdf/character-codes.ts";
import { FONT_NAME, glyphlessFontProgram } from "../../formats/pdf/glyphless-font.ts";
import { FONT_RESOURCE } from "../../formats/pdf/text-operators.ts";
import { textRuns } from "../../formats/pdf/text-runs.ts";
import { toUnicodeCMap } from "../../formats/pdf/to-unicode.ts";
import { hex4 } from "../../formats/pdf/values.ts";
import { DESCRIPTOR, type Engine, glyphMap, meaningsOf, POINTS_PER_PIXEL, SIZE_POINTS, widthsOf } from "./pdf-engine.ts";
import { densePage } from "./pdf-pages.ts";

/** One JPEG and one content stream a page. */
export const pdfLib: Engine = async (images, out) => {
  const document = await PDFDocument.create();
  const { context } = document;
  const codes = createCharacterCodes();
  const font = context.nextRef();
  for (const [at, path] of images.entries()) {
    const page = document.addPage([...SIZE_POINTS]);
    page.drawImage(await document.embedJpg(readFileSync(path)), { x: 0, y: 0, width: SIZE_POINTS[0], height: SIZE_POINTS[1] });
    page.node.setFontDictionary(PDFName.of(FONT_RESOURCE), font);
    page.pushOperators(...shownRuns(at, codes));
  }
  const program = glyphlessFontProgram();
  const stream = (bytes: string | Uint8Array, entries = {}) => context.register(context.flateStream(bytes, entries));
  const file = stream(program, { Length1: program.length });
  const descriptor = context.register(
    context.obj({ Type: "FontDescriptor", FontName: FONT_NAME, ...DESCRIPTOR, FontFile2: file }),
  );
  const system = { Registry: PDFString.of("Adobe"), Ordering: PDFString.of("Identity"), Supplement: 0 };
  const glyphs = stream(glyphMap(codes));
  const cid = { Type: "Font", Subtype: "CIDFontType2", BaseFont: FONT_NAME, DW: 1000, W: widthsOf(codes), CIDSystemInfo: system };
  const descendant = context.register(context.obj({ ...cid, FontDescriptor: descriptor, CIDToGIDMap: glyphs }));
  const composite = { Type: "Font", Subtype: "Type0", BaseFont: FONT_NAME, Encoding: "Identity-H" };
  const toUnicode = stream(toUnicodeCMap(meaningsOf(codes)));
  context.assign(font, context.obj({ ...composite, DescendantFonts: [descendant], ToUnicode: toUnicode }));
  writeFileSync(out, await document.save());
};

/** One matrix and one string a column, by the library's own operators; the unequal height of characters is left out. */
function shownRuns(number: number, codes: CharacterCodes): PDFOperator[] {
  const operators = [beginText(), setFontAndSize(FONT_RESOURCE, 1), setTextRenderingMode(TextRenderingMode.Invisible)];
  for (const { acrossStart, acrossEnd, cells } of textRuns(densePage(number))) {
    const [start, end] = [cells[0]?.start ?? 0, cells.at(-1)?.end ?? 0];
    const [pitch, width] = [((end - start) / cells.length) * POINTS_PER_PIXEL, (acrossEnd - acrossStart) * POINTS_PER_PIXEL];
    const x = acrossStart * POINTS_PER_PIXEL + 0.12 * width;
    operators.push(setTextMatrix(0, -pitch, width, 0, x, SIZE_POINTS[1] - start * POINTS_PER_PIXEL));
    operators.push(showText(PDFHexString.of(cells.map((cell) => hex4(codes.codeOf(cell.text, 1000).code)).join(""))));
  }
  return [...operators, endText()];
}
