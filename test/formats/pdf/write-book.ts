/** Puts text layers on page images and writes them as a PDF, for tests that ask other programs about it. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writePdf } from "../../../formats/pdf/document.ts";
import type { PdfPage } from "../../../formats/pdf/page.ts";
import type { TextLayer } from "../../../pipeline/text-layer.ts";
import { pageImage } from "../../fixtures/item-inputs.ts";
import { PAGE_DPI } from "./rare-book.ts";

/** What the documents of these tests say of themselves. */
export const METADATA = {
  title: "Thiên tự văn 千字文 <𠀀>",
  otherTitles: [{ language: "vi-Hani", text: "千字文" }],
  author: "Chu Hưng Tự",
  subject: "Sách mẫu",
  language: "vi-Hani",
  identifier: "AB.1 (kho)",
  rights: "https://creativecommons.org/publicdomain/mark/1.0/",
  producer: "sohoa",
};

/** Write the book into the folder and answer its path; without text when asked, everything else the same. */
export async function writeBook(folder: string, layers: readonly TextLayer[], hasText = true): Promise<string> {
  const pages: PdfPage[] = [];
  for (const [at, layer] of layers.entries()) {
    const imagePath = join(folder, `image-${at}.jpg`);
    await writeFile(imagePath, await pageImage(layer, PAGE_DPI));
    pages.push({
      imagePath,
      label: `tờ ${Math.floor(at / 2) + 1}${at % 2 === 0 ? "a" : "b"}`,
      ...(hasText ? { text: layer } : {}),
    });
  }
  const path = join(folder, hasText ? "book.pdf" : "without-text.pdf");
  const bookmarks = [
    { title: "第一回 𡨸喃", pageIndex: 0 },
    { title: "Hồi thứ hai", pageIndex: layers.length - 1 },
  ];
  await writePdf(path, { metadata: METADATA, bookmarks, idHex: "0123456789abcdef0123456789abcdef" }, pages);
  return path;
}
