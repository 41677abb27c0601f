/** Parts of a grid of patches that could be the chart, in each way in which it could lie. */
import type { Projective } from "../../pipeline/geometry.ts";
import type { ChartKind } from "./kinds.ts";
import type { PatchGrid } from "./patch-grid.ts";
import { placeOf } from "./plane-map.ts";

/** Quarter turns clockwise by which a chart lies turned in the picture. */
export type Turn = 0 | 90 | 180 | 270;

/** A part of a grid, as large as the chart. */
export interface Window {
  readonly grid: PatchGrid;
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
  readonly seen: number;
}

/** Where a chart may lie: a map from (column, row) of the chart, upright, to pixels. */
export interface Lie {
  readonly map: Projective;
  readonly turnDegrees: Turn;
}

/** All parts of a grid that could be the chart, upright or lying. */
export function windowsOf(grid: PatchGrid, { columns, rows }: ChartKind): readonly Window[] {
  const forms =
    columns === rows
      ? [[columns, rows]]
      : [
          [columns, rows],
          [rows, columns],
        ];
  const us = grid.sightings.map((each) => each.column);
  const vs = grid.sightings.map((each) => each.row);
  const windows: Window[] = [];
  for (const [across = 0, down = 0] of forms) {
    for (let column = Math.min(...us) - across + 1; column <= Math.max(...us); column++) {
      for (let row = Math.min(...vs) - down + 1; row <= Math.max(...vs); row++) {
        const isIn = (u: number, v: number) => u >= column && u < column + across && v >= row && v < row + down;
        const seen = grid.sightings.filter((each) => isIn(each.column, each.row)).length;
        windows.push({ grid, column, row, columns: across, rows: down, seen });
      }
    }
  }
  return windows;
}

/** The turns in which a chart of this kind fills the window. */
export function turnsOf(window: Window, kind: ChartKind): readonly Turn[] {
  return ([0, 90, 180, 270] as const).filter((turn) => {
    const isLying = turn === 90 || turn === 270;
    return window.columns === (isLying ? kind.rows : kind.columns) && window.rows === (isLying ? kind.columns : kind.rows);
  });
}

/** The grid's map for places of the chart itself: its first patch, its right and its down, wherever they lie. */
export function turnedMap({ grid, column, row }: Window, { columns, rows }: ChartKind, turn: Turn): Projective {
  const { a, b, c, d, e, f, g, h } = grid.map;
  const across = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] }[turn] as [number, number];
  const down = { 0: [0, 1], 90: [-1, 0], 180: [0, -1], 270: [1, 0] }[turn] as [number, number];
  const [u, v] = {
    0: [column, row],
    90: [column + rows - 1, row],
    180: [column + columns - 1, row + rows - 1],
    270: [column, row + columns - 1],
  }[turn] as [number, number];
  const along = (x: number, y: number, [p, q]: [number, number]) => x * p + y * q;
  const depth = g * u + h * v + 1;
  return {
    a: along(a, c, across) / depth,
    b: along(b, d, across) / depth,
    c: along(a, c, down) / depth,
    d: along(b, d, down) / depth,
    e: (a * u + c * v + e) / depth,
    f: (b * u + d * v + f) / depth,
    g: along(g, h, across) / depth,
    h: along(g, h, down) / depth,
  };
}

/** The same patches in the same places, found another time. */
export function isSame(one: Lie, other: Lie, kind: ChartKind): boolean {
  const { columns, rows } = wayBetween(one, other, kind);
  return one.turnDegrees === other.turnDegrees && Math.max(columns, rows) < 0.5;
}

/** Two whole charts cannot lie upon each other. */
export function overlaps(one: Lie, other: Lie, kind: ChartKind): boolean {
  const { columns, rows } = wayBetween(one, other, kind);
  return columns < kind.columns * 0.9 && rows < kind.rows * 0.9;
}

/** Way between the middles of two places, in columns and rows of the second. */
function wayBetween(one: Lie, other: Lie, kind: ChartKind): { readonly columns: number; readonly rows: number } {
  const [column, row] = [(kind.columns - 1) / 2, (kind.rows - 1) / 2];
  const [from, to] = [placeOf(other.map, column, row), placeOf(one.map, column, row)];
  const [right, down] = [placeOf(other.map, column + 1, row), placeOf(other.map, column, row + 1)];
  const [ux, uy, vx, vy] = [right.x - from.x, right.y - from.y, down.x - from.x, down.y - from.y];
  const [x, y] = [to.x - from.x, to.y - from.y];
  const area = ux * vy - uy * vx;
  return { columns: Math.abs((x * vy - y * vx) / area), rows: Math.abs((ux * y - uy * x) / area) };
}
