import { z } from "zod";
import { openReduced } from "../formats/image-input.ts";
import { defineStage } from "../pipeline/stage.ts";

const params = z.object({
  /** reduced: a JPEG to look at; tiles: every pixel, in tiles, to look closely. */
  form: z.enum(["reduced", "tiles"]).default("reduced"),
});

/** Longest side of a reduced picture, in pixels; the quality desk of the workroom knows it too. */
const REDUCED_SIDE = 1800;
const JPEG_QUALITY = 84;
const TILE_PIXELS = 512;
/** Longer than any picture is that may be opened. */
const WHOLE_SIDE = 1_000_000;

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
    if (params.form === "reduced") {
      const reduced = await openReduced(inputs.picture.path, REDUCED_SIDE);
      await reduced.jpeg({ quality: JPEG_QUALITY }).toFile(outputs.shown);
      return;
    }
    const whole = await openReduced(inputs.picture.path, WHOLE_SIDE);
    const tiles = { tile: true, tileWidth: TILE_PIXELS, tileHeight: TILE_PIXELS };
    await whole.tiff({ compression: "jpeg", quality: 90, ...tiles }).toFile(outputs.shown);
  },
});
