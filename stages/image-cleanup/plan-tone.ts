import type { Raster } from "../../formats/raster.ts";
import { reduce, reductionTo } from "../../formats/reduce.ts";
import { evenLight } from "./even-light.ts";
import { flatPicture } from "./flat-picture.ts";
import type { Grid } from "./grid.ts";
import { inkContrast } from "./ink-contrast.ts";
import { paperLight } from "./paper-light.ts";
import { type ReadingTone, readingTone } from "./reading-tone.ts";
import { type ShowThrough, showThrough } from "./show-through.ts";
import type { TonePage } from "./tone-page.ts";
import { type VermilionMarks, vermilionMarks } from "./vermilion-marks.ts";

/** How light and shade of both pictures are made. */
export interface TonePlan {
  /** Factor on colour, by place in the upright master. */
  readonly gain: Grid;
  /** Light on the paper, 0 to 255, by place in the upright master. */
  readonly light: Grid;
  readonly tone: ReadingTone;
  readonly showThrough: ShowThrough;
  /** Absent where there are none. */
  readonly vermilion: VermilionMarks | undefined;
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
export function planTone(raster: Raster, page: TonePage): TonePlan {
  const { paperColour, isPage } = page;
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
    vermilion: vermilionMarks(reduced, factor, light.fine, page),
    reduced,
    factor,
  };
}
