/** `info.json` of Image API 3.0 and 2.1: what may be asked of a picture. */
import type { Size } from "../pipeline/geometry.ts";
import { IMAGE_2_CONTEXT, IMAGE_CONTEXT } from "./context.ts";
import type { ImageLimits, ImageVersion } from "./image/size.ts";
import { maxSize } from "./image/size.ts";

const PROTOCOL = "http://iiif.io/api/image";
const QUALITIES = ["color", "gray", "bitonal"];
const FORMATS_BEYOND_LEVEL = ["webp"];

/** A picture to be described. */
export interface DescribedImage extends Size {
  /** Side of its stored tiles in pixels; these are sent at the least cost. */
  readonly tileSide: number;
  /** 1 for the full picture, 2 for the half and so on: one for each stored level. */
  readonly scaleFactors: readonly number[];
}

/** The document that says what is offered; also the value of the profile link. */
export const IMAGE_PROFILES: Readonly<Record<ImageVersion, string>> = {
  2: "http://iiif.io/api/image/2/level2.json",
  3: "http://iiif.io/api/image/3/level2.json",
};

/** The description of an image service. `id` is its URI, without a slash at the end. */
export function imageInfo(id: string, image: DescribedImage, limits: ImageLimits, version: ImageVersion): object {
  const described = {
    protocol: PROTOCOL,
    width: image.width,
    height: image.height,
    sizes: sizesOf(image, limits),
    tiles: [{ width: image.tileSide, height: image.tileSide, scaleFactors: image.scaleFactors }],
  };
  const most = { maxWidth: limits.maxSide, maxHeight: limits.maxSide, maxArea: limits.maxArea };
  if (version === 2) {
    return {
      "@context": IMAGE_2_CONTEXT,
      "@id": id,
      profile: [
        IMAGE_PROFILES[2],
        {
          formats: FORMATS_BEYOND_LEVEL,
          qualities: QUALITIES,
          supports: ["canonicalLinkHeader", "mirroring", "profileLinkHeader", "regionSquare", "sizeAboveFull"],
          ...most,
        },
      ],
      ...described,
    };
  }
  return {
    "@context": IMAGE_CONTEXT,
    id,
    type: "ImageService3",
    profile: "level2",
    ...described,
    ...most,
    preferredFormats: ["jpg"],
    extraQualities: QUALITIES,
    extraFormats: FORMATS_BEYOND_LEVEL,
    extraFeatures: ["canonicalLinkHeader", "mirroring", "profileLinkHeader", "sizeUpscaling"],
  };
}

/** Whole pictures that are cheap to send, smallest first. */
function sizesOf(image: DescribedImage, limits: ImageLimits): readonly Size[] {
  const max = maxSize(image, limits);
  return image.scaleFactors
    .map((factor) => ({ width: Math.ceil(image.width / factor), height: Math.ceil(image.height / factor) }))
    .filter((size) => size.width <= max.width && size.height <= max.height)
    .reverse();
}
