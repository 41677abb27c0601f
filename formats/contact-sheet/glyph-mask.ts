/**
 * Outlines of characters as shades, without a text engine of the system: the same sheet on every machine. The area that an
 * outline covers of each pixel is summed from the signed areas beside its edges, row by row.
 */

/** An outline in the em square of 1000 units, y downwards from the baseline, as SVG path data of M, L, Q, C and Z. */
export interface Outline {
  readonly path: string;
  readonly advance: number;
}

/** How much of each pixel is covered, 0 to 255; `left` and `top` lead from the pen on the baseline to its corner. */
export interface GlyphMask {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly shades: Uint8Array;
}

const UNITS_PER_EM = 1000;
/** Straight pieces that stand for one curve: at the sizes of a sheet more cannot be seen. */
const CURVE_PIECES = 6;

type Point = readonly [x: number, y: number];

/** The shades of an outline at a size in pixels an em. */
export function glyphMask(outline: Outline, sizePixels: number): GlyphMask {
  const scale = sizePixels / UNITS_PER_EM;
  const rings = flatten(outline.path).map((ring) => ring.map(([x, y]): Point => [x * scale, y * scale]));
  const points = rings.flat();
  if (points.length === 0) return { left: 0, top: 0, width: 0, height: 0, shades: new Uint8Array(0) };
  const [left, top] = [Math.floor(least(points, 0)), Math.floor(least(points, 1))];
  const width = Math.ceil(-least(points, 0, -1)) - left + 2;
  const height = Math.ceil(-least(points, 1, -1)) - top + 1;
  const areas = new Float32Array(width * height);
  for (const ring of rings) {
    ring.forEach(([x, y], at) => {
      const [nextX, nextY] = ring[(at + 1) % ring.length] as Point;
      addEdge(areas, width, [x - left, y - top], [nextX - left, nextY - top]);
    });
  }
  return { left, top, width, height, shades: summed(areas, width, height) };
}

function least(points: readonly Point[], axis: 0 | 1, sign = 1): number {
  return points.reduce((found, point) => Math.min(found, sign * point[axis]), Number.POSITIVE_INFINITY);
}

/** Closed rings of straight pieces. */
function flatten(path: string): Point[][] {
  const rings: Point[][] = [];
  for (const [, command, rest] of path.matchAll(/([MLQCZ])([^MLQCZ]*)/g)) {
    const n = [...(rest ?? "").matchAll(/-?\d*\.?\d+/g)].map(Number);
    const ring = rings.at(-1);
    if (command === "M") rings.push([[n[0] ?? 0, n[1] ?? 0]]);
    else if (ring && command !== "Z") ring.push(...pieces(ring.at(-1) as Point, n));
  }
  return rings;
}

/** A line, a quadratic or a cubic curve, by the number of its points (de Casteljau). */
function pieces(from: Point, numbers: readonly number[]): Point[] {
  const points: Point[] = [from];
  for (let at = 0; at + 1 < numbers.length; at += 2) points.push([numbers[at] ?? 0, numbers[at + 1] ?? 0]);
  if (points.length === 2) return points.slice(1);
  return Array.from({ length: CURVE_PIECES }, (_, i) => pointAt(points, (i + 1) / CURVE_PIECES));
}

function pointAt(points: readonly Point[], t: number): Point {
  if (points.length === 1) return points[0] as Point;
  const between = points.slice(1).map((point, i): Point => {
    const [x, y] = points[i] as Point;
    return [x + (point[0] - x) * t, y + (point[1] - y) * t];
  });
  return pointAt(between, t);
}

/** Add what lies to the right of an edge, with the sign of its direction. */
function addEdge(areas: Float32Array, width: number, from: Point, to: Point): void {
  if (from[1] === to[1]) return;
  const sign = from[1] < to[1] ? 1 : -1;
  const [upper, lower] = sign > 0 ? [from, to] : [to, from];
  const slope = (lower[0] - upper[0]) / (lower[1] - upper[1]);
  for (let row = Math.floor(upper[1]); row < lower[1]; row++) {
    const top = Math.max(row, upper[1]);
    const bottom = Math.min(row + 1, lower[1]);
    const x0 = upper[0] + (top - upper[1]) * slope;
    const x1 = upper[0] + (bottom - upper[1]) * slope;
    addRow(areas, row * width, Math.min(x0, x1), Math.max(x0, x1), sign * (bottom - top));
  }
}

/** Share the height of a piece of edge between `x0` and `x1` out to the pixels of a row, so that sums along it are coverage. */
function addRow(areas: Float32Array, row: number, x0: number, x1: number, height: number): void {
  const last = Math.floor(x1) + 1;
  for (let x = Math.floor(x0), before = 0; x <= last; x++) {
    const covered = leftOf(x + 1, x0, x1) - leftOf(x, x0, x1);
    areas[row + x] = (areas[row + x] as number) + height * (covered - before);
    before = covered;
  }
}

/** The mean distance by which a piece of edge between `x0` and `x1` lies left of `x`. */
function leftOf(x: number, x0: number, x1: number): number {
  if (x1 - x0 < 1e-6) return Math.max(0, x - x0);
  const within = Math.min(x1, Math.max(x0, x)) - x0;
  return (within * within) / 2 / (x1 - x0) + Math.max(0, x - x1);
}

/** Outlines of one direction that overlap cover a pixel once. */
function summed(areas: Float32Array, width: number, height: number): Uint8Array {
  const shades = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    let sum = 0;
    for (let x = 0; x < width; x++, at++) {
      sum += areas[at] as number;
      shades[at] = Math.round(255 * Math.min(1, Math.abs(sum)));
    }
  }
  return shades;
}
