/** A picture that is drawn on: areas, lines, other pictures, shades of characters. Everything outside is left out. */
import type { Box } from "../../pipeline/geometry.ts";
import type { Raster, Rgb } from "../raster.ts";
import type { GlyphMask } from "./glyph-mask.ts";

/** A point of a picture, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A picture of three channels that may be written to. */
export interface Surface extends Raster {
  readonly channels: 3;
}

/** A surface of one colour. */
export function surfaceOf(width: number, height: number, colour: Rgb): Surface {
  const surface = { width, height, channels: 3, pixels: new Uint8Array(width * height * 3) } as const;
  fillBox(surface, { x: 0, y: 0, width, height }, colour);
  return surface;
}

/** Fill an upright rectangle. */
export function fillBox(surface: Surface, box: Box, colour: Rgb): void {
  const { pixels, width } = surface;
  const left = Math.max(0, Math.round(box.x));
  const right = Math.min(width, Math.round(box.x + box.width));
  const top = Math.max(0, Math.round(box.y));
  const bottom = Math.min(surface.height, Math.round(box.y + box.height));
  if (left >= right || top >= bottom) return;
  const [first, end] = [(top * width + left) * 3, (top * width + right) * 3];
  for (let at = first; at < end; at += 3) pixels.set(colour, at);
  for (let y = top + 1; y < bottom; y++) pixels.copyWithin((y * width + left) * 3, first, end);
}

/** Lay a picture of three channels on the surface with its top left corner at a whole pixel. */
export function lay(surface: Surface, picture: Raster, left: number, top: number): void {
  const columns = Math.min(picture.width, surface.width - left) * 3;
  const rows = Math.min(picture.height, surface.height - top);
  for (let y = 0; y < rows; y++) {
    const from = y * picture.width * 3;
    surface.pixels.set(picture.pixels.subarray(from, from + columns), ((top + y) * surface.width + left) * 3);
  }
}

/** Ink the pixels that a character covers; `x`, `y` is the pen on the baseline. */
export function inkMask(surface: Surface, mask: GlyphMask, x: number, y: number, colour: Rgb): void {
  const [left, top] = [Math.round(x) + mask.left, Math.round(y) + mask.top];
  for (let row = 0, at = 0; row < mask.height; row++) {
    for (let column = 0; column < mask.width; column++, at++) {
      const shade = mask.shades[at] as number;
      if (shade > 0) mix(surface, left + column, top + row, colour, shade / 255);
    }
  }
}

/** What a line looks like. */
export interface Stroke {
  readonly colour: Rgb;
  readonly width: number;
  /** Lengths of dash and gap; a whole line where absent. */
  readonly dash?: number;
}

/** A closed line through points, kept inside a box. */
export function strokeRing(surface: Surface, points: readonly Point[], stroke: Stroke, inside: Box): void {
  points.forEach((point, at) => {
    strokeLine(surface, point, points[(at + 1) % points.length] as Point, stroke, inside);
  });
}

/** A straight line with smooth edges, kept inside a box. */
export function strokeLine(surface: Surface, from: Point, to: Point, stroke: Stroke, inside: Box): void {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (!Number.isFinite(length) || length === 0) return;
  const [along, across] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const reach = stroke.width / 2 + 1;
  const left = Math.max(inside.x, Math.floor(Math.min(from.x, to.x) - reach));
  const right = Math.min(inside.x + inside.width, Math.ceil(Math.max(from.x, to.x) + reach));
  const top = Math.max(inside.y, Math.floor(Math.min(from.y, to.y) - reach));
  const bottom = Math.min(inside.y + inside.height, Math.ceil(Math.max(from.y, to.y) + reach));
  for (let y = Math.ceil(top); y < bottom; y++) {
    for (let x = Math.ceil(left); x < right; x++) {
      const [dx, dy] = [x + 0.5 - from.x, y + 0.5 - from.y];
      const place = dx * along + dy * across;
      const beyond = Math.max(0, -place, place - length);
      const isGap = stroke.dash !== undefined && Math.floor(place / stroke.dash) % 2 !== 0;
      const distance = Math.hypot(beyond, dx * across - dy * along);
      const cover = Math.min(1, stroke.width / 2 + 0.5 - distance);
      if (cover > 0 && !isGap) mix(surface, x, y, stroke.colour, cover);
    }
  }
}

function mix(surface: Surface, x: number, y: number, colour: Rgb, share: number): void {
  if (x < 0 || y < 0 || x >= surface.width || y >= surface.height) return;
  const at = (y * surface.width + x) * 3;
  for (let c = 0; c < 3; c++) {
    const under = surface.pixels[at + c] as number;
    surface.pixels[at + c] = Math.round(under + ((colour[c] as number) - under) * share);
  }
}
