/** Bind the pages of an item into one searchable PDF/A-2u: images untouched, text invisible above them. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { readJson } from "../formats/json-file.ts";
import { writePdf } from "../formats/pdf/document.ts";
import type { PdfPage } from "../formats/pdf/page.ts";
import { StageError } from "../pipeline/errors.ts";
import { recordSchema } from "../pipeline/record.ts";
import { defineStage, type InputFile } from "../pipeline/stage.ts";
import { structureSchema } from "../pipeline/structure.ts";
import { textLayerSchema } from "../pipeline/text-layer.ts";
import { bookmarksOf } from "./pdf/bookmarks.ts";
import { metadataOf } from "./pdf/metadata.ts";

export const pdf = defineStage({
  name: "pdf",
  version: 1,
  of: "item",
  inputs: {
    structure: "item/structure",
    record: { firstOf: ["record", "record/draft"] },
    clean: "image/clean",
    text: { firstOf: ["text/reviewed", "text/machine"] },
  },
  outputs: { pdf: "pdf" },
  params: z.object({
    /** Resolution of the page images; what each JPEG says of itself, or 300, when absent. */
    resolutionDpi: z.number().min(50).max(4800).optional(),
  }),
  timeoutSeconds: 1800,

  async run({ inputs, outputs, params, signal }) {
    const structure = await readJson(inputs.structure.path, structureSchema);
    const record = await readJson(inputs.record.path, recordSchema);
    for (const [role, files] of Object.entries({ clean: inputs.clean, text: inputs.text })) {
      if (files.length === structure.pages.length) continue;
      const facts = { role, pages: structure.pages.length, files: files.length };
      throw new StageError({ code: "PDF-PAGES", subject: structure.item, facts });
    }

    async function* pages(): AsyncGenerator<PdfPage> {
      for (const [at, { label }] of structure.pages.entries()) {
        signal.throwIfAborted();
        const [image, text] = [inputs.clean[at], inputs.text[at]];
        if (image === undefined || text === undefined) continue;
        yield { imagePath: image.path, label, text: await readJson(text.path, textLayerSchema) };
      }
    }

    const description = {
      metadata: metadataOf(record),
      bookmarks: bookmarksOf(record, structure),
      idHex: identifier([inputs.structure, inputs.record, ...inputs.clean, ...inputs.text]),
      ...(params.resolutionDpi === undefined ? {} : { resolutionDpi: params.resolutionDpi }),
    };
    await writePdf(outputs.pdf, description, pages());
  },
});

/** The file identifier follows from the inputs, as the standard advises to use what makes the file what it is. */
function identifier(files: readonly InputFile[]): string {
  const hash = createHash("sha256");
  for (const { digest } of files) hash.update(digest);
  return hash.digest("hex").slice(0, 32);
}
