import { type Affine, compose, invert, mapPoint, type Projective, type Size } from "../../pipeline/geometry.ts";
import type { PageOutline, QualityReport } from "../../pipeline/quality-report.ts";

/** Quarter turns clockwise. */
export type QuarterTurn = 0 | 90 | 180 | 270;

/** What to undo. */
export interface Correction {
  readonly perspective: QualityReport["perspective"];
  /** How far the page is turned clockwise. */
  readonly skewDegrees: number;
  /** The turn that brings the page into reading position. */
  readonly turnDegrees: QuarterTurn;
}

/** Where the cleaned picture lies in the master. */
export interface Geometry extends Correction {
  readonly size: Size;
  /** From points of the cleaned picture to points of the upright master. */
  readonly toUpright: Projective;
  /** The cut in pixels of the straightened picture; null when nothing was cut off. */
  readonly crop: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
}

/**
 * Lay the page flat, straight and upright, and cut off the ground around it, leaving a margin; nothing of the page is ever
 * cut: the cut is the box around the whole outline, and without an outline the box around the whole picture.
 * @param upright size of the master after EXIF orientation
 */
export function planGeometry(upright: Size, outline: PageOutline | null, correction: Correction, margin: number): Geometry {
  const straight = compose(perspectiveMap(correction.perspective), turnMap(correction.skewDegrees));
  const turned = compose(straight, quarterMap(correction.turnDegrees));
  const back = invert(turned);
  const whole = boundsOf(cornersOf(upright), back);
  const page = outline === null ? whole : boundsOf(outlinePoints(outline, upright.height), back);
  const grown = outline === null ? page : intersection(grow(page, margin), whole);
  const box = { left: Math.floor(grown.left + 1e-6), top: Math.floor(grown.top + 1e-6) };
  const size = {
    width: Math.max(1, Math.ceil(grown.right - 1e-6) - box.left),
    height: Math.max(1, Math.ceil(grown.bottom - 1e-6) - box.top),
  };
  const isCut = outline !== null && (size.width < whole.right - whole.left || size.height < whole.bottom - whole.top);
  return {
    ...correction,
    size,
    toUpright: compose(turned, shift(box.left, box.top)),
    crop: isCut ? { x: box.left, y: box.top, ...size } : null,
  };
}

/** From the flat page to the page as it was seen. */
function perspectiveMap(perspective: QualityReport["perspective"]): Affine {
  if (perspective === null) return shift(0, 0);
  const { x, y, g, h } = perspective;
  return compose(shift(x, y), compose({ a: 1, b: 0, c: 0, d: 1, e: 0, f: 0, g, h } as Projective, shift(-x, -y)));
}

function turnMap(degrees: number): Affine {
  const radians = (degrees * Math.PI) / 180;
  return { a: Math.cos(radians), b: Math.sin(radians), c: -Math.sin(radians), d: Math.cos(radians), e: 0, f: 0 };
}

/** From the page in reading position to the page as it lies. */
function quarterMap(degrees: QuarterTurn): Affine {
  const maps: Readonly<Record<QuarterTurn, Affine>> = {
    0: { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 },
    90: { a: 0, b: -1, c: 1, d: 0, e: 0, f: 0 },
    180: { a: -1, b: 0, c: 0, d: -1, e: 0, f: 0 },
    270: { a: 0, b: 1, c: -1, d: 0, e: 0, f: 0 },
  };
  return maps[degrees];
}

function shift(x: number, y: number): Affine {
  return { a: 1, b: 0, c: 0, d: 1, e: x, f: y };
}

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
type Point = readonly [x: number, y: number];

function cornersOf({ width, height }: Size): Point[] {
  return [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ];
}

/** The ends of every strip of rows that holds some page. */
function outlinePoints({ step, left, right }: PageOutline, height: number): Point[] {
  return left.flatMap((from, strip): Point[] => {
    const to = right[strip] as number;
    if (from >= to) return [];
    const upper = strip * step;
    const lower = Math.min(height, upper + step);
    return [
      [from, upper],
      [from, lower],
      [to, upper],
      [to, lower],
    ];
  });
}

function boundsOf(points: readonly Point[], map: Affine): Bounds {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [px, py] of points) {
    const { x, y } = mapPoint(map, px, py);
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}

function grow({ left, top, right, bottom }: Bounds, by: number): Bounds {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

function intersection(a: Bounds, b: Bounds): Bounds {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}
