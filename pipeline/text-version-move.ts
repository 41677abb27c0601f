/**
 * Takes the boxes of a working text along when a page is cleaned anew: from the old cleaned picture to the master, which stays
 * the same, and from there to the new cleaned picture.
 */
import type { CleanupReport } from "./cleanup-report.ts";
import { type Box, compose, invert, mapPoint, type Projective, type Size } from "./geometry.ts";
import type { WorkingText } from "./text-version.ts";

/** The map from points of one cleaned picture to those of another of the same master. @throws {RangeError} where a map has no inverse */
export function betweenPictures(old: Pick<CleanupReport, "toMaster">, now: Pick<CleanupReport, "toMaster">): Projective {
  return compose(invert(now.toMaster), old.toMaster);
}

/** The upright box around the four mapped corners, as far as it lies in the picture; at least one pixel wide and high. */
export function moveBox(box: Box, map: Projective, picture: Size): Box {
  const corners = [
    mapPoint(map, box.x, box.y),
    mapPoint(map, box.x + box.width, box.y),
    mapPoint(map, box.x, box.y + box.height),
    mapPoint(map, box.x + box.width, box.y + box.height),
  ];
  const [left, right] = span(
    corners.map(({ x }) => x),
    picture.width,
  );
  const [top, bottom] = span(
    corners.map(({ y }) => y),
    picture.height,
  );
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The text with all boxes in pixels of the picture that `now` tells of; `picture` is that report's digest. The text is the same. */
export function moveText(
  text: WorkingText,
  old: Pick<CleanupReport, "toMaster">,
  now: Pick<CleanupReport, "toMaster" | "clean">,
  picture: string,
): WorkingText {
  const map = betweenPictures(old, now);
  return {
    ...text,
    width: now.clean.width,
    height: now.clean.height,
    from: { ...text.from, picture },
    columns: text.columns.map((column) => ({ ...column, box: moveBox(column.box, map, now.clean) })),
  };
}

/** A column that the new picture no longer shows stays at its edge: a person must find it there. */
function span(values: readonly number[], length: number): readonly [number, number] {
  const clipped = values.map((value) => Math.min(Math.max(value, 0), length));
  const [low, high] = [Math.min(...clipped), Math.max(...clipped)];
  if (high - low >= 1) return [low, high];
  const start = Math.min(Math.max(low, 0), Math.max(0, length - 1));
  return [start, start + 1];
}
