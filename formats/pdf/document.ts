/**
 * A searchable facsimile: page images untouched, the text invisible above them, PDF/A-2u by construction (not verified
 * by veraPDF). Pages are taken one by one, so the memory needed does not grow with the images.
 *
 * There is deliberately no /ViewerPreferences /Direction /R2L: PDFium would then reorder the text right to left, columns
 * reversed and characters beyond the BMP out of order.
 */
import { createWindow } from "../byte-source.ts";
import { writeCatalog, writeInfo } from "./catalog.ts";
import { createCharacterCodes } from "./character-codes.ts";
import { createObjectFile, type ObjectFile } from "./object-file.ts";
import { type Bookmark, writeOutline } from "./outline.ts";
import { type PdfPage, writePage } from "./page.ts";
import { writeType0Font } from "./type0-font.ts";
import { name, type PdfRef, text } from "./values.ts";
import type { PdfMetadata } from "./xmp.ts";

/** The document around the pages. */
export interface PdfDescription {
  readonly metadata: PdfMetadata;
  readonly bookmarks: readonly Bookmark[];
  /** 32 hexadecimal digits that follow from the inputs. */
  readonly idHex: string;
}

/** What was written. */
export interface PdfSummary {
  readonly pages: number;
  readonly distinctCharacters: number;
}

/**
 * Write the document to `path`; the same inputs give the same bytes.
 * @throws {StageError} PDF-MISSING, PDF-JPEG or PDF-COLOUR for a picture that cannot be embedded, PDF-SIZE when a text belongs
 *   to a picture of another size, PDF-LARGE, PDF-BOX, PDF-TEXT, PDF-CHARS as `ObjectFile`, `textRuns` and
 *   `createCharacterCodes` say.
 */
export async function writePdf(
  path: string,
  { metadata, bookmarks, idHex }: PdfDescription,
  pages: AsyncIterable<PdfPage> | Iterable<PdfPage>,
): Promise<PdfSummary> {
  const file = createObjectFile(path);
  try {
    const [tree, codes] = [file.reserve(), createCharacterCodes()];
    const [font, layer] = [onDemand(file), onDemand(file)];
    const shared = { profiles: new Map<string, PdfRef>(), window: createWindow() };
    const context = { ...shared, tree, codes, font: font.ref, readingLayer: layer.ref };
    const refs: PdfRef[] = [];
    const labels: string[] = [];
    for await (const page of pages) {
      refs.push(await writePage(file, page, context));
      labels.push(page.label);
    }
    file.write(tree, { Type: name("Pages"), Kids: refs, Count: refs.length });
    const [usedFont, readingLayer] = [font.taken(), layer.taken()];
    if (usedFont !== undefined) writeType0Font(file, usedFont, codes.all());
    if (readingLayer !== undefined) file.write(readingLayer, { Type: name("OCG"), Name: text("Phiên âm") });
    const outline = writeOutline(file, bookmarks, refs);
    const root = writeCatalog(file, { pages: tree, labels, outline, readingLayer, metadata });
    file.finish(root, writeInfo(file, metadata), idHex);
    return { pages: refs.length, distinctCharacters: new Set(codes.all().map(({ character }) => character)).size };
  } finally {
    file.close();
  }
}

/** An object that is numbered when a page first refers to it, and left out when none does. */
function onDemand(file: ObjectFile) {
  let taken: PdfRef | undefined;
  return {
    ref(): PdfRef {
      taken ??= file.reserve();
      return taken;
    },
    taken: () => taken,
  };
}
