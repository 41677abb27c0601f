/** Smooth values over a picture, known at the nodes of a coarse grid: the light that falls on the paper. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Pixels between nodes; node (0, 0) lies at (origin, origin). */
  readonly step: number;
  readonly origin: number;
  readonly values: Float32Array;
}

/** The value at a point, straight between nodes; beyond the outermost nodes theirs counts. */
export function valueAt({ columns, rows, step, origin, values }: Grid, x: number, y: number): number {
  const u = Math.min(columns - 1, Math.max(0, (x - origin) / step));
  const v = Math.min(rows - 1, Math.max(0, (y - origin) / step));
  const column = Math.min(columns - 1, Math.floor(u));
  const row = Math.min(rows - 1, Math.floor(v));
  const nextColumn = Math.min(columns - 1, column + 1);
  const nextRow = Math.min(rows - 1, row + 1);
  const upper = mix(values[row * columns + column] as number, values[row * columns + nextColumn] as number, u - column);
  const lower = mix(values[nextRow * columns + column] as number, values[nextRow * columns + nextColumn] as number, u - column);
  return mix(upper, lower, v - row);
}

/** Smooth by running means of 2 radius + 1 nodes, twice each way (nearly a Gaussian); the rim is not darkened. */
export function smoothGrid(grid: Grid, radius: number): Grid {
  let values = grid.values;
  for (let pass = 0; pass < 2; pass++) {
    values = meanAlong(values, grid.rows, grid.columns, grid.columns, 1, radius);
    values = meanAlong(values, grid.columns, grid.rows, 1, grid.columns, radius);
  }
  return { ...grid, values };
}

function meanAlong(
  values: Float32Array,
  lines: number,
  length: number,
  lineStride: number,
  stride: number,
  radius: number,
): Float32Array {
  const smooth = new Float32Array(values.length);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      let sum = 0;
      const from = Math.max(0, i - radius);
      const to = Math.min(length - 1, i + radius);
      for (let j = from; j <= to; j++) sum += values[line * lineStride + j * stride] as number;
      smooth[line * lineStride + i * stride] = sum / (to - from + 1);
    }
  }
  return smooth;
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}
