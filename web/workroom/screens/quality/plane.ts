/**
 * Geometry of the comparison, ink on ink: the plane is that of the cleaned picture in its whole pixels, and the original is laid
 * under it by the map of the clean-up's report, which may be projective.
 */
import type { JudgedPage } from "./desk.ts";

/** A part of the plane. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pictures are sent reduced to this, at most. */
const REDUCED_SIDE = 1800;
/** No frame grows larger than the cleaned picture by this share of it: a steep perspective would shrink all else away. */
const REACH = 0.3;
const SAME: readonly number[] = [1, 0, 0, 1, 0, 0, 0, 0];

/** Where a point of the cleaned picture lies in the upright original. */
export function inOriginal(
  { toClean }: Pick<JudgedPage, "toClean">,
  x: number,
  y: number,
): { readonly x: number; readonly y: number } {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0, g = 0, h = 0] = toClean ?? SAME;
  // The map's adjoint leads back; its scale falls out.
  const depth = (b * h - d * g) * x + (c * g - a * h) * y + (a * d - b * c);
  return {
    x: ((d - f * h) * x + (e * h - c) * y + (c * f - d * e)) / depth,
    y: ((f * g - b) * x + (a - e * g) * y + (b * e - a * f)) / depth,
  };
}

/** The upright box in the original around the whole cleaned picture: what was cut out of it. */
export function cutOf(page: JudgedPage): Frame {
  const { before, after } = page;
  if (!before || !after) return { x: 0, y: 0, ...(before ?? { width: 1, height: 1 }) };
  const corners = [0, after.width].flatMap((x) => [0, after.height].map((y) => inOriginal(page, x, y)));
  const clipped = (values: readonly number[], size: number) =>
    values.map((each) => Math.round(Math.min(size, Math.max(0, each))));
  const xs = clipped(
    corners.map((each) => each.x),
    before.width,
  );
  const ys = clipped(
    corners.map((each) => each.y),
    before.height,
  );
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The part of the plane that is shown: the cleaned picture, and the original around it. */
export function frameOf({ before, after, toClean }: JudgedPage): Frame {
  if (!after || !before || !toClean) return { x: 0, y: 0, ...(after ?? before ?? { width: 1, height: 1 }) };
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0, g = 0, h = 0] = toClean;
  const corners = [0, before.width].flatMap((x) =>
    [0, before.height].map((y) => {
      const depth = g * x + h * y + 1;
      return { x: (a * x + c * y + e) / depth, y: (b * x + d * y + f) / depth };
    }),
  );
  const span = (values: readonly number[], size: number) => {
    const low = Math.max(-REACH * size, Math.min(0, ...values));
    return [low, Math.min((1 + REACH) * size, Math.max(size, ...values)) - low] as const;
  };
  const [x, width] = span(
    corners.map((each) => each.x),
    after.width,
  );
  const [y, height] = span(
    corners.map((each) => each.y),
    after.height,
  );
  return { x, y, width, height };
}

/** The transform of a reduced picture, by its whole size, into a frame that is shown `scale` pixels a plane pixel. */
export function transformOf(
  whole: { readonly width: number; readonly height: number },
  map: readonly number[] | null,
  frame: Frame,
  scale: number,
): string {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0, g = 0, h = 0] = map ?? SAME;
  const shrink = Math.min(1, REDUCED_SIDE / Math.max(whole.width, whole.height));
  const row = (p: number, q: number, off: number): number => scale * (p - off * q);
  const [a1, c1, e1] = [row(a, g, frame.x), row(c, h, frame.x), row(e, 1, frame.x)];
  const [b1, d1, f1] = [row(b, g, frame.y), row(d, h, frame.y), row(f, 1, frame.y)];
  const s = 1 / shrink;
  return `matrix3d(${[a1 * s, b1 * s, 0, g * s, c1 * s, d1 * s, 0, h * s, 0, 0, 1, 0, e1, f1, 0, 1].join(",")})`;
}
