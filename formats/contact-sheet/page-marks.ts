/** Where the reports of a page say that something is, on its master and on its cleaned picture. */
import type { CleanupReport } from "../../pipeline/cleanup-report.ts";
import { type Box, compose, invert, mapPoint, type Projective, type Size } from "../../pipeline/geometry.ts";
import type { PageOutline, QualityReport } from "../../pipeline/quality-report.ts";
import type { PageMarks } from "./sheet-page.ts";
import type { Point } from "./surface.ts";

/** Corners of a box, clockwise from the top left. */
export function cornersOf({ x, y, width, height }: Box): readonly Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

/** The points of a figure on the other picture. */
export function mapped(points: readonly Point[], map: Projective): readonly Point[] {
  return points.map((point) => mapPoint(map, point.x, point.y));
}

/** Size of a master as people see it. */
export function uprightSize({ width, height, orientation }: Pick<QualityReport, "width" | "height" | "orientation">): Size {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

/**
 * What can be drawn on a page's pictures.
 * @param uprightToStored from the upright master to the master as stored
 */
export function marksOf(quality: QualityReport, cleanup: CleanupReport | null, uprightToStored: Projective): PageMarks {
  const { outline } = quality.page;
  const pieces = outline === null ? [] : outlinePieces(outline, uprightSize(quality));
  if (cleanup === null) return { outline: pieces, kept: null, folds: [], toUpright: null };
  const toUpright = compose(invert(uprightToStored), cleanup.toMaster);
  return {
    outline: pieces,
    kept: mapped(cornersOf({ x: 0, y: 0, ...cleanup.clean }), toUpright),
    folds: foldsOf(cleanup),
    toUpright,
  };
}

function foldsOf({ spread, clean }: CleanupReport): readonly (readonly Point[])[] {
  if (spread === null) return [];
  if (spread.strip !== null) return [cornersOf(spread.strip)];
  const x = spread.gutterX;
  return [
    [
      { x, y: 0 },
      { x, y: clean.height },
    ],
  ];
}

/** The four sides of the paper, each without the parts where another side's ground covers it. */
function outlinePieces(outline: PageOutline, { width, height }: Size): readonly (readonly Point[])[] {
  const { step, left, right, top, bottom } = outline;
  const at = (values: readonly number[], place: number) => values[Math.min(values.length - 1, Math.floor(place / step))] ?? 0;
  const isOnPage = ({ x, y }: Point) =>
    x >= at(left, y) &&
    x <= at(right, y) &&
    y >= at(top, x) &&
    y <= at(bottom, x) &&
    x >= 0 &&
    y >= 0 &&
    x <= width &&
    y <= height;
  const across = (values: readonly number[]) => values.map((x, i): Point => ({ x, y: Math.min(height, (i + 0.5) * step) }));
  const down = (values: readonly number[]) => values.map((y, i): Point => ({ x: Math.min(width, (i + 0.5) * step), y }));
  return [across(left), across(right), down(top), down(bottom)]
    .flatMap((side) => runs(side, isOnPage))
    .filter((piece) => piece.length > 1)
    .map(thinned);
}

/** The runs of points for which something holds. */
function runs(points: readonly Point[], holds: (point: Point) => boolean): readonly (readonly Point[])[] {
  const found: Point[][] = [[]];
  for (const point of points) {
    if (holds(point)) found.at(-1)?.push(point);
    else found.push([]);
  }
  return found;
}

/** Points between two others in a straight line up, down or across add nothing. */
function thinned(points: readonly Point[]): readonly Point[] {
  return points.filter(({ x, y }, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    return !before || !after || !((before.x === x && after.x === x) || (before.y === y && after.y === y));
  });
}
