import { type Affine, compose, invert, mapPoint, type Size } from "../../pipeline/geometry.ts";
import type { PageOutline } from "../../pipeline/quality-report.ts";

/** Where the cleaned picture lies in the master. */
export interface Geometry {
  readonly size: Size;
  /** From points of the cleaned picture to points of the upright master. */
  readonly toUpright: Affine;
  readonly skewDegrees: number;
  /** The cut in pixels of the turned picture; null when nothing was cut off. */
  readonly crop: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
}

/**
 * Turn the page upright and cut off the ground around it, leaving a margin; nothing of the page is ever cut:
 * the cut is the box around the whole outline, and without an outline the box around the whole picture.
 * @param upright size of the master after EXIF orientation
 * @param skewDegrees how far the page is turned clockwise
 */
export function planGeometry(upright: Size, outline: PageOutline | null, skewDegrees: number, margin: number): Geometry {
  const radians = (skewDegrees * Math.PI) / 180;
  const turn: Affine = {
    a: Math.cos(radians),
    b: Math.sin(radians),
    c: -Math.sin(radians),
    d: Math.cos(radians),
    e: 0,
    f: 0,
  };
  const back = invert(turn);
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
    size,
    toUpright: compose(turn, { a: 1, b: 0, c: 0, d: 1, e: box.left, f: box.top }),
    skewDegrees,
    crop: isCut ? { x: box.left, y: box.top, ...size } : null,
  };
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
