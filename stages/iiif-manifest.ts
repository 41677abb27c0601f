/** Present an item to the world: manifest, text annotations and search document. */
import { z } from "zod";
import { providerSchema } from "../iiif/provider.ts";
import { defineStage } from "../pipeline/stage.ts";

/**
 * Annotations and search document are JSON lines, one page a line, in page order. A line of annotations is the list of the page's
 * annotation pages, one place for each layer of text that there can be (`TEXT_KINDS`), `null` for those that it does not have.
 */
export const iiifManifest = defineStage({
  name: "iiif-manifest",
  version: 2,
  of: "item",
  inputs: {
    structure: "item/structure",
    record: { firstOf: ["record", "record/draft"] },
    text: { firstOf: ["text/reviewed", "text/machine"] },
  },
  outputs: { manifest: "iiif/manifest", annotations: "iiif/annotations", search: "search/index" },
  params: z.object({
    /** Where the server answers; every identifier begins with it. */
    baseUrl: z.url({ protocol: /^https?$/ }).default("http://localhost:8080"),
    /** The library's identity as the configuration has it. */
    provider: providerSchema.optional(),
  }),

  async run(task) {
    const { present } = await import("./iiif-manifest/present.ts");
    await present(task);
  },
});
