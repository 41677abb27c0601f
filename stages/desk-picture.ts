import { z } from "zod";
import { defineStage } from "../pipeline/stage.ts";

const params = z.object({
  /** reduced: a JPEG to look at; tiles: every pixel, in tiles, to look closely. */
  form: z.enum(["reduced", "tiles"]).default("reduced"),
});

/**
 * A picture for people's eyes at the quality desk. It is no step of the workflow and nothing is recorded of it; it is run on demand,
 * in the same child as the steps, because it decodes masters.
 */
export const deskPicture = defineStage({
  name: "desk-picture",
  version: 1,
  of: "page",
  inputs: { picture: { firstOf: ["image/master", "image/clean"] } },
  outputs: { shown: "image/access" },
  params,
  timeoutSeconds: 120,

  async run({ inputs, outputs, params }) {
    const { draw } = await import("./desk-picture/draw.ts");
    await draw(inputs.picture.path, outputs.shown, params.form);
  },
});
