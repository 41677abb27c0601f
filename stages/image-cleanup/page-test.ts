import type { Size } from "../../pipeline/geometry.ts";
import type { PageOutline } from "../../pipeline/quality-report.ts";

/**
 * A test for points of the upright master: do they lie on the page, `inset` pixels or more within its edge on the ground?
 * Without an outline every point of the picture does; points beyond the picture never do.
 */
export function pageTest({ width, height }: Size, outline: PageOutline | null, inset: number): (x: number, y: number) => boolean {
  const isInside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height;
  if (outline === null) return isInside;
  const { step, left, right, top, bottom } = outline;
  const edge = (values: readonly number[], at: number): number => values[Math.floor(at / step)] ?? Number.NaN;
  // an edge at the rim of the picture is no edge of the page: nothing is taken off there
  const isAfter = (at: number, from: number): boolean => from <= 0 || at >= from + inset;
  const isBefore = (at: number, to: number, rim: number): boolean => to >= rim || at < to - inset;
  return (x, y) =>
    isInside(x, y) &&
    isAfter(x, edge(left, y)) &&
    isBefore(x, edge(right, y), width) &&
    isAfter(y, edge(top, x)) &&
    isBefore(y, edge(bottom, x), height);
}
