/** Read the columns of a page. The text is a draft; people correct it. */
import { z } from "zod";
import { defineStage } from "../pipeline/stage.ts";

export const ocr = defineStage({
  name: "ocr",
  version: 5,
  of: "page",
  inputs: { text: "image/text", layout: "layout/columns" },
  outputs: { layer: "text/machine" },
  params: z.object({
    script: z.enum(["han-nom", "quoc-ngu", "latin"]).default("han-nom"),
    /** auto: our recognizer for Hán-Nôm, Tesseract for the rest. */
    engine: z.enum(["auto", "tesseract"]).default("auto"),
    /** The recognizer for Hán-Nôm: a folder of `models/`. */
    model: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/u)
      .default("hannom-pool"),
  }),
  timeoutSeconds: 300,

  async run(task) {
    const { readPage } = await import("./ocr/read-page.ts");
    await readPage(task);
  },
});
