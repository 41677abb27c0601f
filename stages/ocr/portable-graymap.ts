/** A line picture as a binary portable graymap: no compression, so nothing is spent on encoding for the engine next door. */
import type { LinePicture } from "./engine.ts";

/** PGM (P5) bytes of the picture with a white margin all around. */
export function toPortableGraymap(picture: LinePicture, marginPixels: number): Buffer {
  const width = picture.width + 2 * marginPixels;
  const height = picture.height + 2 * marginPixels;
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`, "latin1");
  const bytes = Buffer.alloc(header.length + width * height, 255);
  header.copy(bytes);
  for (let y = 0; y < picture.height; y++) {
    bytes.set(
      picture.pixels.subarray(y * picture.width, (y + 1) * picture.width),
      header.length + (y + marginPixels) * width + marginPixels,
    );
  }
  return bytes;
}
