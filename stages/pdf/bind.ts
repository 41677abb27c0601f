import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readJson } from "../../formats/json-file.ts";
import { writePdf } from "../../formats/pdf/document.ts";
import { withJpeg } from "../../formats/pdf/jpeg-header.ts";
import type { PdfPage } from "../../formats/pdf/page.ts";
import { StageError } from "../../pipeline/errors.ts";
import { recordSchema } from "../../pipeline/record.ts";
import type { InputFile } from "../../pipeline/stage.ts";
import { structureSchema } from "../../pipeline/structure.ts";
import { textLayerSchema } from "../../pipeline/text-layer.ts";
import { bookmarksOf } from "./bookmarks.ts";
import { fitImage, type ImageBudget, needsFitting } from "./fit-image.ts";
import { leafLabel } from "./leaf-label.ts";
import { metadataOf } from "./metadata.ts";
import { languageOfPage } from "./page-language.ts";

/** What is read and written. */
export interface PdfRun {
  readonly inputs: {
    readonly structure: InputFile;
    readonly record: InputFile;
    readonly clean: readonly InputFile[];
    readonly text: readonly InputFile[];
  };
  readonly outputs: { readonly pdf: string };
  readonly params: ImageBudget & { readonly resolutionDpi?: number | undefined };
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/** Write the PDF of one item, page by page. */
export async function bind({ inputs, outputs, params, scratch, signal }: PdfRun): Promise<void> {
  const structure = await readJson(inputs.structure.path, structureSchema);
  const record = await readJson(inputs.record.path, recordSchema);
  for (const [role, files] of Object.entries({ clean: inputs.clean, text: inputs.text })) {
    if (files.length === structure.pages.length) continue;
    const facts = { role, pages: structure.pages.length, files: files.length };
    throw new StageError({ code: "PDF-PAGES", subject: structure.item, facts });
  }
  const metadata = metadataOf(record);

  async function* pages(): AsyncGenerator<PdfPage> {
    for (const [at, { label }] of structure.pages.entries()) {
      signal.throwIfAborted();
      const [image, text] = [inputs.clean[at], inputs.text[at]];
      if (image === undefined || text === undefined) continue;
      const layer = await readJson(text.path, textLayerSchema);
      const copyPath = join(scratch, "page.jpg");
      const picture = await pictureOf(image.path, label, params, copyPath);
      const language = languageOfPage(layer, metadata.language);
      yield { ...picture, label: leafLabel(label), text: layer, ...(language === undefined ? {} : { language }) };
      await rm(copyPath, { force: true });
    }
  }

  const idHex = identifier([inputs.structure, inputs.record, ...inputs.clean, ...inputs.text], params);
  await writePdf(outputs.pdf, { metadata, bookmarks: bookmarksOf(record, structure), idHex }, pages());
}

/** The clean image, or its smaller copy with the size and resolution that the boxes of the text are in. */
async function pictureOf(
  path: string,
  label: string,
  params: ImageBudget & { readonly resolutionDpi?: number | undefined },
  copyPath: string,
): Promise<Pick<PdfPage, "imagePath" | "size" | "resolutionDpi">> {
  const header = await withJpeg(path, label, async (jpeg) => jpeg.header);
  const resolutionDpi = params.resolutionDpi ?? header.resolutionDpi;
  const stated = resolutionDpi === undefined ? {} : { resolutionDpi };
  const explained = { ...header, ...stated };
  if (!needsFitting(explained, params)) return { imagePath: path, ...stated };
  await fitImage(path, explained, params, copyPath);
  const isTurned = header.orientation >= 5;
  const size = isTurned ? { width: header.height, height: header.width } : { width: header.width, height: header.height };
  return { imagePath: copyPath, size, ...stated };
}

/** The file identifier follows from the inputs, as the standard advises to use what makes the file what it is. */
function identifier(files: readonly InputFile[], params: object): string {
  const hash = createHash("sha256").update(JSON.stringify(params));
  for (const { digest } of files) hash.update(digest);
  return hash.digest("hex").slice(0, 32);
}
