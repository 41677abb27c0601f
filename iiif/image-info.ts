/** `info.json` of Image API 3.0: what may be asked of a picture. */
import type { Size } from "../pipeline/geometry.ts";
import { IMAGE_CONTEXT } from "./context.ts";
import type { ImageLimits } from "./image/size.ts";
import { maxSize } from "./image/size.ts";

/** Side of the tiles that viewers are advised to ask for, in pixels: the tiles of the access picture. */
export const TILE_PX = 512;

/** The description of an image service. `id` is its URI, without a slash at the end. */
export function imageInfo(id: string, image: Size, limits: ImageLimits): object {
  return {
    "@context": IMAGE_CONTEXT,
    id,
    type: "ImageService3",
    protocol: "http://iiif.io/api/image",
    profile: "level2",
    width: image.width,
    height: image.height,
    maxArea: limits.maxArea,
    sizes: sizesOf(image, limits),
    tiles: [{ width: TILE_PX, height: TILE_PX, scaleFactors: scaleFactorsOf(image) }],
    extraQualities: ["color", "gray", "bitonal"],
    extraFormats: ["webp"],
    extraFeatures: ["mirroring", "canonicalLinkHeader", "profileLinkHeader"],
  };
}

/** 1, 2, 4 … until the whole picture fits one tile. */
export function scaleFactorsOf(image: Size): readonly number[] {
  const factors = [1];
  for (let factor = 2; Math.max(image.width, image.height) / factor > TILE_PX / 2; factor *= 2) factors.push(factor);
  return factors;
}

/** Whole pictures that are cheap to send, smallest first. */
function sizesOf(image: Size, limits: ImageLimits): readonly Size[] {
  const max = maxSize(image, limits);
  return scaleFactorsOf(image)
    .map((factor) => ({ width: Math.ceil(image.width / factor), height: Math.ceil(image.height / factor) }))
    .filter((size) => size.width <= max.width && size.height <= max.height)
    .reverse();
}
