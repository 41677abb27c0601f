/** The pages of a publication, each with its files. */
import { sharp } from "../../formats/locked-sharp.ts";
import { StageError } from "../../pipeline/errors.ts";
import type { Publication } from "../../pipeline/publication.ts";
import type { InputFile } from "../../pipeline/stage.ts";
import type { Structure } from "../../pipeline/structure.ts";
import type { TextLayer } from "../../pipeline/text-layer.ts";

/** The files of the pages, each list in page order. */
export interface PageFiles {
  readonly access: readonly InputFile[];
  readonly thumbnail: readonly InputFile[];
  readonly text: readonly InputFile[];
}

/**
 * Pages in order with digests and pixel size.
 * @throws {StageError} PUBLISH-PAGES when a page lacks a file; PUBLISH-SIZE when the picture and the text of a page have
 *   different sizes, because every box of text would then lie in the wrong place.
 */
export async function publishedPages(
  structure: Structure,
  texts: readonly TextLayer[],
  files: PageFiles,
  signal: AbortSignal,
): Promise<Publication["pages"]> {
  const pages: Publication["pages"] = [];
  for (const [index, page] of structure.pages.entries()) {
    signal.throwIfAborted();
    const [text, access, thumbnail, textFile] = [texts[index], files.access[index], files.thumbnail[index], files.text[index]];
    if (!text || !access || !thumbnail || !textFile) {
      throw new StageError({ code: "PUBLISH-PAGES", subject: page.id, facts: { page: page.label }, retry: "never" });
    }
    const { width, height } = await sharp(access.path).metadata();
    if (width !== text.width || height !== text.height) {
      const facts = { page: page.label, picture: `${width}×${height}`, text: `${text.width}×${text.height}` };
      throw new StageError({ code: "PUBLISH-SIZE", subject: page.id, facts, retry: "never" });
    }
    const { digest } = access;
    pages.push({
      id: page.id,
      label: page.label,
      width,
      height,
      access: digest,
      thumbnail: thumbnail.digest,
      text: textFile.digest,
    });
  }
  return pages;
}
