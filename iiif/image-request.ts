/**
 * An Image API request (3.0 or 2.1) worked out: which pixels, in which size, turned how, and its one canonical form.
 * Pure: knows the picture's size and nothing else. Offers level 2, enlarging, mirroring, webp, gray and bitonal.
 * @see https://iiif.io/api/image/3.0/ and https://iiif.io/api/image/2.1/
 */
import type { Box, Size } from "../pipeline/geometry.ts";
import { badRequest, type ImageRefusal, isRefusal, notImplemented } from "./image/refusal.ts";
import { regionOf } from "./image/region.ts";
import { canonicalSize, type ImageLimits, type ImageVersion, sizeOf } from "./image/size.ts";

const QUALITIES = ["default", "color", "gray", "bitonal"] as const;
const FORMATS = ["jpg", "png", "webp"] as const;
/** Formats that the API names and this server does not make. */
const OTHER_FORMATS = ["tif", "gif", "jp2", "pdf"];
const TURNS = [0, 90, 180, 270] as const;

export type ImageQuality = (typeof QUALITIES)[number];
export type ImageFormat = (typeof FORMATS)[number];

/** What is to be made. */
export interface ImagePlan {
  /** Pixels of the whole picture. */
  readonly region: Box;
  /** Size before turning. */
  readonly size: Size;
  /** Mirror first, then turn clockwise. */
  readonly isMirrored: boolean;
  readonly turnDegrees: (typeof TURNS)[number];
  readonly quality: ImageQuality;
  readonly format: ImageFormat;
  /** The one form of this request: `region/size/rotation/quality.format`. */
  readonly canonical: string;
}

/** The four path segments after the identifier, decoded. */
export interface ImageParameters {
  readonly region: string;
  readonly size: string;
  readonly rotation: string;
  /** Quality and format, such as `default.jpg`. */
  readonly file: string;
}

/** Work out a request for a picture of this size, or say why not. */
export function planImage(
  parameters: ImageParameters,
  image: Size,
  limits: ImageLimits,
  version: ImageVersion,
): ImagePlan | ImageRefusal {
  const region = regionOf(parameters.region, image);
  if (isRefusal(region)) return region;
  const size = sizeOf(parameters.size, region, limits, version);
  if (isRefusal(size)) return size;
  const rotation = rotationOf(parameters.rotation);
  if (isRefusal(rotation)) return rotation;
  const file = fileOf(parameters.file);
  if (isRefusal(file)) return file;
  const canonical = [
    canonicalRegion(region, image),
    canonicalSize(size, region, limits, version),
    `${rotation.isMirrored ? "!" : ""}${rotation.turnDegrees}`,
    `${file.quality}.${file.format}`,
  ].join("/");
  return { region, size, ...rotation, ...file, canonical };
}

function rotationOf(parameter: string): Pick<ImagePlan, "isMirrored" | "turnDegrees"> | ImageRefusal {
  const match = /^(!?)(\d{1,3}(?:\.\d{1,12})?)$/.exec(parameter);
  const degrees = Number(match?.[2]);
  if (!match || degrees > 360) return badRequest("rotation");
  const turnDegrees = TURNS.find((turn) => turn === degrees % 360);
  return turnDegrees === undefined ? notImplemented("rotation") : { isMirrored: match[1] === "!", turnDegrees };
}

function fileOf(parameter: string): Pick<ImagePlan, "quality" | "format"> | ImageRefusal {
  const [qualityText, formatText, ...rest] = parameter.split(".");
  const quality = QUALITIES.find((each) => each === qualityText);
  if (!quality) return badRequest("quality");
  const format = FORMATS.find((each) => each === formatText);
  if (format && rest.length === 0) return { quality, format };
  const isKnown = rest.length === 0 && OTHER_FORMATS.includes(formatText ?? "");
  return isKnown ? notImplemented("format") : badRequest("format");
}

function canonicalRegion({ x, y, width, height }: Box, image: Size): string {
  return width === image.width && height === image.height ? "full" : `${x},${y},${width},${height}`;
}
