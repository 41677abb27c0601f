/** Bind the pages of an item into one searchable PDF/A-2u: images as stored JPEG streams, text invisible above them. */
import { z } from "zod";
import { defineStage } from "../pipeline/stage.ts";

export const pdf = defineStage({
  name: "pdf",
  version: 2,
  of: "item",
  inputs: {
    structure: "item/structure",
    record: { firstOf: ["record", "record/draft"] },
    clean: "image/clean",
    text: { firstOf: ["text/reviewed", "text/machine"] },
  },
  outputs: { pdf: "pdf" },
  params: z.object({
    /** Resolution of the page images; what each JPEG says of itself when absent. */
    resolutionDpi: z.number().min(50).max(4800).optional(),
    /** A clean image above this is stored as a smaller copy: 300 pages stay below half a gigabyte. */
    pageBytes: z.int().min(50_000).default(1_500_000),
    /** Resolution that no page of the PDF exceeds. */
    mostDpi: z.number().min(72).default(400),
  }),
  timeoutSeconds: 3600,

  async run(task) {
    const { bind } = await import("./pdf/bind.ts");
    await bind(task);
  },
});
