import { join } from "node:path";
import { z } from "zod";
import { defineStage } from "../pipeline/stage.ts";

const params = z.object({
  tileSize: z.int().multipleOf(16).min(128).max(1024).default(512),
  quality: z.int().min(30).max(100).default(85),
  thumbnailSide: z.int().min(64).max(2000).default(400),
});

/**
 * The pictures that are served: a pyramid of JPEG tiles in one TIFF, every tile that a viewer may ask for ready to be
 * handed out as it is stored; and a thumbnail. Carries no date or software tag, so the same picture gives the same bytes.
 */
export const accessImage = defineStage({
  name: "access-image",
  version: 2,
  of: "page",
  inputs: { clean: "image/clean" },
  outputs: { access: "image/access", thumbnail: "image/thumbnail" },
  params,

  async run({ inputs, outputs, params, scratch, signal }) {
    const { makePyramid, makeThumbnail } = await import("./access-image/make-pictures.ts");
    await makePyramid(inputs.clean.path, join(scratch, "pyramid.tif"), outputs.access, params);
    signal.throwIfAborted();
    await makeThumbnail(inputs.clean.path, outputs.thumbnail, params.thumbnailSide, params.quality);
  },
});
