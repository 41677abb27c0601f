/** Find the columns of a page, in reading order. */
import { z } from "zod";
import { defineStage } from "../pipeline/stage.ts";

export const layout = defineStage({
  name: "layout",
  version: 6,
  of: "page",
  inputs: { text: "image/text" },
  outputs: { columns: "layout/columns" },
  params: z.object({ writingMode: z.enum(["auto", "vertical-rl", "horizontal-tb"]).default("auto") }),
  timeoutSeconds: 120,

  async run(task) {
    const { findColumns } = await import("./layout/find-columns.ts");
    await findColumns(task);
  },
});
