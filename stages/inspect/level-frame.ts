/** The page as it will lie once it is straightened and turned into reading position, without making a picture of it. */
import type { QualityReport } from "../../pipeline/quality-report.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A map between level points and points of the upright master, and the box of the page in level points. */
export interface LevelFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly toLevel: (x: number, y: number) => Point;
  readonly toMaster: (x: number, y: number) => Point;
}

/** @param master size of the upright master */
export function levelFrame(
  { page, skew, turn, perspective }: Pick<QualityReport, "page" | "skew" | "turn" | "perspective">,
  master: { readonly width: number; readonly height: number },
): LevelFrame {
  const radians = (((skew?.degrees ?? 0) - (turn?.degrees ?? 0)) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const middle = perspective ?? { x: master.width / 2, y: master.height / 2, g: 0, h: 0 };
  const toLevel = (x: number, y: number): Point => {
    const [u, v] = [x - middle.x, y - middle.y];
    const depth = 1 - middle.g * u - middle.h * v;
    return { x: (u * cos + v * sin) / depth, y: (v * cos - u * sin) / depth };
  };
  const toMaster = (x: number, y: number): Point => {
    const [u, v] = [x * cos - y * sin, y * cos + x * sin];
    const depth = 1 + middle.g * u + middle.h * v;
    return { x: middle.x + u / depth, y: middle.y + v / depth };
  };
  const points = rimPoints(page.outline, master).map(([x, y]) => toLevel(x, y));
  const xs = points.map((each) => each.x);
  const ys = points.map((each) => each.y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top, toLevel, toMaster };
}

function rimPoints(
  outline: QualityReport["page"]["outline"],
  { width, height }: { readonly width: number; readonly height: number },
): (readonly [number, number])[] {
  if (outline === null) {
    return [
      [0, 0],
      [width, 0],
      [0, height],
      [width, height],
    ];
  }
  return outline.left.flatMap((from, strip): (readonly [number, number])[] => {
    const to = outline.right[strip] as number;
    const y = Math.min(height, (strip + 0.5) * outline.step);
    return from < to
      ? [
          [from, y],
          [to, y],
        ]
      : [];
  });
}
