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

/** Map a point. */
export function mapPoint(m: Affine, x: number, y: number): { readonly x: number; readonly y: number } {
  return { x: m.a * x + m.c * y + m.e, y: m.b * x + m.d * y + m.f };
}

/** First `inner`, then `outer`. */
export function compose(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  };
}

/** The map that leads back. @throws {RangeError} when the map flattens the plane. */
export function invert(m: Affine): Affine {
  const det = m.a * m.d - m.b * m.c;
  if (det === 0) throw new RangeError("a map that flattens the plane has no inverse");
  return {
    a: m.d / det,
    b: -m.b / det,
    c: -m.c / det,
    d: m.a / det,
    e: (m.c * m.f - m.d * m.e) / det,
    f: (m.b * m.e - m.a * m.f) / det,
  };
}
