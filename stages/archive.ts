/** Pack an item for preservation: one tar file that holds one BagIt bag with masters, text, record and reports. */
import { createReadStream } from "node:fs";
import { z } from "zod";
import { type BagWriter, createBag } from "../formats/bagit/write.ts";
import { readJson } from "../formats/json-file.ts";
import { StageError } from "../pipeline/errors.ts";
import { recordSchema } from "../pipeline/record.ts";
import { defineStage, type InputFile } from "../pipeline/stage.ts";
import { structureSchema } from "../pipeline/structure.ts";
import { textLayerSchema } from "../pipeline/text-layer.ts";
import { bagInfoOf } from "./archive/bag-info.ts";
import { pageFiles } from "./archive/page-files.ts";
import { textFiles } from "./archive/text-files.ts";

export const archive = defineStage({
  name: "archive",
  version: 1,
  of: "item",
  inputs: {
    structure: "item/structure",
    record: { firstOf: ["record", "record/draft"] },
    masters: "image/master",
    quality: "report/quality",
    cleanup: "report/cleanup",
    text: { firstOf: ["text/reviewed", "text/machine"] },
    manifest: "iiif/manifest",
  },
  outputs: { aip: "aip" },
  params: z.object({}),
  timeoutSeconds: 7200,

  async run({ inputs, outputs, signal }) {
    const structure = await readJson(inputs.structure.path, structureSchema);
    const record = await readJson(inputs.record.path, recordSchema);
    const { masters, quality, cleanup, text } = inputs;
    for (const [role, files] of Object.entries({ masters, quality, cleanup, text })) {
      if (files.length === structure.pages.length) continue;
      const facts = { role, pages: structure.pages.length, files: files.length };
      throw new StageError({ code: "ARC-PAGES", subject: structure.item, facts });
    }
    const bag = await createBag(outputs.aip, `${structure.item}-v${structure.version}`);
    try {
      await addFile(bag, "structure.json", inputs.structure);
      await addFile(bag, "record.json", inputs.record);
      await addFile(bag, "iiif-manifest.json", inputs.manifest);
      for (const page of pageFiles(structure, { masters, quality, cleanup, text })) {
        signal.throwIfAborted();
        for (const { path, input } of page.copies) await addFile(bag, path, input, signal);
        const layer = await readJson(page.text.path, textLayerSchema);
        for (const file of textFiles(layer, page, record.language)) await bag.addText(file.path, file.text);
      }
      await bag.finish(bagInfoOf(structure, record));
    } finally {
      await bag.close();
    }
  },
});

/** Stream a file into the bag; its bytes must be those that the catalogue knows. */
async function addFile(bag: BagWriter, path: string, input: InputFile, signal?: AbortSignal): Promise<void> {
  const content = createReadStream(input.path, signal === undefined ? {} : { signal });
  await bag.add({ path, sizeBytes: input.sizeBytes, content, sha256: input.digest });
}
