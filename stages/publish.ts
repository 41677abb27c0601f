/** Name everything that the public may see of an item, as one snapshot. */
import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { readJson, readJsonList } from "../formats/json-file.ts";
import { publicationSchema } from "../pipeline/publication.ts";
import { recordSchema } from "../pipeline/record.ts";
import { defineStage } from "../pipeline/stage.ts";
import { structureSchema } from "../pipeline/structure.ts";
import { textLayerSchema } from "../pipeline/text-layer.ts";
import { publishedPages } from "./publish/published-pages.ts";

/**
 * Also made for items that are not public: the snapshot says so, and the server then shows nothing of them.
 * Waits for the gates whose policy demands a person's answer.
 */
export const publish = defineStage({
  name: "publish",
  version: 2,
  of: "item",
  inputs: {
    structure: "item/structure",
    record: { firstOf: ["record", "record/draft"] },
    text: { firstOf: ["text/reviewed", "text/machine"] },
    access: "image/access",
    thumbnail: "image/thumbnail",
    pdf: "pdf",
    manifest: "iiif/manifest",
    annotations: "iiif/annotations",
    search: "search/index",
    aip: "aip",
  },
  outputs: { publication: "publication" },
  params: z.object({}),
  behind: ["text-review", "metadata-entry"],

  async run({ inputs, outputs, signal }) {
    const structure = await readJson(inputs.structure.path, structureSchema);
    const record = await readJson(inputs.record.path, recordSchema);
    const texts = await readJsonList(inputs.text, textLayerSchema, signal);
    const publication = publicationSchema.parse({
      v: 1,
      item: structure.item,
      shelfmark: structure.shelfmark,
      access: record.access,
      titles: record.titles,
      holder: record.holder,
      holdingClass: record.holdingClass,
      dateEdtf: record.dateEdtf,
      isReviewed: inputs.record.role === "record" && texts.every((text) => text.status === "reviewed"),
      structureVersion: structure.version,
      viewingDirection: structure.viewingDirection,
      manifest: inputs.manifest.digest,
      annotations: inputs.annotations.digest,
      search: inputs.search.digest,
      pdf: inputs.pdf.digest,
      aip: inputs.aip.digest,
      record: inputs.record.digest,
      pages: await publishedPages(structure, texts, inputs, signal),
    });
    await writeFile(outputs.publication, JSON.stringify(publication));
  },
});
