import type { Size } from "../../pipeline/geometry.ts";
import type { PageOutline } from "../../pipeline/quality-report.ts";

/**
 * A test for points of the upright master: do they lie on the page, `inset` pixels or more within its edge on the ground?
 * Points beyond the picture count as its nearest points. Without an outline every point is page.
 */
export function pageTest({ width, height }: Size, outline: PageOutline | null, inset: number): (x: number, y: number) => boolean {
  if (outline === null) return () => true;
  const { step } = outline;
  // an edge at the rim of the picture is no edge of the page: nothing is taken off there
  const after = (from: number): number => (from <= 0 ? Number.NEGATIVE_INFINITY : from + inset);
  const before = (to: number, rim: number): number => (to >= rim ? Number.POSITIVE_INFINITY : to - inset);
  const left = Float64Array.from(outline.left, after);
  const right = Float64Array.from(outline.right, (to) => before(to, width));
  const top = Float64Array.from(outline.top, after);
  const bottom = Float64Array.from(outline.bottom, (to) => before(to, height));
  return (pointX, pointY) => {
    const x = Math.max(0, Math.min(width - 1, pointX));
    const y = Math.max(0, Math.min(height - 1, pointY));
    const row = Math.floor(y / step);
    const column = Math.floor(x / step);
    return (
      x >= (left[row] as number) && x < (right[row] as number) && y >= (top[column] as number) && y < (bottom[column] as number)
    );
  };
}
