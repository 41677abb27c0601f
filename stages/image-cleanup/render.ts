/**
 * Make both cleaned pictures in one walk over the pixels: turn and cut, even the light (colour), divide the paper out
 * (reading grey). One walk, because at 22 megapixels every walk over memory costs.
 */
import { packed, type Raster, type Rgb } from "../../formats/raster.ts";
import type { Projective, Size } from "../../pipeline/geometry.ts";
import { finishRows } from "./finish-row.ts";
import type { Grid } from "./grid.ts";
import { LightRows } from "./light-rows.ts";
import { lightenVermilion } from "./lighten-vermilion.ts";
import type { ReadingTone } from "./reading-tone.ts";
import { type MakeSampler, sampleMixed, sampleSharp, sampleStraight } from "./sample.ts";
import type { VermilionMarks } from "./vermilion-marks.ts";

/** What to make. */
export interface RenderPlan {
  readonly size: Size;
  /** From points of the picture to make to points of the source. */
  readonly toSource: Projective;
  /** Factor on colour, by place in the source. */
  readonly gain: Grid;
  /** Light on the paper, by place in the source. */
  readonly light: Grid;
  /** Factor on the share of that light, by place in the source: what shines through is made paper with it. */
  readonly boost: Grid;
  readonly tone: ReadingTone;
  /** What is made paper in the reading picture only. */
  readonly vermilion?: VermilionMarks | undefined;
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

/** Render a colour source of 4 channels. */
export function render(source: Raster, plan: RenderPlan): Rendered {
  const { width, height } = plan.size;
  const clean = new Uint8Array(width * height * 3);
  const text = new Uint8Array(width * height);
  const light = new LightRows(plan);
  const picture = { width: source.width, height: source.height, whole: packed(source) };
  const sampling = { toSource: plan.toSource, fill: plan.fill[0] | (plan.fill[1] << 8) | (plan.fill[2] << 16) };
  const sample = samplerFor(source, plan.toSource)(picture, sampling, plan.size);
  const finishing = finishRows(width, light.cell, toneCurve(plan.tone));
  const lighten = plan.vermilion && lightenVermilion(plan.vermilion, plan);
  for (let y = 0; y < height; y++) {
    sample(y, finishing.row);
    light.moveTo(y);
    const finished = {
      clean: clean.subarray(y * width * 3, (y + 1) * width * 3),
      text: text.subarray(y * width, (y + 1) * width),
    };
    finishing.finish(light, finished);
    lighten?.(y, light, finished);
  }
  return {
    clean: { width, height, channels: 3, pixels: clean },
    text: { width, height, channels: 1, pixels: text },
  };
}

/** Pictures of up to so many pixels are turned by the sharper, slower sampler: their strokes are two pixels wide. */
const SMALL_PIXELS = 4_000_000;

function samplerFor(source: Raster, { a, b, c, d, g, h }: Projective): MakeSampler {
  const isStraight = g === 0 && h === 0 && Number.isInteger(a) && Number.isInteger(b);
  if (isStraight && a === 1 && b === 0 && c === 0 && d === 1) return sampleStraight;
  if (isStraight) return sampleMixed;
  return source.width * source.height <= SMALL_PIXELS ? sampleSharp : sampleMixed;
}

/** From the share of the paper's light in 1/1024 to the grey of the reading picture. */
function toneCurve({ black, white }: ReadingTone): Uint8Array {
  return Uint8Array.from({ length: 4096 }, (_, i) => {
    const share = (i / 1024 - black) / (white - black);
    return Math.round(255 * Math.min(1, Math.max(0, share)));
  });
}
