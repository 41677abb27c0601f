/** A sheet before the camera or on the scanner: turned, aslant, on its ground, under a lamp, with noise. */
import { type Random, seededRandom } from "../../cli/sample/random.ts";
import type { Raster, Rgb } from "../../formats/raster.ts";
import { compose, invert, mapPoint, type Projective, type Size } from "../../pipeline/geometry.ts";
import type { Sheet } from "./geometry-sheet.ts";

export const GROUNDS = ["black-cloth", "dark-wood", "brown", "green", "blue", "grey", "white-lid", "none"] as const;
export type GroundKind = (typeof GROUNDS)[number];

/** How the sheet lies. */
export interface Pose {
  readonly ground: GroundKind;
  /** Clockwise. */
  readonly skewDegrees: number;
  /** By how much the right (lower) edge is nearer than the left (upper), as a share. */
  readonly tiltAcross: number;
  readonly tiltDown: number;
  /** Quarter turns clockwise by which the picture is wrong, and whether it is mirrored. */
  readonly turnDegrees: 0 | 90 | 180 | 270;
  readonly isMirrored: boolean;
}

export interface Shot {
  readonly raster: Raster;
  /** From points of the flat sheet to points of the picture. */
  readonly toPicture: Projective;
}

const COLOURS: Readonly<Record<GroundKind, Rgb>> = {
  "black-cloth": [16, 15, 17],
  "dark-wood": [62, 42, 28],
  brown: [122, 86, 54],
  green: [58, 112, 82],
  blue: [60, 96, 150],
  grey: [128, 128, 126],
  "white-lid": [246, 246, 244],
  none: [0, 0, 0],
};

/** Take the picture. */
export function takeShot(sheet: Sheet, pose: Pose, seed: number): Shot {
  const random = seededRandom(seed, "shot");
  const placed = place(sheet.size, pose, random);
  return { raster: paint(sheet, placed.size, placed.toPicture, pose.ground, random), toPicture: placed.toPicture };
}

/** The map of the sheet and the size of the picture about it. */
function place({ width, height }: Size, pose: Pose, random: Random): { size: Size; toPicture: Projective } {
  const flat = (a: number, b: number, c: number, d: number, e: number, f: number, g = 0, h = 0): Projective => ({
    a,
    b,
    c,
    d,
    e,
    f,
    g,
    h,
  });
  const radians = (pose.skewDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const centred = flat(1, 0, 0, 1, -width / 2, -height / 2);
  const aslant = flat(1, 0, 0, 1, 0, 0, -pose.tiltAcross / width, -pose.tiltDown / height);
  const lean = flat(cos, sin, -sin, cos, 0, 0);
  const quarters = { 0: [1, 0, 0, 1], 90: [0, 1, -1, 0], 180: [-1, 0, 0, -1], 270: [0, -1, 1, 0] } as const;
  const [a, b, c, d] = quarters[pose.turnDegrees];
  const mirror = pose.isMirrored ? -1 : 1;
  const turned = flat(a * mirror, b, c * mirror, d, 0, 0);
  const map = compose(turned, compose(lean, compose(aslant, centred)));
  const isBare = pose.ground === "none";
  const pad = isBare ? -0.035 : 0;
  const corners = [
    [pad, pad],
    [1 - pad, pad],
    [pad, 1 - pad],
    [1 - pad, 1 - pad],
  ].map(([u = 0, v = 0]) => mapPoint(map, u * width, v * height));
  const sorted = (values: number[]): number[] => values.sort((p, q) => p - q);
  const xs = sorted(corners.map((each) => each.x));
  const ys = sorted(corners.map((each) => each.y));
  // without a ground the picture lies within the sheet
  const [first, last] = isBare ? [1, 2] : [0, 3];
  const unit = Math.min(width, height);
  const space = (): number => (isBare ? 0 : unit * random.between(0.0, 0.09));
  const box = {
    left: Math.floor((xs[first] as number) - space()),
    top: Math.floor((ys[first] as number) - space()),
    right: Math.ceil((xs[last] as number) + space()),
    bottom: Math.ceil((ys[last] as number) + space()),
  };
  return {
    size: { width: box.right - box.left, height: box.bottom - box.top },
    toPicture: compose(flat(1, 0, 0, 1, -box.left, -box.top), map),
  };
}

function paint(sheet: Sheet, size: Size, toPicture: Projective, ground: GroundKind, random: Random): Raster {
  const { width, height } = size;
  const pixels = new Uint8Array(width * height * 3);
  const back = invert(toPicture);
  const base = COLOURS[ground];
  const under = underOf(sheet, ground, size, random);
  const lamp = { x: random.between(0.2, 0.8), y: random.between(0.2, 0.8), fall: random.between(0, 0.35) };
  const speck = specks(random);
  const colour = [0, 0, 0, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const point = mapPoint(back, x + 0.5, y + 0.5);
      sampleInto(sheet, point.x, point.y, colour);
      const share = (colour[3] as number) / 255;
      const ground = share < 1 ? (1 - share) * under(x, y, point.x, point.y) : 0;
      const light = 1 - lamp.fall * ((x / width - lamp.x) ** 2 + (y / height - lamp.y) ** 2);
      const noise = speck();
      for (let c = 0; c < 3; c++) {
        const value = (share * (colour[c] as number) + (base[c] as number) * ground) * light + noise;
        pixels[at + c] = Math.max(0, Math.min(255, value + 0.5));
      }
    }
  }
  return { width, height, channels: 3, pixels };
}

