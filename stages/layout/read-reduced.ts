/** Read a picture as grey at the size layout works on. */
import { sharp } from "../../formats/locked-sharp.ts";
import type { Size } from "../../pipeline/geometry.ts";
import type { Grey } from "./mask.ts";

/** Longest side, in pixels, of the picture layout works on: a character of a full page keeps about 40 pixels. */
export const WORKING_SIDE_PIXELS = 1600;

/** The reduced grey picture and the size of the original. */
export interface ReducedPage {
  readonly grey: Grey;
  readonly full: Size;
}

/** Read and shrink; small pictures stay as they are. @throws what the decoder throws on a damaged picture. */
export async function readReduced(path: string): Promise<ReducedPage> {
  const source = sharp(path, { limitInputPixels: 400_000_000 });
  const { width, height } = await source.metadata();
  const { data, info } = await source
    .flatten({ background: "white" })
    .toColourspace("b-w")
    .resize(WORKING_SIDE_PIXELS, WORKING_SIDE_PIXELS, { fit: "inside", withoutEnlargement: true, kernel: "linear" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = info.channels === 1 ? data : everyNth(data, info.channels);
  return { grey: { width: info.width, height: info.height, pixels }, full: { width, height } };
}

function everyNth(data: Uint8Array, step: number): Uint8Array {
  return Uint8Array.from({ length: data.length / step }, (_, i) => data[i * step] ?? 0);
}
