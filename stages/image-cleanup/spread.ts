import type { CleanupReport } from "../../pipeline/cleanup-report.ts";
import { invert, mapPoint } from "../../pipeline/geometry.ts";
import type { QualityReport } from "../../pipeline/quality-report.ts";
import type { Geometry } from "./plan-geometry.ts";

/** The halves of a spread in pixels of the cleaned picture, to either side of the strip or the fold. */
export function spreadOf(gutter: QualityReport["gutter"], { toUpright, size }: Geometry): CleanupReport["spread"] {
  if (gutter === null) return null;
  const toClean = invert(toUpright);
  const [upper, lower] = [mapPoint(toClean, gutter.from.x, gutter.from.y), mapPoint(toClean, gutter.to.x, gutter.to.y)];
  // a fold that runs across the cleaned picture parts no left from right: the page was not turned
  if (Math.abs(upper.x - lower.x) > 0.1 * Math.abs(upper.y - lower.y)) return null;
  const gutterX = Math.round((upper.x + lower.x) / 2);
  const half = gutter.stripWidth === null ? 0 : Math.round(gutter.stripWidth / 2);
  const [from, to] = [gutterX - half, gutterX + half];
  if (from <= 0 || to >= size.width) return null;
  const box = (x: number, end: number) => ({ x, y: 0, width: end - x, height: size.height });
  return { gutterX, strip: half === 0 ? null : box(from, to), right: box(to, size.width), left: box(0, from) };
}
