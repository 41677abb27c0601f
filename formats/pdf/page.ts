/** One page of a facsimile: its image, stored as it is, and the invisible text above it. */
import { PDFName, PDFNumber, type PDFRef } from "pdf-lib";
import { StageError } from "../../pipeline/errors.ts";
import type { TextLayer } from "../../pipeline/text-layer.ts";
import type { CharacterCodes } from "./character-codes.ts";
import { type JpegHeader, readJpegHeader } from "./jpeg-header.ts";
import type { ObjectFile } from "./object-file.ts";
import { FONT_RESOURCE, textOperators } from "./text-operators.ts";
import { textRuns } from "./text-runs.ts";

/** One page: a JPEG on disk and what stands on it. A page without text is legal. */
export interface PdfPage {
  readonly imagePath: string;
  readonly label: string;
  readonly text?: TextLayer;
}

const POINTS_PER_INCH = 72;
const DEFAULT_DPI = 300;
/** Pages beyond this are not allowed in PDF/A-2 (ISO 19005-2, 6.1.13). */
const LONGEST_SIDE_POINTS = 14_400;

/** What all pages of a document share. */
export interface PageContext {
  readonly tree: PDFRef;
  readonly font: PDFRef;
  readonly codes: CharacterCodes;
  readonly resolutionDpi: number | undefined;
}

/** Write a page with its image and text, and answer its reference. @throws {StageError} see `writePdf`. */
export async function writePage(file: ObjectFile, page: PdfPage, context: PageContext): Promise<PDFRef> {
  const header = await readJpegHeader(page.imagePath);
  const { text } = page;
  if (text !== undefined && (text.width !== header.width || text.height !== header.height)) {
    const facts = { page: page.label, text: `${text.width}x${text.height}`, image: `${header.width}x${header.height}` };
    throw new StageError({ code: "PDF-SIZE", facts });
  }
  const k = POINTS_PER_INCH / (context.resolutionDpi ?? header.resolutionDpi ?? DEFAULT_DPI);
  const pointsPerPixel = Math.min(k, LONGEST_SIDE_POINTS / Math.max(header.width, header.height));
  const [width, height] = [header.width, header.height].map((pixels) => Number((pixels * pointsPerPixel).toFixed(3)));
  const image = await writeImage(file, page.imagePath, header);
  const runs = text === undefined ? [] : textRuns(text);
  const shown = textOperators(runs, context.codes, { heightPixels: header.height, pointsPerPixel });
  const content = file.reserve();
  await file.writeStream(content, {}, Buffer.from(`q\n${width} 0 0 ${height} 0 0 cm\n/Im Do\nQ\n${shown}`, "latin1"), "deflated");
  const fonts = shown === "" ? {} : { Font: file.dictionary({ [FONT_RESOURCE]: context.font }) };
  const ref = file.reserve();
  await file.write(
    ref,
    file.dictionary({
      Type: PDFName.of("Page"),
      Parent: context.tree,
      MediaBox: file.array([0, 0, width ?? 0, height ?? 0].map((value) => PDFNumber.of(value))),
      Resources: file.dictionary({ XObject: file.dictionary({ Im: image }), ...fonts }),
      Contents: content,
    }),
  );
  return ref;
}

async function writeImage(file: ObjectFile, path: string, header: JpegHeader): Promise<PDFRef> {
  const entries = {
    Type: PDFName.of("XObject"),
    Subtype: PDFName.of("Image"),
    Width: PDFNumber.of(header.width),
    Height: PDFNumber.of(header.height),
    ColorSpace: PDFName.of(header.colourSpace),
    BitsPerComponent: PDFNumber.of(8),
    Filter: PDFName.of("DCTDecode"),
  };
  const ref = file.reserve();
  await file.writeFileStream(ref, entries, { path, sizeBytes: header.sizeBytes });
  return ref;
}
