import type { Size } from "../../pipeline/geometry.ts";
import type { PageOutline } from "../../pipeline/quality-report.ts";

/**
 * A test for points of the upright master: do they lie on the page, `inset` pixels or more within its edge on the ground?
 * Points beyond the picture count as its nearest points. Without an outline every point is page.
 */
export function pageTest({ width, height }: Size, outline: PageOutline | null, inset: number): (x: number, y: number) => boolean {
  if (outline === null) return () => true;
  const { step, left, right, top, bottom } = outline;
  const edge = (values: readonly number[], at: number): number => values[Math.floor(at / step)] as number;
  // an edge at the rim of the picture is no edge of the page: nothing is taken off there
  const isAfter = (at: number, from: number): boolean => from <= 0 || at >= from + inset;
  const isBefore = (at: number, to: number, rim: number): boolean => to >= rim || at < to - inset;
  return (pointX, pointY) => {
    const x = Math.max(0, Math.min(width - 1, pointX));
    const y = Math.max(0, Math.min(height - 1, pointY));
    return (
      isAfter(x, edge(left, y)) &&
      isBefore(x, edge(right, y), width) &&
      isAfter(y, edge(top, x)) &&
      isBefore(y, edge(bottom, x), height)
    );
  };
}
