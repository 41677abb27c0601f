/** Print that the rim of the picture cuts off. */
import type { Box } from "../../pipeline/geometry.ts";
import type { PageView } from "./page-view.ts";

/** What lies at one side of the picture. */
export interface CutSide {
  readonly side: "left" | "right" | "top" | "bottom";
  /** Marks that reach the rim there. */
  readonly marks: number;
  /** In pixels of the master. */
  readonly where: Box;
}

/** Fewer marks are specks, worm holes, the ends of two lines of a frame. */
const LEAST_MARKS = 5;
/** Marks must spread over this share of the side. */
const LEAST_SPREAD = 0.2;
/** A longer mark is a shadow, a binding or a frame that lies along the rim. */
const LONGEST_MARK_SHARE = 0.08;
/** A mark goes on into the picture for so many reduced pixels. */
const LEAST_DEPTH = 4;

/**
 * The side of the picture that cuts most marks, where the page reaches the rim; undefined when none does.
 * @param marginPixels how far from the rim marks must keep, in pixels of the master; 0 tells only those that touch it
 */
export function measureCrop(view: PageView, marginPixels: number): CutSide | undefined {
  const sides = (["left", "right", "top", "bottom"] as const).map((side) => cutAt(view, side, marginPixels));
  return sides.filter((each) => each !== undefined).sort((a, b) => b.marks - a.marks)[0];
}

function cutAt(view: PageView, side: CutSide["side"], marginPixels: number): CutSide | undefined {
  const { inkMask, pageMask, grey, factor } = view;
  const isUpright = side === "left" || side === "right";
  const length = isUpright ? grey.height : grey.width;
  const rim = side === "left" || side === "top" ? 0 : (isUpright ? grey.width : grey.height) - 1;
  const inward = rim === 0 ? 1 : -1;
  const place = (along: number, depth: number): number =>
    isUpright ? along * grey.width + rim + inward * depth : (rim + inward * depth) * grey.width + along;
  const margin = Math.round(marginPixels / factor);
  const touches = (along: number): boolean => {
    if (pageMask[place(along, 0)] === 0) return false;
    for (let depth = 0; depth <= margin + 1; depth++) if (inkMask[place(along, depth)] === 1) return true;
    return false;
  };
  const marks = runsOf(length, touches).filter(
    (run) => run.to - run.from <= length * LONGEST_MARK_SHARE && isDeep(run, inkMask, place, margin),
  );
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined || marks.length < LEAST_MARKS) return undefined;
  if (last.to - first.from < LEAST_SPREAD * length) return undefined;
  return { side, marks: marks.length, where: boxAt(view, side, first.from, last.to) };
}

interface Run {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

function runsOf(length: number, isOn: (at: number) => boolean): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < length; at++) {
    if (!isOn(at)) continue;
    const from = at;
    while (at < length && isOn(at)) at++;
    runs.push({ from, to: at });
  }
  return runs;
}

/** A mark that is more than the shadow at the rim has ink further in, somewhere along it. */
function isDeep(
  { from, to }: Run,
  inkMask: Uint8Array,
  place: (along: number, depth: number) => number,
  margin: number,
): boolean {
  for (let along = from; along < to; along++) {
    let depth = 0;
    while (depth <= margin && inkMask[place(along, depth)] === 0) depth++;
    const start = depth;
    while (inkMask[place(along, depth)] === 1 && depth - start < LEAST_DEPTH) depth++;
    if (depth - start >= LEAST_DEPTH) return true;
  }
  return false;
}

/** A strip along the rim, three hundredths of the picture deep. */
function boxAt({ raster, factor }: PageView, side: CutSide["side"], from: number, to: number): Box {
  const depth = Math.round(Math.max(raster.width, raster.height) * 0.03);
  const [start, length] = [from * factor, (to - from) * factor];
  if (side === "left") return { x: 0, y: start, width: depth, height: length };
  if (side === "right") return { x: raster.width - depth, y: start, width: depth, height: length };
  if (side === "top") return { x: start, y: 0, width: length, height: depth };
  return { x: start, y: raster.height - depth, width: length, height: depth };
}
