/** The size parameter of Image API 3.0 (section 4.2). Enlarging is not offered: it costs work and shows nothing more. */
import type { Size } from "../../pipeline/geometry.ts";
import { badRequest, type ImageRefusal, isRefusal, notImplemented } from "./refusal.ts";

/** What one request may cost. */
export interface ImageLimits {
  /** Most pixels of a picture that is sent; `max` is cut down to it, larger sizes are refused. */
  readonly maxArea: number;
}

const EXACT = /^(\d{1,9}),(\d{1,9})$/;
const WIDTH = /^(\d{1,9}),$/;
const HEIGHT = /^,(\d{1,9})$/;
const CONFINED = /^!(\d{1,9}),(\d{1,9})$/;
const PERCENT = /^pct:(\d{1,9}(?:\.\d{1,12})?)$/;

/** The largest size in which a region is sent. */
export function maxSize(region: Size, limits: ImageLimits): Size {
  const scale = Math.sqrt(limits.maxArea / (region.width * region.height));
  if (scale >= 1) return { width: region.width, height: region.height };
  const width = Math.min(limits.maxArea, Math.max(1, Math.floor(region.width * scale)));
  return { width, height: Math.max(1, Math.min(Math.floor(region.height * scale), Math.floor(limits.maxArea / width))) };
}

/** The size in pixels in which the region is to be sent. */
export function sizeOf(parameter: string, region: Size, limits: ImageLimits): Size | ImageRefusal {
  const mayEnlarge = parameter.startsWith("^");
  const asked = mayEnlarge ? parameter.slice(1) : parameter;
  if (asked === "max") {
    const max = maxSize(region, limits);
    return mayEnlarge && region.width * region.height < limits.maxArea ? notImplemented("upscaling") : max;
  }
  const confined = CONFINED.exec(asked);
  if (confined) return confinedSize(Number(confined[1]), Number(confined[2]), region, limits, mayEnlarge);
  const size = statedSize(asked, region);
  if (isRefusal(size)) return size;
  if (size.width === 0 || size.height === 0) return badRequest("size");
  if (size.width > region.width || size.height > region.height) {
    return mayEnlarge ? notImplemented("upscaling") : badRequest("upscaling");
  }
  return size.width * size.height > limits.maxArea ? badRequest("too-large") : size;
}

function statedSize(asked: string, region: Size): Size | ImageRefusal {
  const exact = EXACT.exec(asked);
  if (exact) return { width: Number(exact[1]), height: Number(exact[2]) };
  const width = WIDTH.exec(asked);
  if (width) return { width: Number(width[1]), height: scaled(region.height, Number(width[1]) / region.width) };
  const height = HEIGHT.exec(asked);
  if (height) return { width: scaled(region.width, Number(height[1]) / region.height), height: Number(height[1]) };
  const percent = PERCENT.exec(asked);
  if (!percent) return badRequest("size");
  const share = Number(percent[1]) / 100;
  return { width: Math.round(region.width * share), height: Math.round(region.height * share) };
}

/** A side that follows from the other one; a very long strip keeps at least one pixel. */
function scaled(length: number, factor: number): number {
  return factor === 0 ? 0 : Math.max(1, Math.round(length * factor));
}

function confinedSize(
  width: number,
  height: number,
  region: Size,
  limits: ImageLimits,
  mayEnlarge: boolean,
): Size | ImageRefusal {
  if (width === 0 || height === 0) return badRequest("size");
  const wanted = Math.min(width / region.width, height / region.height);
  if (wanted > 1 && mayEnlarge) return notImplemented("upscaling");
  const max = maxSize(region, limits);
  const factor = Math.min(1, wanted);
  const fitted = {
    width: Math.min(width, scaled(region.width, factor)),
    height: Math.min(height, scaled(region.height, factor)),
  };
  return fitted.width * fitted.height > limits.maxArea ? max : fitted;
}
