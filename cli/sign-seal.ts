/** The picture of a seal, from whatever image file, as samples in sRGB. */
import { sharp } from "../formats/locked-sharp.ts";
import type { SealPicture } from "../formats/pdf-signature/seal.ts";
import { InputError } from "../pipeline/errors.ts";

/** Enough for a seal of 40 mm at 750 dpi. */
const MOST_PIXELS = 1200;

/** Read the picture; a larger one is made smaller. @throws {InputError} SIGN-SEAL when it is no picture. */
export async function readSeal(path: string): Promise<SealPicture> {
  try {
    const { data, info } = await sharp(path)
      .autoOrient()
      .resize({ width: MOST_PIXELS, height: MOST_PIXELS, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .ensureAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, ...samplesOf(data, info.width * info.height) };
  } catch (cause) {
    throw new InputError({ code: "SIGN-SEAL", subject: path, cause });
  }
}

/** Colours apart from transparency, which is left out where there is none. */
function samplesOf(data: Buffer, pixels: number): Pick<SealPicture, "rgb" | "alpha"> {
  const [rgb, alpha] = [Buffer.alloc(pixels * 3), Buffer.alloc(pixels)];
  let isOpaque = true;
  for (let at = 0; at < pixels; at++) {
    data.copy(rgb, at * 3, at * 4, at * 4 + 3);
    const opacity = data[at * 4 + 3] ?? 0;
    alpha[at] = opacity;
    isOpaque &&= opacity === 255;
  }
  return isOpaque ? { rgb } : { rgb, alpha };
}
