/** The librarian's description of an item: what the register says is only a proposal. */
import { defineGate } from "../pipeline/stage.ts";

export const metadataEntry = defineGate({ name: "metadata-entry", of: "item", from: "record/draft", output: "record" });
