/** Read the columns of a page. The text is a draft; people correct it. */
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { layoutSchema } from "../pipeline/layout.ts";
import { defineStage } from "../pipeline/stage.ts";
import { textLayerSchema } from "../pipeline/text-layer.ts";
import { chooseEngine, scriptOfPage } from "./ocr/choose-engine.ts";
import { cutLines } from "./ocr/cut-lines.ts";
import { readColumns } from "./ocr/read-columns.ts";

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

  async run({ inputs, outputs, params, signal }) {
    const layout = layoutSchema.parse(JSON.parse(await readFile(inputs.layout.path, "utf8")));
    const script = scriptOfPage(params.script, layout.writingMode);
    const choice = chooseEngine(script, params);
    const lines = await cutLines(inputs.text.path, layout, choice.engine.lineBreadthPixels);
    const layer = await readColumns({ layout, lines, script, choice, signal });
    await writeFile(outputs.layer, JSON.stringify(textLayerSchema.parse(layer)));
  },
});
