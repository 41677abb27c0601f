/**
 * Whether the page was photographed aslant. Its edges say how much; the print must become straighter when that is undone,
 * else the paper was merely cut askew and nothing may be corrected.
 */
import type { Size } from "../../pipeline/geometry.ts";
import type { QualityReport } from "../../pipeline/quality-report.ts";
import type { InkPoints } from "./ink-points.ts";
import { measureSkewNear, type PrintSkew } from "./measure-skew.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

type Perspective = NonNullable<QualityReport["perspective"]>;

/** Less than this from one side of the picture to the other is within the wear of the edges. */
const LEAST_SHARE = 0.006;
/** More is no camera held a little aslant: something else was taken for the page. */
const MOST_SHARE = 0.12;
/** By so much the projection of the print must become steeper. Seen: below 1.03 on flat pages, above 1.06 on slanting ones. */
const LEAST_GAIN = 1.06;

/** The perspective on which the edges and the print agree, and how far the page is turned once it is undone. */
export function measurePerspective(
  ink: InkPoints,
  asSeen: PrintSkew,
  corners: readonly Point[],
  factor: number,
  { width, height }: Size,
): { readonly perspective: Perspective; readonly skew: PrintSkew } | undefined {
  const perspective = perspectiveOfCorners(corners, { x: width / 2, y: height / 2 });
  if (perspective === undefined) return undefined;
  const share = Math.max(Math.abs(perspective.g) * width, Math.abs(perspective.h) * height);
  if (share < LEAST_SHARE || share > MOST_SHARE) return undefined;
  const longest = Math.max(width, height) / factor;
  const skew = measureSkewNear(flattened(ink, perspective, factor), longest, asSeen, 0.8);
  return skew.steepness < asSeen.steepness * LEAST_GAIN ? undefined : { perspective, skew };
}

/** The perspective in which the corners are those of a parallelogram. Undefined when they are no quadrangle. */
export function perspectiveOfCorners(corners: readonly Point[], middle: Point): Perspective | undefined {
  const [topLeft, topRight, bottomRight, bottomLeft] = corners.map(({ x, y }) => ({ x: x - middle.x, y: y - middle.y }));
  if (topLeft === undefined || topRight === undefined || bottomRight === undefined || bottomLeft === undefined) return undefined;
  const upright = cross(lineThrough(topLeft, bottomLeft), lineThrough(topRight, bottomRight));
  const level = cross(lineThrough(topLeft, topRight), lineThrough(bottomLeft, bottomRight));
  // parallel edges meet at infinity; the line through both meeting points is where the page's plane ends
  const [a, b, c] = cross(upright, level);
  return c === 0 ? undefined : { x: middle.x, y: middle.y, g: -a / c, h: -b / c };
}

type Triple = readonly [number, number, number];

function lineThrough(one: Point, other: Point): Triple {
  return cross([one.x, one.y, 1], [other.x, other.y, 1]);
}

function cross([a, b, c]: Triple, [d, e, f]: Triple): Triple {
  return [b * f - c * e, c * d - a * f, a * e - b * d];
}

/** The marks as they would lie on a page seen straight on. @param factor pixels of the master a pixel of the marks stands for */
export function flattened(points: InkPoints, { x: atX, y: atY, g, h }: Perspective, factor: number): InkPoints {
  const [middleX, middleY] = [atX / factor, atY / factor];
  const x = new Float32Array(points.count);
  const y = new Float32Array(points.count);
  for (let i = 0; i < points.count; i++) {
    const fromX = (points.x[i] as number) - middleX;
    const fromY = (points.y[i] as number) - middleY;
    const depth = 1 - (g * fromX + h * fromY) * factor;
    x[i] = middleX + fromX / depth;
    y[i] = middleY + fromY / depth;
  }
  return { ...points, x, y };
}
