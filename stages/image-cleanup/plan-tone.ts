import type { Raster, Rgb } from "../../formats/raster.ts";
import { reduce, reductionTo } from "../../formats/reduce.ts";
import { evenLight } from "./even-light.ts";
import { flatPicture } from "./flat-picture.ts";
import type { Grid } from "./grid.ts";
import { inkContrast } from "./ink-contrast.ts";
import { paperLight } from "./paper-light.ts";
import { type ReadingTone, readingTone } from "./reading-tone.ts";
import { type ShowThrough, showThrough } from "./show-through.ts";

/** What is known of the page before its tone is planned. */
export interface TonePage {
  readonly paperColour: Rgb;
  /** Whether a point of the upright master lies on the page. */
  readonly isPage: (x: number, y: number) => boolean;
}

/** How light and shade of both pictures are made. */
export interface TonePlan {
  /** Factor on colour, by place in the upright master. */
  readonly gain: Grid;
  /** Light on the paper, 0 to 255, by place in the upright master. */
  readonly light: Grid;
  readonly tone: ReadingTone;
  readonly showThrough: ShowThrough;
  /** The master, so many times smaller. */
  readonly reduced: Raster;
  readonly factor: number;
}

/** Longest side of the picture in which strokes are looked at, and of the one in which the light is estimated. */
const STROKES_SIDE = 2000;
const LIGHT_SIDE = 750;
/** Nodes of the grid of light along the longest side. */
const LIGHT_STEPS = 48;

/** Look at the whole page, small, and decide how bright every place shall be. Changes nothing. */
export function planTone(raster: Raster, { paperColour, isPage }: TonePage): TonePlan {
  const factor = reductionTo(raster.width, raster.height, STROKES_SIDE);
  const reduced = reduce(raster, factor);
  const furtherFactor = reductionTo(reduced.width, reduced.height, LIGHT_SIDE);
  const light = paperLight(reduce(reduced, furtherFactor), factor * furtherFactor, isPage, LIGHT_STEPS);
  const flat = flatPicture(reduced, factor, light.fine, paperColour);
  return {
    gain: evenLight(light, 4),
    light: light.fine,
    tone: readingTone(raster, light.fine, isPage),
    showThrough: showThrough(flat, factor, isPage, inkContrast(flat, factor, isPage)),
    reduced,
    factor,
  };
}
