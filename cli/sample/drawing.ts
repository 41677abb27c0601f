/** Placing of printed characters on a page: SVG for the picture, boxes for the truth. */
import type { Box } from "../../pipeline/geometry.ts";
import type { GlyphShape } from "./glyphs.ts";
import { UNITS_PER_EM } from "./glyphs.ts";
import type { Random } from "./random.ts";

/** Distance from the baseline to the middle of an ideograph, in font units. */
const IDEOGRAPH_MIDDLE = 380;

/** How unevenly the block was cut and printed. */
export interface Wobble {
  /** Largest shift, as a part of the size. */
  readonly shift: number;
  readonly rotationDegrees: number;
  readonly scale: number;
  /** Thickening of strokes, in font units: ink creeps into the paper. */
  readonly strokeUnits: number;
}

/** One character as drawn. */
export interface Drawn {
  readonly svg: string;
  /** The rectangle around its ink, in pixels of the undistorted page. */
  readonly box: Box;
}

/** Draw an ideograph around a middle point. */
export function drawIdeograph(shape: GlyphShape, x: number, y: number, size: number, wobble: Wobble, random: Random): Drawn {
  const scale = (size / UNITS_PER_EM) * (1 + random.between(-wobble.scale, wobble.scale));
  const cx = x + random.between(-wobble.shift, wobble.shift) * size;
  const cy = y + random.between(-wobble.shift, wobble.shift) * size;
  const turn = random.between(-wobble.rotationDegrees, wobble.rotationDegrees);
  return draw(shape, { cx, cy, scale, turn, pivotX: shape.advance / 2, pivotY: IDEOGRAPH_MIDDLE }, wobble.strokeUnits);
}

/** Draw a letter with its origin on the baseline. */
export function drawLetter(shape: GlyphShape, x: number, baseline: number, size: number): Drawn {
  return draw(shape, { cx: x, cy: baseline, scale: size / UNITS_PER_EM, turn: 0, pivotX: 0, pivotY: 0 }, 6);
}

interface Placing {
  readonly cx: number;
  readonly cy: number;
  readonly scale: number;
  readonly turn: number;
  readonly pivotX: number;
  readonly pivotY: number;
}

function draw(shape: GlyphShape, at: Placing, strokeUnits: number): Drawn {
  const angle = (at.turn * Math.PI) / 180;
  const cos = Math.cos(angle) * at.scale;
  const sin = Math.sin(angle) * at.scale;
  const place = (fx: number, fy: number) => {
    const dx = fx - at.pivotX;
    const dy = at.pivotY - fy;
    return { x: at.cx + cos * dx - sin * dy, y: at.cy + sin * dx + cos * dy };
  };
  const half = strokeUnits / 2;
  const { left, right, bottom, top } = shape.ink;
  const corners = [
    place(left - half, top + half),
    place(right + half, top + half),
    place(left - half, bottom - half),
    place(right + half, bottom - half),
  ];
  const origin = place(0, 0);
  const matrix = [cos, sin, -sin, cos, origin.x, origin.y].map((n) => n.toFixed(4)).join(" ");
  const svg = shape.path === "" ? "" : `<path transform="matrix(${matrix})" stroke-width="${strokeUnits}" d="${shape.path}"/>`;
  return { svg, box: around(corners) };
}

function around(points: readonly { readonly x: number; readonly y: number }[]): Box {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const x = Math.floor(Math.min(...xs));
  const y = Math.floor(Math.min(...ys));
  return { x, y, width: Math.ceil(Math.max(...xs)) - x, height: Math.ceil(Math.max(...ys)) - y };
}

/** The smallest rectangle that holds all of these. @throws {RangeError} when there are none. */
export function union(boxes: readonly Box[]): Box {
  if (boxes.length === 0) throw new RangeError("no box to hold");
  return around(
    boxes.flatMap((b) => [
      { x: b.x, y: b.y },
      { x: b.x + b.width, y: b.y + b.height },
    ]),
  );
}
