/** All that is known of how the page lies in the picture, from reduced pictures. */
import { type Raster, toGrey } from "../../formats/raster.ts";
import { reduce, reductionTo } from "../../formats/reduce.ts";
import type { Size } from "../../pipeline/geometry.ts";
import type { QualityFinding, QualityReport } from "../../pipeline/quality-report.ts";
import { chooseSkew } from "./choose-skew.ts";
import { edgeSkew } from "./edge-skew.ts";
import { findGutter } from "./find-gutter.ts";
import { findObjects } from "./find-objects.ts";
import { findPage } from "./find-page.ts";
import { geometryFindings } from "./geometry-findings.ts";
import { type InkPoints, inkPoints } from "./ink-points.ts";
import { levelFrame } from "./level-frame.ts";
import { measurePerspective } from "./measure-perspective.ts";
import { measureSkew } from "./measure-skew.ts";
import { measureTurn } from "./measure-turn.ts";
import { cornersOf, type PageEdges, pageEdges } from "./page-edges.ts";
import { strokePeriod } from "./turn/level-view.ts";

/** Longest side of the picture in which the page is found. */
const PAGE_SIDE = 500;

type Told = Pick<QualityReport, "page" | "skew" | "turn" | "corners" | "perspective" | "gutter">;

export interface PageGeometry extends Told {
  readonly ink: InkPoints;
  /** See `PageView`. */
  readonly strokePeriodPixels: number | undefined;
  /** The picture the ink is from, without colour. */
  readonly grey: Raster;
  readonly findings: readonly QualityFinding[];
}

/**
 * @param forLines the master reduced by `factor`
 * @param master size of the upright master
 */
export function measureGeometry(forLines: Raster, factor: number, master: Size, maxSkewDegrees: number): PageGeometry {
  const furtherFactor = reductionTo(forLines.width, forLines.height, PAGE_SIDE);
  const forPage = reduce(forLines, furtherFactor);
  const { page, mask, isPadding } = findPage(forPage, factor * furtherFactor, master.width, master.height);
  const grey = toGrey(forLines);
  const ink = inkPoints(grey, factor, page);
  const edges = page.outline === null || isPadding ? undefined : pageEdges(page.outline, master.width, master.height);
  const objects =
    mask === null || edges === undefined
      ? undefined
      : findObjects(mask, forPage.width, forPage.height, factor * furtherFactor, edges);
  // edges that belong to two pages are those of neither
  const ownEdges = objects?.secondPage === null ? edges : undefined;
  const lie = lieOf(ink, factor, master, ownEdges, maxSkewDegrees);
  const period = strokePeriod(ink, grey.width, grey.height);
  const turn = measureTurn(grey, ink, period, lie.skew?.degrees ?? 0);
  const told = {
    page,
    ...lie,
    turn: turn === undefined ? null : { degrees: turn.turnDegrees, confidence: shortened(turn.confidence) },
  };
  const frame = levelFrame(told, master);
  return {
    ...told,
    gutter: objects?.secondPage === null || objects === undefined ? findGutter(grey, ink, factor, frame) : null,
    ink,
    strokePeriodPixels: period,
    grey,
    findings: geometryFindings(turn, objects, frame),
  };
}

/** How the page is turned and seen. */
function lieOf(
  ink: InkPoints,
  factor: number,
  master: Size,
  edges: PageEdges | undefined,
  maxSkewDegrees: number,
): Pick<Told, "skew" | "corners" | "perspective"> {
  const [width, height] = [Math.ceil(master.width / factor), Math.ceil(master.height / factor)];
  const corners = edges === undefined ? null : cornersOf(edges);
  const byPrint = measureSkew(ink, width, height, maxSkewDegrees);
  const byEdges = edges === undefined ? undefined : edgeSkew(edges);
  const aslant =
    byPrint === undefined || corners === null ? undefined : measurePerspective(ink, byPrint, corners, factor, master);
  return {
    skew: chooseSkew({ ink, longest: Math.max(width, height), byPrint: aslant?.skew ?? byPrint, byEdges }),
    perspective: aslant?.perspective ?? null,
    corners: corners?.map(({ x, y }) => ({ x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 })) ?? null,
  };
}

/** Four decimals, but never quite 1: nothing is that sure. */
function shortened(confidence: number): number {
  return Math.min(0.9999, Math.floor(confidence * 10_000) / 10_000);
}
