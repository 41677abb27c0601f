/** The edges of the paper as straight lines, where they are straight. */
import type { PageOutline } from "../../pipeline/quality-report.ts";
import { median } from "./quantile.ts";

/** A straight edge: `across` = `start` + `slope` `along`, in pixels of the upright master. */
export interface EdgeLine {
  readonly start: number;
  readonly slope: number;
  /** Standard error of the slope, wear included. */
  readonly slopeError: number;
  /** The stretch along which the edge was seen. */
  readonly from: number;
  readonly to: number;
}

/** The four edges; along is y for left and right, x for top and bottom. Undefined: not seen, or not straight. */
export interface PageEdges {
  readonly left: EdgeLine | undefined;
  readonly right: EdgeLine | undefined;
  readonly top: EdgeLine | undefined;
  readonly bottom: EdgeLine | undefined;
}

interface Dot {
  readonly along: number;
  readonly across: number;
}

/** Fit a line to every side of the outline. Stretches at the rim of the picture are no edge of the paper. */
export function pageEdges(outline: PageOutline, width: number, height: number): PageEdges {
  const reach = outline.step * 3;
  const side = (values: readonly number[], rim: number): EdgeLine | undefined =>
    fitEdge(
      values
        .map((across, i): Dot => ({ along: (i + 0.5) * outline.step, across }))
        .filter(({ across }) => Math.abs(across - rim) > 1),
      values.length,
      reach,
    );
  const seen = (one: readonly number[], other: readonly number[]): readonly number[] =>
    one.map((each, i) => (each < (other[i] as number) ? each : Number.NaN));
  return {
    left: side(seen(outline.left, outline.right), 0),
    right: side(negated(seen(negated(outline.right), negated(outline.left))), width),
    top: side(seen(outline.top, outline.bottom), 0),
    bottom: side(negated(seen(negated(outline.bottom), negated(outline.top))), height),
  };
}

function negated(values: readonly number[]): readonly number[] {
  return values.map((each) => -each);
}

/** A side that keeps to its line over less than this share of the picture is not straight. */
const LEAST_STRAIGHT_SHARE = 0.35;

/** Theil and Sen's slope over the middle, then least squares over the dots near the line. */
function fitEdge(dots: readonly Dot[], strips: number, reach: number): EdgeLine | undefined {
  const known = dots.filter(({ across }) => !Number.isNaN(across));
  if (known.length < Math.max(16, strips * LEAST_STRAIGHT_SHARE)) return undefined;
  const middle = known.slice(Math.floor(known.length * 0.15), Math.ceil(known.length * 0.85));
  let line = medianLine(middle);
  let near = known;
  for (let round = 0; round < 3; round++) {
    const { start, slope } = line;
    near = known.filter(({ along, across }) => Math.abs(across - start - slope * along) <= reach);
    if (near.length < Math.max(16, strips * LEAST_STRAIGHT_SHARE)) return undefined;
    line = leastSquares(near);
  }
  const first = near[0] as Dot;
  const last = near.at(-1) as Dot;
  return { start: line.start, slope: line.slope, slopeError: slopeErrorOf(near, line), from: first.along, to: last.along };
}

interface Line {
  readonly start: number;
  readonly slope: number;
}

function medianLine(dots: readonly Dot[]): Line {
  const half = dots.length >> 1;
  const slopes = Array.from({ length: half }, (_, i) => {
    const [one, other] = [dots[i] as Dot, dots[i + half] as Dot];
    return (other.across - one.across) / (other.along - one.along);
  });
  const slope = median(slopes);
  return { slope, start: median(dots.map(({ along, across }) => across - slope * along)) };
}

function leastSquares(dots: readonly Dot[]): Line {
  const mean = { along: meanOf(dots.map((each) => each.along)), across: meanOf(dots.map((each) => each.across)) };
  let [square, product] = [0, 0];
  for (const { along, across } of dots) {
    square += (along - mean.along) ** 2;
    product += (along - mean.along) * (across - mean.across);
  }
  const slope = square === 0 ? 0 : product / square;
  return { slope, start: mean.across - slope * mean.along };
}

/** Wear bends an edge over long stretches, so the slopes of its three thirds say how surely the whole is known. */
function slopeErrorOf(dots: readonly Dot[], { slope }: Line): number {
  const third = Math.floor(dots.length / 3);
  const slopes = [0, 1, 2].map((i) => leastSquares(dots.slice(i * third, (i + 1) * third)).slope - slope);
  // a third is known 27 ** 0.5 times less well than the whole by length alone
  return Math.sqrt(meanOf(slopes.map((each) => each ** 2)) / 9);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
}

/** Where the edges meet, clockwise from the top left; null when one of them is not seen. */
export function cornersOf({ left, right, top, bottom }: PageEdges): { x: number; y: number }[] | null {
  if (left === undefined || right === undefined || top === undefined || bottom === undefined) return null;
  const meet = (upright: Line, level: Line): { x: number; y: number } => {
    const y = (level.start + level.slope * upright.start) / (1 - level.slope * upright.slope);
    return { x: upright.start + upright.slope * y, y };
  };
  return [meet(left, top), meet(right, top), meet(right, bottom), meet(left, bottom)];
}
