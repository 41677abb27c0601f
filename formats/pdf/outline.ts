/** The outline ("bookmarks") of a PDF: a flat list of divisions (ISO 32000-1, 12.3.3). */
import type { ObjectFile } from "./object-file.ts";
import { name, type PdfRef, text } from "./values.ts";

/** One bookmark and the page it opens, counted from 0. */
export interface Bookmark {
  readonly title: string;
  readonly pageIndex: number;
}

/** Write the outline and answer its reference, or undefined when there is nothing to list. */
export function writeOutline(file: ObjectFile, bookmarks: readonly Bookmark[], pages: readonly PdfRef[]): PdfRef | undefined {
  const refs = bookmarks.map(() => file.reserve());
  if (refs.length === 0) return undefined;
  const outline = file.reserve();
  for (const [at, { title, pageIndex }] of bookmarks.entries()) {
    const [ref, page] = [refs[at], pages[pageIndex]];
    if (ref === undefined || page === undefined) throw new RangeError(`bookmark ${at + 1} opens no page`);
    const neighbours = { Prev: refs[at - 1], Next: refs[at + 1] };
    file.write(ref, { Title: text(title), Parent: outline, Dest: [page, name("Fit")], ...neighbours });
  }
  file.write(outline, { Type: name("Outlines"), First: refs[0], Last: refs.at(-1), Count: refs.length });
  return outline;
}
