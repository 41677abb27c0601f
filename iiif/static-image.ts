/**
 * The files of an image service of level 0 (Image API 3): the whole picture, smaller ones, and all tiles of all levels, under the
 * very names that viewers ask for.
 * @see https://iiif.io/api/image/3.0/#6-compliance-level-and-profile-document
 */
import type { Size } from "../pipeline/geometry.ts";
import { fitInto, THUMBNAIL_PX } from "./canvas.ts";
import { IMAGE_CONTEXT } from "./context.ts";
import type { DescribedImage } from "./image-info.ts";
import type { ImageParameters } from "./image-request.ts";

/** Larger ones are better sent in tiles. */
const LARGEST_WHOLE_PX = 2_000;

/** What is written of one picture. */
export interface StaticImage {
  /** `info.json`. */
  readonly info: object;
  /** The pictures, each a request of the Image API whose path is the name of its file. */
  readonly requests: readonly ImageParameters[];
}

/** Plan the files. `id` is the URI of the service. */
export function staticImage(id: string, image: DescribedImage): StaticImage {
  const { width, height, tileSide, scaleFactors } = image;
  const whole = wholeSizes(image);
  const requests = [
    request("full", "max"),
    ...whole.map((size) => request("full", `${size.width},${size.height}`)),
    ...scaleFactors.flatMap((factor) => tilesOf(image, factor)),
  ];
  const named = new Map(requests.map((each) => [Object.values(each).join("/"), each]));
  return {
    info: {
      "@context": IMAGE_CONTEXT,
      id,
      type: "ImageService3",
      protocol: "http://iiif.io/api/image",
      profile: "level0",
      width,
      height,
      sizes: whole,
      tiles: [{ width: tileSide, height: tileSide, scaleFactors }],
    },
    requests: [...named.values()],
  };
}

/** Whole pictures, smallest first: the thumbnail that manifests name, and one for each level that is not too large. */
function wholeSizes(image: DescribedImage): readonly Size[] {
  const levels = image.scaleFactors.map((factor) => halved(image, factor));
  const sizes = [fitInto(image, THUMBNAIL_PX), ...levels].filter(
    ({ width, height }) => Math.max(width, height) <= LARGEST_WHOLE_PX && width < image.width,
  );
  return [...new Map(sizes.map((size) => [`${size.width},${size.height}`, size])).values()].sort((a, b) => a.width - b.width);
}

function tilesOf(image: DescribedImage, factor: number): readonly ImageParameters[] {
  const side = image.tileSide * factor;
  // One tile is the whole picture, which viewers call by that name.
  if (image.width <= side && image.height <= side) {
    const size = halved(image, factor);
    return factor === 1 ? [] : [request("full", `${size.width},${size.height}`)];
  }
  const tiles: ImageParameters[] = [];
  for (let y = 0; y < image.height; y += side) {
    for (let x = 0; x < image.width; x += side) {
      const [width, height] = [Math.min(side, image.width - x), Math.min(side, image.height - y)];
      tiles.push(request([x, y, width, height].join(), [Math.ceil(width / factor), Math.ceil(height / factor)].join()));
    }
  }
  return tiles;
}

function halved({ width, height }: Size, factor: number): Size {
  return { width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
}

function request(region: string, size: string): ImageParameters {
  return { region, size, rotation: "0", file: "default.jpg" };
}
