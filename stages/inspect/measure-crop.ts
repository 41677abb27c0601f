/** Print that the rim of the picture cuts off. */
import type { Box } from "../../pipeline/geometry.ts";
import { levelAtRank } from "./level-rank.ts";
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
  const strip = stripAt(view, side, Math.round(marginPixels / view.factor));
  const marks = runsOf(strip.length, strip.isTouched).filter(
    (run) => run.to - run.from <= strip.length * LONGEST_MARK_SHARE && isDeep(run, strip),
  );
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined || marks.length < LEAST_MARKS) return undefined;
  if (last.to - first.from < LEAST_SPREAD * strip.length) return undefined;
  return { side, marks: marks.length, where: boxAt(view, side, first.from, last.to) };
}

/** The pixels along a side of the picture. */
interface Strip {
  readonly length: number;
  readonly margin: number;
  /** True where a mark begins within the margin. */
  readonly isTouched: (along: number) => boolean;
  readonly isInk: (along: number, depth: number) => boolean;
}

/** Parts of a side whose paper is judged apart: light and age differ along it. */
const STRETCHES = 24;
/** Paper is what most of the strip is; a mark is darker than this share of it: pale ink and small letters are not much darker. */
const MARK_SHARE = 0.8;
const PAPER_RANK = 0.7;

/** The rim is judged by its own paper: the ink of the page is told from its surroundings, which the rim has only on one side. */
function stripAt({ pageMask, grey }: PageView, side: CutSide["side"], margin: number): Strip {
  const isUpright = side === "left" || side === "right";
  const length = isUpright ? grey.height : grey.width;
  const across = isUpright ? grey.width : grey.height;
  const rim = side === "left" || side === "top" ? 0 : across - 1;
  const inward = rim === 0 ? 1 : -1;
  const place = (along: number, depth: number): number =>
    isUpright ? along * grey.width + rim + inward * depth : (rim + inward * depth) * grey.width + along;
  const depths = Math.min(across, margin + 3 * LEAST_DEPTH);
  const stretch = Math.ceil(length / STRETCHES);
  const limits = Array.from({ length: STRETCHES }, (_, i) => {
    const [from, to] = [i * stretch, Math.min(length, (i + 1) * stretch)];
    const levels = new Uint8Array(Math.max(0, to - from) * depths);
    for (let along = from, count = 0; along < to; along++) {
      for (let depth = 0; depth < depths; depth++) levels[count++] = grey.pixels[place(along, depth)] as number;
    }
    return MARK_SHARE * levelAtRank(levels, Math.floor(levels.length * PAPER_RANK));
  });
  const isInk = (along: number, depth: number): boolean =>
    depth < across && (grey.pixels[place(along, depth)] as number) < (limits[Math.floor(along / stretch)] as number);
  const isTouched = (along: number): boolean => {
    if (pageMask[place(along, 0)] === 0) return false;
    for (let depth = 0; depth <= margin; depth++) if (isInk(along, depth)) return true;
    return false;
  };
  return { length, margin, isTouched, isInk };
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

/** A mark that is more than the shadow at the rim goes on inward, somewhere along it. */
function isDeep({ from, to }: Run, { margin, isInk }: Strip): boolean {
  for (let along = from; along < to; along++) {
    let start = 0;
    while (start <= margin && !isInk(along, start)) start++;
    let depth = start;
    while (isInk(along, depth) && depth - start < LEAST_DEPTH) depth++;
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
