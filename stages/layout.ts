/** Find the columns of a page, in reading order. */
import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { type Layout, layoutSchema } from "../pipeline/layout.ts";
import { defineStage } from "../pipeline/stage.ts";
import { analysePage } from "./layout/analyse-page.ts";
import { readReduced } from "./layout/read-reduced.ts";
import { toLayout } from "./layout/to-layout.ts";

export const layout = defineStage({
  name: "layout",
  version: 5,
  of: "page",
  inputs: { text: "image/text" },
  outputs: { columns: "layout/columns" },
  params: z.object({ writingMode: z.enum(["auto", "vertical-rl", "horizontal-tb"]).default("auto") }),
  timeoutSeconds: 120,

  async run({ inputs, outputs, params }) {
    const { grey, full } = await readReduced(inputs.text.path);
    const columns: Layout = layoutSchema.parse(toLayout(analysePage(grey, params.writingMode), grey, full));
    await writeFile(outputs.columns, JSON.stringify(columns));
  },
});
