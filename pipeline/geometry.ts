/** Boxes and the mapping between a cleaned picture and its master. */

/** An upright rectangle in pixels, origin top left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * An affine map of pixel coordinates: x' = a x + c y + e, y' = b x + d y + f
 * (the order of SVG's matrix(a b c d e f)).
 */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/**
 * A projective map: x' = (a x + c y + e) / (g x + h y + 1), y' = (b x + d y + f) / (g x + h y + 1).
 * With g = h = 0 it is an Affine.
 */
export interface Projective extends Affine {
  readonly g: number;
  readonly h: number;
}

/** A map of either kind; one without g and h is affine. */
type PlaneMap = Affine & { readonly g?: number; readonly h?: number };

/** Map a point. The point must not lie on the line that a projective map sends to infinity. */
export function mapPoint(m: PlaneMap, x: number, y: number): { readonly x: number; readonly y: number } {
  const depth = (m.g ?? 0) * x + (m.h ?? 0) * y + 1;
  return { x: (m.a * x + m.c * y + m.e) / depth, y: (m.b * x + m.d * y + m.f) / depth };
}

/** First `inner`, then `outer`. @throws {RangeError} when the origin would go to infinity. */
export function compose(outer: PlaneMap, inner: PlaneMap): Projective {
  const { g = 0, h = 0 } = inner;
  const { g: outerG = 0, h: outerH = 0 } = outer;
  return normalized(
    {
      a: outer.a * inner.a + outer.c * inner.b + outer.e * g,
      b: outer.b * inner.a + outer.d * inner.b + outer.f * g,
      c: outer.a * inner.c + outer.c * inner.d + outer.e * h,
      d: outer.b * inner.c + outer.d * inner.d + outer.f * h,
      e: outer.a * inner.e + outer.c * inner.f + outer.e,
      f: outer.b * inner.e + outer.d * inner.f + outer.f,
      g: outerG * inner.a + outerH * inner.b + g,
      h: outerG * inner.c + outerH * inner.d + h,
    },
    outerG * inner.e + outerH * inner.f + 1,
  );
}

/** The map that leads back. @throws {RangeError} when the map flattens the plane. */
export function invert(m: PlaneMap): Projective {
  const { g = 0, h = 0 } = m;
  const adjoint = {
    a: m.d - m.f * h,
    b: m.f * g - m.b,
    c: m.e * h - m.c,
    d: m.a - m.e * g,
    e: m.c * m.f - m.d * m.e,
    f: m.b * m.e - m.a * m.f,
    g: m.b * h - m.d * g,
    h: m.c * g - m.a * h,
  };
  const scale = m.a * m.d - m.b * m.c;
  if (m.a * adjoint.a + m.c * adjoint.b + m.e * adjoint.g === 0)
    throw new RangeError("a map that flattens the plane has no inverse");
  return normalized(adjoint, scale);
}

function normalized(m: Projective, scale: number): Projective {
  if (scale === 0) throw new RangeError("a map that sends the origin to infinity is not supported");
  const part = (value: number): number => value / scale;
  return {
    a: part(m.a),
    b: part(m.b),
    c: part(m.c),
    d: part(m.d),
    e: part(m.e),
    f: part(m.f),
    g: part(m.g),
    h: part(m.h),
  };
}
