import { open } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { fileSource } from "../formats/byte-source.ts";
import { openDerivative } from "../formats/image-input.ts";
import { type CutTile, paddedSize, trimPyramid } from "../formats/tiff-pyramid-write.ts";
import { defineStage } from "../pipeline/stage.ts";

const params = z.object({
  tileSize: z.int().multipleOf(16).min(128).max(1024).default(512),
  quality: z.int().min(30).max(100).default(85),
  thumbnailSide: z.int().min(64).max(2000).default(400),
});

/** From here on, as in the pyramid itself, colour is stored as finely as light. */
const FULL_COLOUR_QUALITY = 90;

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
    const { quality, thumbnailSide } = params;
    await makePyramid(inputs.clean.path, join(scratch, "pyramid.tif"), outputs.access, params);
    signal.throwIfAborted();
    await openDerivative(inputs.clean.path)
      .resize({ width: thumbnailSide, height: thumbnailSide, fit: "inside", withoutEnlargement: true })
      .jpeg({ quality, optimiseCoding: true })
      .toFile(outputs.thumbnail);
  },
});

/** Make the pyramid of the picture extended at its right and lower edge, then trim it to what the picture needs. */
async function makePyramid(
  clean: string,
  draft: string,
  access: string,
  { tileSize, quality }: { readonly tileSize: number; readonly quality: number },
): Promise<void> {
  const { width, height } = await openDerivative(clean).metadata();
  const padded = paddedSize({ width, height }, tileSize);
  await openDerivative(clean)
    .extend({ right: padded.width - width, bottom: padded.height - height, extendWith: "copy" })
    .tiff({ compression: "jpeg", quality, tile: true, tileWidth: tileSize, tileHeight: tileSize, pyramid: true })
    .toFile(draft);
  const cutTile: CutTile = ({ page }, { x, y, width, height }) =>
    openDerivative(draft, page)
      .extract({ left: x, top: y, width, height })
      .jpeg({ quality, chromaSubsampling: quality < FULL_COLOUR_QUALITY ? "4:2:0" : "4:4:4", optimiseCoding: false })
      .toBuffer();
  const [from, to] = [await open(draft), await open(access, "w")];
  try {
    const source = fileSource(from, (await from.stat()).size);
    // A part is overwritten by the next one, so each is written before the next is asked for: no stream that reads ahead.
    for await (const part of trimPyramid(source, { width, height }, cutTile)) await to.writeFile(part);
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
}
