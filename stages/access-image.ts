import { z } from "zod";
import { openDerivative } from "../formats/image-input.ts";
import { defineStage } from "../pipeline/stage.ts";

const params = z.object({
  tileSize: z.int().multipleOf(16).min(128).max(1024).default(512),
  quality: z.int().min(30).max(100).default(85),
  thumbnailSide: z.int().min(64).max(2000).default(400),
});

/**
 * The pictures that are served: a pyramid of JPEG tiles in one TIFF (tiles can be handed out as they are stored)
 * and a thumbnail. Carries no date or software tag, so the same picture gives the same bytes.
 */
export const accessImage = defineStage({
  name: "access-image",
  version: 1,
  of: "page",
  inputs: { clean: "image/clean" },
  outputs: { access: "image/access", thumbnail: "image/thumbnail" },
  params,

  async run({ inputs, outputs, params, signal }) {
    const { tileSize, quality, thumbnailSide } = params;
    await openDerivative(inputs.clean.path)
      .tiff({ compression: "jpeg", quality, tile: true, tileWidth: tileSize, tileHeight: tileSize, pyramid: true })
      .toFile(outputs.access);
    signal.throwIfAborted();
    await openDerivative(inputs.clean.path)
      .resize({ width: thumbnailSide, height: thumbnailSide, fit: "inside", withoutEnlargement: true })
      .jpeg({ quality, optimiseCoding: true })
      .toFile(outputs.thumbnail);
  },
});
