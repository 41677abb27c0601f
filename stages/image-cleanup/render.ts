/**
 * Make both cleaned pictures in one walk over the pixels: turn and cut, even the light (colour), divide the paper out
 * (reading grey). One walk, because at 22 megapixels every walk over memory costs.
 */
import type { Raster, Rgb } from "../../formats/raster.ts";
import { type Affine, mapPoint, type Size } from "../../pipeline/geometry.ts";
import { type Grid, valueAt } from "./grid.ts";
import { READING_WEIGHTS } from "./paper-light.ts";
import type { ReadingTone } from "./reading-tone.ts";
import { sampleMixed, sampleSharp, sampleStraight } from "./sample.ts";

/** What to make. */
export interface RenderPlan {
  readonly size: Size;
  /** From points of the picture to make to points of the source. */
  readonly toSource: Affine;
  /** Factor on colour, by place in the source. */
  readonly gain: Grid;
  /** Light on the paper, by place in the source. */
  readonly light: Grid;
  readonly tone: ReadingTone;
  /** Colour where the source has nothing. */
  readonly fill: Rgb;
  /** Whether a point of the source is page; all else is white in the reading picture. */
  readonly isPage: (x: number, y: number) => boolean;
}

/** The two pictures, of the same size. */
export interface Rendered {
  readonly clean: Raster;
  readonly text: Raster;
}

/** Pixels between nodes along a row at which light and page are looked up. */
const CELL = 16;

/** Render a colour source (3 channels). */
export function render(source: Raster, plan: RenderPlan): Rendered {
  const { width, height } = plan.size;
  const clean = new Uint8Array(width * height * 3);
  const text = new Uint8Array(width * height).fill(255);
  const curve = toneCurve(plan.tone);
  const sample = samplerFor(source, plan.toSource);
  const line = { colours: new Uint8Array(width * 3), gains: new Float32Array(width), shares: new Float32Array(width) };
  for (let y = 0; y < height; y++) {
    sample(source, plan, y, line.colours);
    lookUp(plan, y, line.gains, line.shares);
    finishRow(line, curve, clean.subarray(y * width * 3, (y + 1) * width * 3), text.subarray(y * width, (y + 1) * width));
  }
  return {
    clean: { width, height, channels: 3, pixels: clean },
    text: { width, height, channels: 1, pixels: text },
  };
}

/** Pictures of up to so many pixels are turned by the sharper, slower sampler: their strokes are two pixels wide. */
const SMALL_PIXELS = 5_000_000;

function samplerFor(source: Raster, { a, b }: Affine): typeof sampleMixed {
  if (a === 1 && b === 0) return sampleStraight;
  return source.width * source.height <= SMALL_PIXELS ? sampleSharp : sampleMixed;
}

interface Line {
  readonly colours: Uint8Array;
  readonly gains: Float32Array;
  /** 256 over the light on the paper; 0 off the page. */
  readonly shares: Float32Array;
}

/** From the share of the paper's light in 1/1024 to the grey of the reading picture. */
function toneCurve({ black, white }: ReadingTone): Uint8Array {
  const curve = new Uint8Array(4096);
  for (let i = 0; i < curve.length; i++) {
    const share = (i / 1024 - black) / (white - black);
    curve[i] = Math.round(255 * Math.min(1, Math.max(0, share)));
  }
  return curve;
}

function finishRow({ colours, gains, shares }: Line, curve: Uint8Array, clean: Uint8Array, text: Uint8Array): void {
  const { red, green, blue } = READING_WEIGHTS;
  for (let x = 0, p = 0; x < text.length; x++, p += 3) {
    const r = colours[p] as number;
    const g = colours[p + 1] as number;
    const b = colours[p + 2] as number;
    const gain = gains[x] as number;
    const cleanRed = (r * gain + 0.5) | 0;
    const cleanGreen = (g * gain + 0.5) | 0;
    const cleanBlue = (b * gain + 0.5) | 0;
    clean[p] = cleanRed > 255 ? 255 : cleanRed;
    clean[p + 1] = cleanGreen > 255 ? 255 : cleanGreen;
    clean[p + 2] = cleanBlue > 255 ? 255 : cleanBlue;
    const share = shares[x] as number;
    if (share > 0) text[x] = curve[((red * r + green * g + blue * b) * share) | 0] as number;
  }
}

/** Gain and light along a row: exact at every CELL pixels, straight between. */
function lookUp({ toSource, gain, light, isPage }: RenderPlan, y: number, gains: Float32Array, shares: Float32Array): void {
  const width = gains.length;
  const at = (x: number): { gain: number; share: number; isPage: boolean } => {
    const point = mapPoint(toSource, x + 0.5, y + 0.5);
    return {
      gain: valueAt(gain, point.x, point.y),
      share: 1024 / Math.max(8, valueAt(light, point.x, point.y)),
      isPage: isPage(point.x, point.y),
    };
  };
  let here = at(0);
  for (let from = 0; from < width; from += CELL) {
    const next = at(from + CELL);
    const to = Math.min(width, from + CELL);
    const isWhite = !here.isPage && !next.isPage;
    for (let x = from; x < to; x++) {
      const part = (x - from) / CELL;
      gains[x] = here.gain + (next.gain - here.gain) * part;
      shares[x] = isWhite ? 0 : here.share + (next.share - here.share) * part;
    }
    here = next;
  }
}
