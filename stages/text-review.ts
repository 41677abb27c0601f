/** The archivist's correction of a page: what the machine read is only a proposal. */
import { defineGate } from "../pipeline/stage.ts";

export const textReview = defineGate({ name: "text-review", of: "page", from: "text/machine", output: "text/reviewed" });
