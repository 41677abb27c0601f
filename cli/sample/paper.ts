/** Old paper under a lamp: colour, uneven light, stains and fibres, as numbers to be mixed into a picture. */
import { sharp } from "../../formats/locked-sharp.ts";
import type { Size } from "../../pipeline/geometry.ts";
import type { Random } from "./random.ts";

/** Edge of the square texture that repeats over the page, in pixels; a power of two. */
export const TEXTURE_EDGE = 1024;

/** The map of colour and light is drawn this much smaller than the page. */
const SHRINK = 16;

/** Rice paper in daylight, sRGB. */
const PAPER = { red: 224, green: 209, blue: 178 };

interface Stain {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly strength: number;
  /** A tide mark is dark at its edge, a spot in its middle. */
  readonly isRing: boolean;
}

/** Colour of bare paper at every pixel of the page, interleaved RGB. */
export async function paperColours(size: Size, random: Random): Promise<Buffer> {
  const width = Math.ceil(size.width / SHRINK) + 1;
  const height = Math.ceil(size.height / SHRINK) + 1;
  const small = Buffer.alloc(width * height * 3);
  const stains = drawStains(width, height, random);
  const lamp = { x: width * random.between(0.3, 0.7), y: height * random.between(0.25, 0.6), fall: random.between(0.1, 0.2) };
  const yellowing = random.between(0.9, 1.05);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const away = Math.hypot((x - lamp.x) / width, (y - lamp.y) / height);
      const light = 1.02 - lamp.fall * away * away * 2 - edgeShade(x / width, y / height);
      const stain = stainAt(stains, x, y);
      small[at++] = byte(PAPER.red * light * (1 - 0.32 * stain));
      small[at++] = byte(PAPER.green * light * (1 - 0.45 * stain));
      small[at++] = byte(PAPER.blue * yellowing * light * (1 - 0.62 * stain));
    }
  }
  return sharp(small, { raw: { width, height, channels: 3 } })
    .resize(size.width, size.height, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
}

/** Hands and air darken the rim of a leaf. */
function edgeShade(x: number, y: number): number {
  const near = Math.min(x, 1 - x, y, 1 - y);
  return near < 0.09 ? 0.13 * (1 - near / 0.09) ** 2 : 0;
}

function drawStains(width: number, height: number, random: Random): readonly Stain[] {
  const rings = random.whole(1, 2);
  return Array.from({ length: random.whole(16, 30) + rings }, (_, i) => ({
    x: random.between(0, width),
    y: random.between(0, height),
    radius: i < rings ? random.between(0.1, 0.25) * width : random.between(0.003, 0.022) * width,
    strength: i < rings ? random.between(0.12, 0.25) : random.between(0.1, 0.5),
    isRing: i < rings,
  }));
}

function stainAt(stains: readonly Stain[], x: number, y: number): number {
  let sum = 0;
  for (const stain of stains) {
    const near = Math.hypot(x - stain.x, y - stain.y) / stain.radius;
    if (stain.isRing) sum += near < 1.06 ? stain.strength * (near < 1 ? 0.35 + 0.65 * near ** 10 : (1.06 - near) / 0.06) : 0;
    else if (near < 2.2) sum += stain.strength * Math.exp(-near * near);
  }
  return Math.min(1, sum);
}

/** Two squares of TEXTURE_EDGE that repeat over every page of a book. */
export interface Texture {
  readonly fibres: Int8Array;
  readonly inkTake: Uint8Array;
}

/** The paper and the press of one book. */
export function paperTexture(random: Random): Texture {
  return { fibres: fibres(random), inkTake: inkTake(random) };
}

/** Fibres and laid lines: how much lighter or darker than its surroundings each pixel of the texture is, mean 0, about -12 to 12. */
function fibres(random: Random): Int8Array {
  const noise = smoothNoise(random, 2);
  const coarse = smoothNoise(random, 9);
  const texture = new Int8Array(TEXTURE_EDGE * TEXTURE_EDGE);
  for (let y = 0, at = 0; y < TEXTURE_EDGE; y++) {
    const laid = 1.1 * Math.sin((y * 2 * Math.PI) / 8);
    for (let x = 0; x < TEXTURE_EDGE; x++, at++) texture[at] = Math.round((noise[at] ?? 0) * 4 + (coarse[at] ?? 0) * 3.2 + laid);
  }
  return texture;
}

/** How well the ink took at each pixel of the texture, 0 to 255. */
function inkTake(random: Random): Uint8Array {
  const fine = smoothNoise(random, 2);
  const coarse = smoothNoise(random, 14);
  const levels = new Uint8Array(fine.length);
  for (let at = 0; at < levels.length; at++) {
    const take = 0.93 + (fine[at] as number) * 0.05 + (coarse[at] as number) * 0.07;
    levels[at] = byte(255 * (take < 0.72 ? take * 0.75 : take));
  }
  return levels;
}

/** Noise with mean 0 and deviation about 1, smoothed over so many pixels, repeating at the edges of the texture. */
function smoothNoise(random: Random, radius: number): Float32Array {
  const n = TEXTURE_EDGE;
  let field = new Float32Array(n * n);
  for (let at = 0; at < field.length; at++) field[at] = random.between(-1, 1);
  for (const [along, across] of [
    [1, n],
    [n, 1],
  ] as const) {
    field = smoothAlong(field, along, across, radius);
  }
  let squares = 0;
  for (const value of field) squares += value * value;
  const deviation = Math.sqrt(squares / field.length);
  for (let at = 0; at < field.length; at++) field[at] = (field[at] as number) / deviation;
  return field;
}

/** Running sums over `2 radius + 1` neighbours in one direction. */
function smoothAlong(field: Float32Array, along: number, across: number, radius: number): Float32Array<ArrayBuffer> {
  const last = TEXTURE_EDGE - 1;
  const out = new Float32Array(field.length);
  for (let row = 0; row <= last; row++) {
    const start = row * across;
    let sum = 0;
    for (let i = -radius; i < radius; i++) sum += field[start + (i & last) * along] as number;
    for (let i = 0; i <= last; i++) {
      sum += field[start + ((i + radius) & last) * along] as number;
      out[start + i * along] = sum;
      sum -= field[start + ((i - radius) & last) * along] as number;
    }
  }
  return out;
}

function byte(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
