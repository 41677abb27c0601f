/** One page of a facsimile: its image, stored as it is, the invisible text above it, and the reading of that text. */
import { StageError } from "../../pipeline/errors.ts";
import type { Size } from "../../pipeline/geometry.ts";
import type { TextLayer } from "../../pipeline/text-layer.ts";
import type { CharacterCodes } from "./character-codes.ts";
import { imageMatrix, type ProfileRefs, writeImage } from "./image.ts";
import { type JpegHeader, type OpenJpeg, withJpeg } from "./jpeg-header.ts";
import type { ObjectFile } from "./object-file.ts";
import { type PageSize, pageSize } from "./page-size.ts";
import { readingRuns } from "./reading-runs.ts";
import { FONT_RESOURCE, textOperators } from "./text-operators.ts";
import { textRuns } from "./text-runs.ts";
import { decimal, name, type PdfRef } from "./values.ts";

/** One page: a JPEG on disk and what stands on it. A page without text is legal. */
export interface PdfPage {
  readonly imagePath: string;
  readonly label: string;
  /** Pixel size of the page that the boxes of the text are in, where the JPEG is a reduced copy of it. */
  readonly size?: Size;
  /** Resolution at that size; what the JPEG says of itself, or none known, when absent. */
  readonly resolutionDpi?: number;
  readonly text?: TextLayer;
  /** BCP 47 tag of the text, where it is not that of the document. */
  readonly language?: string;
}

/** What all pages of a document share. */
export interface PageContext {
  readonly tree: PdfRef;
  readonly codes: CharacterCodes;
  readonly profiles: ProfileRefs;
  /** The font; asked for by the first page with text. */
  font(): PdfRef;
  /** Lent to each JPEG in turn. */
  readonly window: Buffer;
  /** The layer of readings; asked for by the first page that has some. */
  readingLayer(): PdfRef;
}

/** Write a page with its image and text, and answer its reference. @throws {StageError} see `writePdf`. */
export function writePage(file: ObjectFile, page: PdfPage, context: PageContext): Promise<PdfRef> {
  return withJpeg(page.imagePath, page.label, (jpeg) => writeOpenPage(file, page, jpeg, context), context.window);
}

async function writeOpenPage(file: ObjectFile, page: PdfPage, jpeg: OpenJpeg, context: PageContext): Promise<PdfRef> {
  const { header } = jpeg;
  const pixels = page.size ?? uprightSize(header);
  checkSize(page, pixels);
  const size = pageSize(pixels, page.resolutionDpi ?? header.resolutionDpi);
  const image = await writeImage(file, jpeg, context.profiles, page.label);
  const text = textContent(page, pixels, size, context.codes);
  const reading = readingContent(page, pixels, size, context.codes);
  const placed = imageMatrix(header.orientation, size.width, size.height).map(decimal).join(" ");
  const content = file.reserve();
  file.writeStream(content, {}, Buffer.from(`q\n${placed} cm\n/Im Do\nQ\n${text}${reading}`, "latin1"), "deflated");
  const ref = file.reserve();
  file.write(ref, {
    Type: name("Page"),
    Parent: context.tree,
    MediaBox: [0, 0, size.width, size.height],
    UserUnit: size.userUnit === 1 ? undefined : size.userUnit,
    Resources: {
      XObject: { Im: image },
      Font: text === "" && reading === "" ? undefined : { [FONT_RESOURCE]: context.font() },
      Properties: reading === "" ? undefined : { [READING_LAYER]: context.readingLayer() },
    },
    Contents: content,
  });
  return ref;
}

/** The name of the layer in the page's resources. */
const READING_LAYER = "R";

function textContent({ text, language }: PdfPage, pixels: Size, size: PageSize, codes: CharacterCodes): string {
  if (text === undefined) return "";
  const operators = textOperators(textRuns(text), codes, { heightPixels: pixels.height, unitsPerPixel: size.unitsPerPixel });
  return language === undefined ? operators : inLanguage(language, operators);
}

/** Phiên âm is Vietnamese in Latin letters, and shown to nobody who has not turned its layer on. */
function readingContent({ text }: PdfPage, pixels: Size, size: PageSize, codes: CharacterCodes): string {
  if (text === undefined) return "";
  const operators = textOperators(readingRuns(text), codes, { heightPixels: pixels.height, unitsPerPixel: size.unitsPerPixel });
  return operators === "" ? "" : `/OC /${READING_LAYER} BDC\n${inLanguage("vi", operators)}EMC\n`;
}

/** Marked content with a language of its own (ISO 32000-1, 14.9.2). */
function inLanguage(language: string, operators: string): string {
  return operators === "" ? "" : `/Span <</Lang (${language})>> BDC\n${operators}EMC\n`;
}

function uprightSize({ width, height, orientation }: JpegHeader): Size {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

function checkSize({ text, label }: PdfPage, image: Size): void {
  if (text === undefined || (text.width === image.width && text.height === image.height)) return;
  const facts = { page: label, text: `${text.width}x${text.height}`, image: `${image.width}x${image.height}` };
  throw new StageError({ code: "PDF-SIZE", facts });
}
