/** The picture of a seal on a page: where it stands, and how it is drawn there without any font (ISO 32000-1, 8.9.5, 12.5.5). */
import { decimal, name, type PdfRef } from "../pdf/values.ts";
import type { NewObjects } from "./new-objects.ts";

/** A picture in sRGB, rows from the top, three samples a pixel; `alpha` one a pixel where it is not opaque. */
export interface SealPicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Buffer;
  readonly alpha?: Buffer;
}

/** Where a seal stands and how wide it is, in millimetres on the page at its printed size. */
export interface SealPlace {
  readonly corner: "top-right" | "top-left" | "bottom-right" | "bottom-left";
  readonly widthMm: number;
  readonly marginMm: number;
}

/** Lower left x and y, upper right x and y, in the page's units. */
export type Rectangle = readonly [number, number, number, number];

const POINTS_PER_MM = 72 / 25.4;

/** The rectangle of the seal on a page with this media box; made smaller where the page is too small for it. */
export function sealRectangle(picture: SealPicture, place: SealPlace, mediaBox: Rectangle, userUnit: number): Rectangle {
  const unitsPerMm = POINTS_PER_MM / userUnit;
  const [left, bottom, right, top] = mediaBox;
  const margin = Math.min(place.marginMm * unitsPerMm, (right - left) / 4, (top - bottom) / 4);
  const shape = picture.height / picture.width;
  const width = Math.min(place.widthMm * unitsPerMm, right - left - 2 * margin, (top - bottom - 2 * margin) / shape);
  const height = width * shape;
  const x = place.corner.endsWith("right") ? right - margin - width : left + margin;
  const y = place.corner.startsWith("top") ? top - margin - height : bottom + margin;
  return [x, y, x + width, y + height];
}

/** Add the appearance of the seal to the objects and answer its reference. Transparency is legal in PDF/A-2 (6.2.10). */
export function addSeal(objects: NewObjects, picture: SealPicture, [left, bottom, right, top]: Rectangle): PdfRef {
  const image = { Type: name("XObject"), Subtype: name("Image"), Width: picture.width, Height: picture.height };
  const mask =
    picture.alpha && objects.addStream({ ...image, ColorSpace: name("DeviceGray"), BitsPerComponent: 8 }, picture.alpha);
  const colour = objects.addStream({ ...image, ColorSpace: name("DeviceRGB"), BitsPerComponent: 8, SMask: mask }, picture.rgb);
  const [width, height] = [right - left, top - bottom];
  const form = { Type: name("XObject"), Subtype: name("Form"), BBox: [0, 0, width, height] };
  const content = `q\n${decimal(width)} 0 0 ${decimal(height)} 0 0 cm\n/Seal Do\nQ\n`;
  return objects.addStream({ ...form, Resources: { XObject: { Seal: colour } } }, Buffer.from(content, "latin1"));
}
