/** Our own writer. */
import { writePdf } from "../../formats/pdf/document.ts";
import type { PdfPage } from "../../formats/pdf/page.ts";
import type { Engine } from "./pdf-engine.ts";
import { densePage } from "./pdf-pages.ts";

/** Pages are made as they are asked for, as the stage reads them one by one. */
export const sohoa: Engine = async (images, out) => {
  const metadata = { title: "Bench", otherTitles: [], language: "vi-Hani", identifier: "bench", producer: "sohoa" };
  await writePdf(out, { metadata, bookmarks: [], idHex: "0".repeat(32) }, pagesOf(images));
};

function* pagesOf(images: readonly string[]): Generator<PdfPage> {
  for (const [at, imagePath] of images.entries()) yield { imagePath, label: String(at + 1), text: densePage(at) };
}
