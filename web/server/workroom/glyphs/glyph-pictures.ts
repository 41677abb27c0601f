/** Cuts characters out of a page's picture for reading and brings them to one size and tone. */

import { describeGlyph, GLYPH_SIDE, type GlyphDescriptor } from "../../../../catalogue/expert-queue/glyph-descriptor.ts";
import { sharp } from "../../../../formats/locked-sharp.ts";
import type { Box } from "../../../../pipeline/geometry.ts";

/** The decoded page, one byte a pixel. */
export interface GreyPage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Decode a picture. @throws what the decoder throws */
export async function greyPage(path: string): Promise<GreyPage> {
  const { data, info } = await sharp(path).toColourspace("b-w").extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}

/** The description of what stands in a box, in pixels of the page; undefined where the box lies off it or is a speck. */
export async function glyphIn(page: GreyPage, box: Box): Promise<GlyphDescriptor | undefined> {
  const left = Math.max(0, Math.round(box.x));
  const top = Math.max(0, Math.round(box.y));
  const width = Math.min(page.width, Math.round(box.x + box.width)) - left;
  const height = Math.min(page.height, Math.round(box.y + box.height)) - top;
  if (width < 4 || height < 4) return undefined;
  const raw = { width: page.width, height: page.height, channels: 1 as const };
  const pixels = await sharp(page.pixels, { raw })
    .extract({ left, top, width, height })
    .resize(GLYPH_SIDE, GLYPH_SIDE, { fit: "fill", kernel: "cubic" })
    .normalise()
    .blur(0.8)
    .toColourspace("b-w")
    .extractChannel(0)
    .raw()
    .toBuffer();
  return describeGlyph(pixels);
}
