/** What a person wants done with the picture of one page instead of what was measured; most pages never get one. */
import { defineGate } from "../pipeline/stage.ts";

export const pictureTreatment = defineGate({
  name: "picture-treatment",
  of: "page",
  from: "report/quality",
  output: "page/treatment",
});
