import { defineStage } from "../pipeline/stage.ts";
import { parameters } from "./image-cleanup/parameters.ts";

/**
 * Turn the page upright, cut off the scanner's ground, even the light; and make the grey picture for reading. Where a person drew the
 * page's rectangle, or wants the original as it is, that counts instead of what was measured.
 */
export const imageCleanup = defineStage({
  name: "image-cleanup",
  version: 4,
  of: "page",
  inputs: { master: "image/master", quality: "report/quality", treatment: { optional: "page/treatment" } },
  outputs: { clean: "image/clean", text: "image/text", report: "report/cleanup" },
  params: parameters,
  timeoutSeconds: 300,

  async run(task) {
    const { cleanPage } = await import("./image-cleanup/clean-page.ts");
    await cleanPage(task);
  },
});
