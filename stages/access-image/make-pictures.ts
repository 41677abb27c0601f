import { open } from "node:fs/promises";
import { fileSource } from "../../formats/byte-source.ts";
import { openDerivative } from "../../formats/image-input.ts";
import { type CutTile, paddedSize, trimPyramid } from "../../formats/tiff-pyramid-write.ts";

/** From here on, as in the pyramid itself, colour is stored as finely as light. */
const FULL_COLOUR_QUALITY = 90;

/** Make the thumbnail: the whole picture within a square of `side` pixels. */
export async function makeThumbnail(clean: string, thumbnail: string, side: number, quality: number): Promise<void> {
  await openDerivative(clean)
    .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
    .jpeg({ quality, optimiseCoding: true })
    .toFile(thumbnail);
}

/** Make the pyramid of the picture extended at its right and lower edge, then trim it to what the picture needs. */
export async function makePyramid(
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
