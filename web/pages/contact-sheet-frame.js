// @ts-check
/**
 * Geometry of the comparison: master and cleaned picture over each other, ink on ink. The plane is that of the cleaned
 * picture, in its whole pixels; the master is laid under it by the map of the clean-up's report, which may be projective.
 */
(() => {
  /** @typedef {[number, number, number, number, number, number, number, number]} Map8 a b c d e f g h */
  /** @typedef {{ x: number, y: number, width: number, height: number }} Box */

  /** No frame grows larger than this many times the cleaned picture: a steep perspective would shrink all else away. */
  const MOST_GROWTH = 1.6;

  const mapPoint = (/** @type {Map8} */ [a, b, c, d, e, f, g, h], /** @type {number} */ x, /** @type {number} */ y) => {
    const depth = g * x + h * y + 1;
    return [(a * x + c * y + e) / depth, (b * x + d * y + f) / depth];
  };

  /** The part of the plane that is shown: the cleaned picture, and the master around it. @returns {Box} */
  function frameOf(/** @type {any} */ page) {
    if (!page.after || !page.toClean) return { x: 0, y: 0, width: page.before.width, height: page.before.height };
    const { width, height } = page.after;
    const { width: w, height: h } = page.before;
    const corners = [
      [0, 0],
      [w, 0],
      [w, h],
      [0, h],
    ].map(([x, y]) => mapPoint(page.toClean, x, y));
    const reach = (MOST_GROWTH - 1) / 2;
    const low = (/** @type {number[]} */ values, /** @type {number} */ size) => Math.max(-reach * size, Math.min(0, ...values));
    const high = (/** @type {number[]} */ values, /** @type {number} */ size) =>
      Math.min((1 + reach) * size, Math.max(size, ...values));
    const [xs, ys] = [corners.map((each) => each[0]), corners.map((each) => each[1])];
    const [left, top] = [low(xs, width), low(ys, height)];
    return { x: left, y: top, width: high(xs, width) - left, height: high(ys, height) - top };
  }

  /**
   * The CSS transform of a picture that is `shrink` times its whole size, mapped into the plane and shown `scale` pixels a
   * plane pixel. @param {Map8} map @param {number} shrink @param {Box} frame @param {number} scale
   */
  function transformOf([a, b, c, d, e, f, g, h], shrink, frame, scale) {
    const row = (/** @type {number} */ p, /** @type {number} */ q, /** @type {number} */ off) => scale * (p - off * q);
    const [a1, c1, e1] = [row(a, g, frame.x), row(c, h, frame.x), row(e, 1, frame.x)];
    const [b1, d1, f1] = [row(b, g, frame.y), row(d, h, frame.y), row(f, 1, frame.y)];
    const s = 1 / shrink;
    return `matrix3d(${[a1 * s, b1 * s, 0, g * s, c1 * s, d1 * s, 0, h * s, 0, 0, 1, 0, e1, f1, 0, 1].join(",")})`;
  }

  const SVG = "http://www.w3.org/2000/svg";

  /** Lines over a picture, in its whole pixels. @param {Box} box */
  function overlay(box) {
    const layer = document.createElementNS(SVG, "svg");
    layer.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
    layer.setAttribute("preserveAspectRatio", "none");
    layer.setAttribute("class", "marks");
    layer.setAttribute("aria-hidden", "true");
    return layer;
  }

  /** @param {Element} layer @param {"polygon" | "polyline"} form @param {number[]} points @param {string} className */
  function draw(layer, form, points, className) {
    const line = document.createElementNS(SVG, form);
    line.setAttribute("points", points.join(" "));
    line.setAttribute("class", className);
    layer.append(line);
    return line;
  }

  globalThis.sheetGeometry = { frameOf, transformOf, mapPoint, overlay, draw };
})();
