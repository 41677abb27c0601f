/** Maps from places of a chart's grid (column, row) to pixels, as a camera that is not quite square to it sees them. */
import type { Projective } from "../../pipeline/geometry.ts";
import { leastSquares } from "./solve.ts";

/** A point with the place of the grid it shows. */
export interface Sighting {
  readonly column: number;
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

/** The projective map that fits the sightings best; affine where they stand in one line or are few. */
export function fitPlane(
  sightings: readonly Sighting[],
  across: { readonly x: number; readonly y: number },
): Projective | undefined {
  const rows = new Set(sightings.map((each) => each.row));
  const columns = new Set(sightings.map((each) => each.column));
  if (rows.size < 2 || columns.size < 2) return fitLine(sightings, across, columns.size < 2);
  return sightings.length >= 8 ? fitProjective(sightings) : fitAffine(sightings);
}

/** Place of a point of the grid in the picture. */
export function placeOf(map: Projective, column: number, row: number): { readonly x: number; readonly y: number } {
  const depth = map.g * column + map.h * row + 1;
  return { x: (map.a * column + map.c * row + map.e) / depth, y: (map.b * column + map.d * row + map.f) / depth };
}

/** Pixels that one step along a column or a row of the grid covers at a place. */
export function stepAt(map: Projective, column: number, row: number, along: "column" | "row"): number {
  const half = 0.5;
  const [one, other] =
    along === "column"
      ? [placeOf(map, column - half, row), placeOf(map, column + half, row)]
      : [placeOf(map, column, row - half), placeOf(map, column, row + half)];
  return Math.hypot(other.x - one.x, other.y - one.y);
}

/** The same map into a picture that is `factor` times as large. */
export function enlarged(map: Projective, factor: number): Projective {
  const { a, b, c, d, e, f, g, h } = map;
  return { a: a * factor, b: b * factor, c: c * factor, d: d * factor, e: e * factor, f: f * factor, g, h };
}

function fitProjective(sightings: readonly Sighting[]): Projective | undefined {
  // Pixels are scaled to about one, or products of pixels and places would drown the small terms.
  const size = Math.max(...sightings.map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y))), 1);
  const rows = sightings.flatMap(({ column: u, row: v, x: px, y: py }) => {
    const [x, y] = [px / size, py / size];
    return [
      [u, v, 1, 0, 0, 0, -u * x, -v * x, x],
      [0, 0, 0, u, v, 1, -u * y, -v * y, y],
    ];
  });
  const found = leastSquares(rows);
  if (!found) return undefined;
  const [a, c, e, b, d, f, g, h] = found as [number, number, number, number, number, number, number, number];
  return enlarged({ a, b, c, d, e, f, g, h }, size);
}

function fitAffine(sightings: readonly Sighting[]): Projective | undefined {
  const xs = leastSquares(sightings.map(({ column, row, x }) => [column, row, 1, x]));
  const ys = leastSquares(sightings.map(({ column, row, y }) => [column, row, 1, y]));
  if (!xs || !ys) return undefined;
  const [[a, c, e], [b, d, f]] = [xs, ys] as [number[], number[]] as unknown as [
    [number, number, number],
    [number, number, number],
  ];
  return { a, b, c, d, e, f, g: 0, h: 0 };
}

/** A single line of patches says nothing of the other direction: that is taken upright to it, as long as a patch is. */
function fitLine(sightings: readonly Sighting[], across: { readonly x: number; readonly y: number }, isUpright: boolean) {
  const second = sightings.map(({ column, row, x, y }) =>
    isUpright
      ? { column: column + 1, row, x: x + across.x, y: y + across.y }
      : { column, row: row + 1, x: x + across.x, y: y + across.y },
  );
  return fitAffine([...sightings, ...second]);
}
