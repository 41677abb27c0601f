import { mapPoint, type Projective, type Size } from "../../pipeline/geometry.ts";
import type { FinishedRow } from "./finish-row-plain.ts";
import type { LightRows } from "./light-rows.ts";
import type { ReadingTone } from "./reading-tone.ts";
import type { VermilionMarks } from "./vermilion-marks.ts";

/** Where the rows lie in the source, and how their grey was made. */
export interface LightenedPicture {
  readonly size: Size;
  readonly toSource: Projective;
  readonly tone: ReadingTone;
}

/**
 * Give the reading picture the light back that vermilion took: as much as red outshines green there, pixel by pixel. Black
 * ink is as dark in red as in green, so it keeps its grey, under a mark too.
 * @returns works on the finished row `y`; the light stands at that row
 */
export function lightenVermilion(
  marks: VermilionMarks,
  { size, toSource, tone }: LightenedPicture,
): (y: number, light: LightRows, row: FinishedRow) => void {
  const { perRed, perGreen } = marks.shares;
  const strength = (marks.greyForExcess * 255) / (tone.white - tone.black) / 102.4;
  const isMarked = (x: number, y: number) => {
    const point = mapPoint(toSource, x, y);
    const [column, row] = [Math.floor(point.x / marks.factor), Math.floor(point.y / marks.factor)];
    return column >= 0 && row >= 0 && column < marks.width && row < marks.height && marks.mask[row * marks.width + column] !== 0;
  };
  return (y, { cell, gains, shares }, { clean, text }) => {
    for (let x = 0; x < size.width; x++) {
      const excess = (clean[3 * x] as number) * perRed - (clean[3 * x + 1] as number) * perGreen;
      if (excess <= LEAST_EXCESS || (text[x] as number) === 255 || !isMarked(x + 0.5, y + 0.5)) continue;
      const node = Math.floor(x / cell);
      const given = (strength * excess * (shares[node] as number)) / (gains[node] as number);
      text[x] = Math.min(255, Math.round((text[x] as number) + given));
    }
  };
}

/** Grey levels; less is the colour of paper and the noise of the camera. */
const LEAST_EXCESS = 4;