/** How bright the ground is at a pixel: its grain, and the shadow that the paper throws on it. */
function underOf(sheet: Sheet, ground: GroundKind, { width, height }: Size, random: Random) {
  const grain = ground === "dark-wood" || ground === "brown" ? 0.18 : ground === "black-cloth" ? 0.3 : 0.03;
  const shadow = { x: random.between(-0.012, 0.012) * width, y: random.between(0.002, 0.012) * height, strength: 0.35 };
  return (x: number, y: number, sheetX: number, sheetY: number): number =>
    (1 + grain * Math.sin(y * 0.05 + 3 * Math.sin(x * 0.004)) * Math.cos(y * 0.31)) *
    (1 - shadow.strength * paperAt(sheet, sheetX - shadow.x, sheetY - shadow.y));
}

/** Noise of a sensor, pixel by pixel. */
function specks(random: Random): () => number {
  const levels = random.between(1, 10);
  let state = random.whole(1, 2 ** 30);
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 8) / 0x1000000 - 0.5) * levels;
  };
}

function paperAt({ size, pixels }: Sheet, x: number, y: number): number {
  const column = Math.round(x);
  const row = Math.round(y);
  if (column < 0 || row < 0 || column >= size.width || row >= size.height) return 0;
  return (pixels[(row * size.width + column) * 4 + 3] as number) / 255;
}

/** The four nearest pixels of the sheet, mixed; beyond it there is no paper. */
function sampleInto({ size, pixels }: Sheet, x: number, y: number, colour: number[]): void {
  const u = x - 0.5;
  const v = y - 0.5;
  const column = Math.floor(u);
  const row = Math.floor(v);
  if (column < 0 || row < 0 || column >= size.width - 1 || row >= size.height - 1) {
    colour.fill(0);
    return;
  }
  const at = (row * size.width + column) * 4;
  const below = at + size.width * 4;
  const [fx, fy] = [u - column, v - row];
  for (let c = 0; c < 4; c++) {
    const upper = (pixels[at + c] as number) * (1 - fx) + (pixels[at + 4 + c] as number) * fx;
    const lower = (pixels[below + c] as number) * (1 - fx) + (pixels[below + 4 + c] as number) * fx;
    colour[c] = upper * (1 - fy) + lower * fy;
  }
}
