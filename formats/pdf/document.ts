/**
 * A searchable facsimile: page images untouched, the text invisible above them, PDF/A-2u by construction (not verified
 * by veraPDF). Pages are taken one by one, so the memory needed does not grow with the images.
 *
 * There is deliberately no /ViewerPreferences /Direction /R2L: PDFium would then reorder the text right to left, columns
 * reversed and characters beyond the BMP out of order.
 */
import { PDFName, PDFNumber, type PDFRef } from "pdf-lib";
import { writeCatalog, writeInfo } from "./catalog.ts";
import { createCharacterCodes } from "./character-codes.ts";
import { createObjectFile } from "./object-file.ts";
import { type Bookmark, writeOutline } from "./outline.ts";
import { type PdfPage, writePage } from "./page.ts";
import { writeType0Font } from "./type0-font.ts";
import type { PdfMetadata } from "./xmp.ts";

/** The document around the pages. */
export interface PdfDescription {
  readonly metadata: PdfMetadata;
  readonly bookmarks: readonly Bookmark[];
  /** 32 hexadecimal digits that follow from the inputs. */
  readonly idHex: string;
  /** Resolution of all pages; each JPEG's own, or 300, when absent. */
  readonly resolutionDpi?: number;
}

/** What was written. */
export interface PdfSummary {
  readonly pages: number;
  readonly distinctCharacters: number;
}

/**
 * Write the document to `path`; the same inputs give the same bytes.
 * @throws {StageError} PDF-JPEG for a picture that cannot be embedded, PDF-SIZE when a text belongs to a picture of
 *   another size, PDF-BOX, PDF-TEXT, PDF-CHARS as `textRuns` and `createCharacterCodes` say.
 */
export async function writePdf(
  path: string,
  description: PdfDescription,
  pages: AsyncIterable<PdfPage> | Iterable<PdfPage>,
): Promise<PdfSummary> {
  const file = await createObjectFile(path);
  try {
    const codes = createCharacterCodes();
    const tree = file.reserve();
    const font = file.reserve();
    const refs: PDFRef[] = [];
    const labels: string[] = [];
    for await (const page of pages) {
      refs.push(await writePage(file, page, { tree, font, codes, resolutionDpi: description.resolutionDpi }));
      labels.push(page.label);
    }
    await file.write(
      tree,
      file.dictionary({ Type: PDFName.of("Pages"), Kids: file.array(refs), Count: PDFNumber.of(refs.length) }),
    );
    await writeType0Font(file, font, codes.characters());
    const outline = await writeOutline(file, description.bookmarks, refs);
    const root = await writeCatalog(file, tree, labels, outline, description.metadata);
    await file.finish(root, await writeInfo(file, description.metadata), description.idHex);
    return { pages: refs.length, distinctCharacters: codes.characters().length };
  } finally {
    await file.close();
  }
}
