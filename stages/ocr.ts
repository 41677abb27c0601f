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
  version: 1,
  of: "page",
  inputs: { text: "image/text", layout: "layout/columns" },
  outputs: { layer: "text/machine" },
  params: z.object({ script: z.enum(["han-nom", "quoc-ngu", "latin"]).default("han-nom") }),
  timeoutSeconds: 300,

  async run({ inputs, outputs, params, signal }) {
    const layout = layoutSchema.parse(JSON.parse(await readFile(inputs.layout.path, "utf8")));
    const lines = await cutLines(inputs.text.path, layout);
    const script = scriptOfPage(params.script, layout.writingMode);
    const layer = await readColumns({ layout, lines, script, choice: chooseEngine(script), signal });
    await writeFile(outputs.layer, JSON.stringify(textLayerSchema.parse(layer)));
  },
});
