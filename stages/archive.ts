/** Pack an item for preservation: one tar file that holds one BagIt bag with masters, text, record, reports and history. */
import { z } from "zod";
import { defineStage } from "../pipeline/stage.ts";

/** The history leaves out what follows from it, so that a package never waits for the news of its own making. */
export const archive = defineStage({
  name: "archive",
  version: 2,
  of: "item",
  inputs: {
    structure: "item/structure",
    history: "item/history",
    record: { firstOf: ["record", "record/draft"] },
    masters: "image/master",
    quality: "report/quality",
    cleanup: "report/cleanup",
    machine: "text/machine",
    best: { firstOf: ["text/reviewed", "text/machine"] },
    manifest: "iiif/manifest",
  },
  outputs: { aip: "aip" },
  params: z.object({}),
  timeoutSeconds: 7200,

  async run(task) {
    const { pack } = await import("./archive/pack.ts");
    await pack(task);
  },
});
