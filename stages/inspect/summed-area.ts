/** Sums of a mask from its corner, by which the sum over any rectangle is told at once (F. Crow, 1984). */
export interface SummedArea {
  readonly width: number;
  readonly height: number;
  /** One row and one column more than the mask; the first of both are 0. */
  readonly sums: Uint32Array;
}

export function summedArea(mask: Uint8Array, width: number, height: number): SummedArea {
  const stride = width + 1;
  const sums = new Uint32Array(stride * (height + 1));
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0, row = 0, to = (y + 1) * stride + 1; x < width; x++, at++, to++) {
      row += mask[at] as number;
      sums[to] = (sums[to - stride] as number) + row;
    }
  }
  return { width, height, sums };
}

/** Sum over a rectangle, cut off where the mask ends. */
export function sumIn({ width, height, sums }: SummedArea, x: number, y: number, wide: number, high: number): number {
  const stride = width + 1;
  const left = within(x, width);
  const right = within(x + wide, width);
  const top = within(y, height) * stride;
  const bottom = within(y + high, height) * stride;
  return (
    (sums[bottom + right] as number) -
    (sums[top + right] as number) -
    (sums[bottom + left] as number) +
    (sums[top + left] as number)
  );
}

function within(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
