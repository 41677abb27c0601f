/** From a printed leaf to what the scanner sees: paper on a dark bed, a little crooked, a little soft. */
import { sharp } from "../../formats/locked-sharp.ts";
import type { Size } from "../../pipeline/geometry.ts";
import { paperColours, TEXTURE_EDGE, type Texture } from "./paper.ts";
import type { Random } from "./random.ts";

/** What lies under the scanner. */
export interface Sheet {
  /** Ink on this side, SVG paths in pixels of the undistorted page. */
  readonly ink: string;
  /** Ink of the side behind, seen through the paper; empty for none. */
  readonly behind: string;
  /** How strongly the side behind shows, 0 to 1. */
  readonly showThrough: number;
  /** Clockwise turn of the leaf about the middle of the picture. */
  readonly skewDegrees: number;
}

/** Ink of this age, sRGB. */
const INK = [44, 38, 34] as const;

/** The picture as interleaved RGB bytes. */
export async function scanSheet(sheet: Sheet, size: Size, texture: Texture, random: Random): Promise<Buffer> {
  const paper = await paperColours(size, random);
  const mask = await drawMask(sheet, size, random);
  const offset = { x: random.whole(0, TEXTURE_EDGE - 1), y: random.whole(0, TEXTURE_EDGE - 1) };
  return mix(mask, paper, texture, { size, showThrough: sheet.showThrough, offset });
}

/** Red: ink; green: paper; blue: ink of the side behind. */
async function drawMask(sheet: Sheet, size: Size, random: Random): Promise<Buffer> {
  const { width, height } = size;
  const style = (colour: string) => `fill="${colour}" stroke="${colour}" stroke-width="0"`;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#000"/>`,
    `<g transform="rotate(${sheet.skewDegrees} ${width / 2} ${height / 2})"><path fill="#0f0" d="${paperEdge(size, random)}"/>`,
    sheet.behind === "" ? "" : `<g transform="matrix(-1 0 0 1 ${width} 0)" ${style("#0ff")}>${sheet.behind}</g>`,
    `<g ${style("#ff0")}>${sheet.ink}</g>${wormHoles(size, random)}</g></svg>`,
  ].join("");
  const softness = 0.55 + Math.min(width, height) / 8000;
  return sharp(Buffer.from(svg), { unlimited: true, limitInputPixels: width * height })
    .removeAlpha()
    .blur({ sigma: softness, precision: "integer" })
    .raw()
    .toBuffer();
}

/** The outline of a leaf that was cut by hand. */
function paperEdge({ width, height }: Size, random: Random): string {
  const unit = Math.min(width, height);
  const inset = {
    left: random.between(0.022, 0.05),
    right: random.between(0.022, 0.05),
    top: random.between(0.02, 0.04),
    bottom: random.between(0.02, 0.04),
  };
  const left = inset.left * unit;
  const right = width - inset.right * unit;
  const top = inset.top * unit;
  const bottom = height - inset.bottom * unit;
  const points: string[] = [];
  const side = (x0: number, y0: number, x1: number, y1: number) => {
    const steps = 40;
    for (let i = 0; i < steps; i++) {
      const off = () => random.between(-0.0008, 0.0008) * unit;
      points.push(`${(x0 + ((x1 - x0) * i) / steps + off()).toFixed(1)} ${(y0 + ((y1 - y0) * i) / steps + off()).toFixed(1)}`);
    }
  };
  side(left, top, right, top);
  side(right, top, right, bottom);
  side(right, bottom, left, bottom);
  side(left, bottom, left, top);
  return `M${points.join("L")}Z`;
}

/** A few small holes in the margins, through which the dark bed is seen. */
function wormHoles({ width, height }: Size, random: Random): string {
  const unit = Math.min(width, height);
  return Array.from({ length: random.whole(1, 5) }, () => {
    const x = width * (random.chance(0.5) ? random.between(0.04, 0.07) : random.between(0.93, 0.96));
    const y = height * random.between(0.1, 0.9);
    const long = unit * random.between(0.002, 0.006);
    return `<ellipse fill="#000" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${(long * 0.6).toFixed(1)}" ry="${long.toFixed(1)}"/>`;
  }).join("");
}

interface Mixing {
  readonly size: Size;
  readonly showThrough: number;
  /** Where on the texture this page begins. */
  readonly offset: { readonly x: number; readonly y: number };
}

function mix(mask: Buffer, paper: Buffer, { fibres, inkTake }: Texture, how: Mixing): Buffer {
  const { width, height } = how.size;
  const { x: offX, y: offY } = how.offset;
  const [inkRed, inkGreen, inkBlue] = INK;
  const throughPerLevel = (how.showThrough * 0.5) / 255;
  const wrap = TEXTURE_EDGE - 1;
  const picture = Buffer.allocUnsafe(mask.length);
  for (let y = 0, at = 0; y < height; y++) {
    const row = ((y + offY) & wrap) * TEXTURE_EDGE;
    const otherRow = ((y * 3 + offX) & wrap) * TEXTURE_EDGE;
    for (let x = 0; x < width; x++, at += 3) {
      const t = row + ((x + offX) & wrap);
      const grain = fibres[t] as number;
      const sheet = (mask[at + 1] as number) / 255;
      const through = 1 - (mask[at + 2] as number) * throughPerLevel;
      const ink = ((mask[at] as number) * (inkTake[t] as number)) / 65025;
      const bed = 13 + (fibres[otherRow + ((x * 5 + offY) & wrap)] as number) * 0.4;
      const bare = (1 - ink) * through;
      picture[at] = shade(sheet * (((paper[at] as number) + grain) * bare + inkRed * ink) + (1 - sheet) * bed);
      picture[at + 1] = shade(sheet * (((paper[at + 1] as number) + grain) * bare + inkGreen * ink) + (1 - sheet) * bed);
      picture[at + 2] = shade(sheet * (((paper[at + 2] as number) + grain) * bare + inkBlue * ink) + (1 - sheet) * bed);
    }
  }
  return picture;
}

function shade(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : (value + 0.5) | 0;
}
