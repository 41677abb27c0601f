/** The outline ("bookmarks") of a PDF: a flat list of divisions (ISO 32000-1, 12.3.3). */
import { PDFHexString, PDFName, PDFNumber, type PDFRef } from "pdf-lib";
import type { ObjectFile } from "./object-file.ts";

/** One bookmark and the page it opens, counted from 0. */
export interface Bookmark {
  readonly title: string;
  readonly pageIndex: number;
}

/** Write the outline and answer its reference, or undefined when there is nothing to list. */
export async function writeOutline(
  file: ObjectFile,
  bookmarks: readonly Bookmark[],
  pages: readonly PDFRef[],
): Promise<PDFRef | undefined> {
  if (bookmarks.length === 0) return undefined;
  const outline = file.reserve();
  const refs = bookmarks.map(() => file.reserve());
  for (const [at, ref] of refs.entries()) {
    const bookmark = bookmarks[at];
    const page = bookmark === undefined ? undefined : pages[bookmark.pageIndex];
    if (bookmark === undefined || page === undefined) throw new RangeError(`bookmark ${at + 1} opens no page`);
    const previous = refs[at - 1];
    const next = refs[at + 1];
    await file.write(
      ref,
      file.dictionary({
        Title: PDFHexString.fromText(bookmark.title),
        Parent: outline,
        Dest: file.array([page, PDFName.of("Fit")]),
        ...(previous === undefined ? {} : { Prev: previous }),
        ...(next === undefined ? {} : { Next: next }),
      }),
    );
  }
  const ends = { First: refs[0] ?? outline, Last: refs.at(-1) ?? outline };
  await file.write(outline, file.dictionary({ Type: PDFName.of("Outlines"), ...ends, Count: PDFNumber.of(refs.length) }));
  return outline;
}
