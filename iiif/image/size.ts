/**
 * The size parameter (Image API 3.0 section 4.2, 2.1 section 4.2). Version 3 enlarges only where `^` says so; version 2
 * knows no such sign and enlarges wherever a larger size is stated.
 */
import type { Size } from "../../pipeline/geometry.ts";
import { badRequest, type ImageRefusal, isRefusal, notImplemented } from "./refusal.ts";

/** What one request may cost. `max` is cut down to it; larger sizes are refused. */
export interface ImageLimits {
  /** Longest side of a picture that is sent, in pixels. */
  readonly maxSide: number;
  /** Most pixels of a picture that is sent. */
  readonly maxArea: number;
}

/** Versions of the Image API. */
export type ImageVersion = 2 | 3;

const EXACT = /^(\d{1,9}),(\d{1,9})$/;
const WIDTH = /^(\d{1,9}),$/;
const HEIGHT = /^,(\d{1,9})$/;
const CONFINED = /^!(\d{1,9}),(\d{1,9})$/;
const PERCENT = /^pct:(\d{1,9}(?:\.\d{1,12})?)$/;

/** The largest size in which a region is sent without enlarging it. */
export function maxSize(region: Size, limits: ImageLimits): Size {
  return largest(region, limits, 1);
}

/** The largest size in which a region is sent at all. */
export function enlargedMaxSize(region: Size, limits: ImageLimits): Size {
  return largest(region, limits, Number.POSITIVE_INFINITY);
}

/** The size in pixels in which the region is to be sent. */
export function sizeOf(parameter: string, region: Size, limits: ImageLimits, version: ImageVersion): Size | ImageRefusal {
  const isMarked = version === 3 && parameter.startsWith("^");
  const asked = isMarked ? parameter.slice(1) : parameter;
  const mayEnlarge = isMarked || version === 2;
  if (asked === "max") return isMarked ? enlargedMaxSize(region, limits) : maxSize(region, limits);
  const confined = CONFINED.exec(asked);
  if (confined) return confinedSize(Number(confined[1]), Number(confined[2]), region, limits, mayEnlarge);
  const size = asked === "full" && version === 2 ? { width: region.width, height: region.height } : statedSize(asked, region);
  if (isRefusal(size)) return size;
  if (isEnlarged(size, region) && !mayEnlarge) return badRequest("upscaling");
  return offered(size, limits, version);
}

function offered(size: Size, limits: ImageLimits, version: ImageVersion): Size | ImageRefusal {
  if (size.width === 0 || size.height === 0) return badRequest("size");
  if (isWithin(size, limits)) return size;
  // Version 3 calls it a bad request; to version 2 it is a valid one that this server does not offer.
  return version === 3 ? badRequest("too-large") : notImplemented("too-large");
}

/** The canonical form of a size, which means the same size when it is asked for (3.0 section 4.7, 2.1 section 4.7). */
export function canonicalSize(size: Size, region: Size, limits: ImageLimits, version: ImageVersion): string {
  if (version === 2) {
    if (isSame(size, region)) return "full";
    const byWidth = statedSize(`${size.width},`, region);
    return !isRefusal(byWidth) && isSame(byWidth, size) ? `${size.width},` : `${size.width},${size.height}`;
  }
  if (isSame(size, maxSize(region, limits))) return "max";
  if (!isEnlarged(size, region)) return `${size.width},${size.height}`;
  return isSame(size, enlargedMaxSize(region, limits)) ? "^max" : `^${size.width},${size.height}`;
}

function isEnlarged(size: Size, region: Size): boolean {
  return size.width > region.width || size.height > region.height;
}

function isSame(one: Size, other: Size): boolean {
  return one.width === other.width && one.height === other.height;
}

function isWithin({ width, height }: Size, { maxSide, maxArea }: ImageLimits): boolean {
  return Math.max(width, height) <= maxSide && width * height <= maxArea;
}

/** The region in the largest size that the limits allow, enlarged at most `mostScale` times, in its own proportions. */
function largest(region: Size, limits: ImageLimits, mostScale: number): Size {
  const byArea = Math.sqrt(limits.maxArea / (region.width * region.height));
  const scale = Math.min(mostScale, byArea, limits.maxSide / Math.max(region.width, region.height));
  if (scale === 1) return { width: region.width, height: region.height };
  const width = Math.min(limits.maxArea, Math.max(1, Math.floor(region.width * scale)));
  return { width, height: Math.max(1, Math.min(Math.floor(region.height * scale), Math.floor(limits.maxArea / width))) };
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
  return { width: scaled(region.width, share), height: scaled(region.height, share) };
}

/** A side that follows from a scale; a very long strip keeps at least one pixel. */
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
  const factor = mayEnlarge ? wanted : Math.min(1, wanted);
  const fitted = {
    width: Math.min(width, scaled(region.width, factor)),
    height: Math.min(height, scaled(region.height, factor)),
  };
  return isWithin(fitted, limits) ? fitted : largest(region, limits, factor);
}
