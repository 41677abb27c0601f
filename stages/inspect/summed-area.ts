/** Sum of a mask over any rectangle, cut off where the mask ends, by the table of its sums from the corner (F. Crow, 1984). */
export function summedArea(
  mask: Uint8Array,
  width: number,
  height: number,
): (x: number, y: number, wide: number, high: number) => number {
  const stride = width + 1;
  const sums = new Uint32Array(stride * (height + 1));
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0, row = 0, to = (y + 1) * stride + 1; x < width; x++, at++, to++) {
      row += mask[at] as number;
      sums[to] = (sums[to - stride] as number) + row;
    }
  }
  const within = (value: number, most: number): number => Math.max(0, Math.min(most, value));
  return (x, y, wide, high) => {
    const [x0, x1, y0, y1] = [within(x, width), within(x + wide, width), within(y, height), within(y + high, height)];
    const at = (column: number, row: number): number => sums[row * stride + column] as number;
    return at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0);
  };
}
