/** Name everything that the public may see of an item, as one snapshot. */
import { z } from "zod";
import { defineStage } from "../pipeline/stage.ts";

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

  async run(task) {
    const { snapshot } = await import("./publish/snapshot.ts");
    await snapshot(task);
  },
});
