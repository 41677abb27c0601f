import { openReduced } from "../../formats/image-input.ts";

/** Longest side of a reduced picture, in pixels; the quality desk of the workroom knows it too. */
const REDUCED_SIDE = 1800;
const JPEG_QUALITY = 84;
const TILE_PIXELS = 512;
/** Longer than any picture is that may be opened. */
const WHOLE_SIDE = 1_000_000;

/** Draw the picture at `from` into `to`: a JPEG to look at, or every pixel in tiles. */
export async function draw(from: string, to: string, form: "reduced" | "tiles"): Promise<void> {
  if (form === "reduced") {
    const reduced = await openReduced(from, REDUCED_SIDE);
    await reduced.jpeg({ quality: JPEG_QUALITY }).toFile(to);
    return;
  }
  const whole = await openReduced(from, WHOLE_SIDE);
  const tiles = { tile: true, tileWidth: TILE_PIXELS, tileHeight: TILE_PIXELS };
  await whole.tiff({ compression: "jpeg", quality: 90, ...tiles }).toFile(to);
}
