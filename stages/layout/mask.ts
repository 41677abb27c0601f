/** A bitonal picture: one byte a pixel, 1 where there is ink. The layout works on a reduced mask, never on the full page. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly ink: Uint8Array;
}

/** An 8-bit grey picture, 0 black to 255 white. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Half-open interval of pixels: from (inside) to (outside). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The mask mirrored at its diagonal: rows become columns. Lets one kernel serve both directions. */
export function transpose(mask: Mask): Mask {
  const { width, height, ink } = mask;
  const turned = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) turned[x * height + y] = ink[row + x] ?? 0;
  }
  return { width: height, height: width, ink: turned };
}

/** Ink pixels a pixel column, counted over the given rows. */
export function columnProfile(mask: Mask, rows: Span): Float64Array {
  const profile = new Float64Array(mask.width);
  for (let y = rows.from; y < rows.to; y++) {
    const row = y * mask.width;
    // Most of a page is white: asking first is faster than adding nothing.
    for (let x = 0; x < mask.width; x++) if (mask.ink[row + x] === 1) profile[x] = (profile[x] as number) + 1;
  }
  return profile;
}

/** Ink pixels a pixel row, counted over the given columns. */
export function rowProfile(mask: Mask, columns: Span): Float64Array {
  const profile = new Float64Array(mask.height);
  for (let y = 0; y < mask.height; y++) {
    let sum = 0;
    const row = y * mask.width;
    for (let x = columns.from; x < columns.to; x++) sum += mask.ink[row + x] ?? 0;
    profile[y] = sum;
  }
  return profile;
}

/** Sliding mean over 2 * radius + 1 places; shorter windows at the ends. */
export function smooth(values: Float64Array, radius: number): Float64Array {
  const smoothed = new Float64Array(values.length);
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] ?? 0) + (values[i] ?? 0);
  for (let i = 0; i < values.length; i++) {
    const from = Math.max(0, i - radius);
    const to = Math.min(values.length, i + radius + 1);
    smoothed[i] = ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  }
  return smoothed;
}
