import { defineStage } from "../pipeline/stage.ts";
import { parameters } from "./inspect/parameters.ts";

/** Look at a master: is all of it readable, and what will a reader or an engine make of it? Changes nothing. */
export const inspect = defineStage({
  name: "inspect",
  version: 12,
  of: "page",
  inputs: { master: "image/master" },
  outputs: { report: "report/quality" },
  params: parameters,
  timeoutSeconds: 300,

  async run(task) {
    const { inspectMaster } = await import("./inspect/inspect-master.ts");
    await inspectMaster(task);
  },
});
