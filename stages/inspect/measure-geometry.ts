/** All that is known of how the page lies in the picture, from reduced pictures. */
import { type Raster, toGrey } from "../../formats/raster.ts";
import { reduce, reductionTo } from "../../formats/reduce.ts";
import type { Size } from "../../pipeline/geometry.ts";
import type { QualityReport } from "../../pipeline/quality-report.ts";
import { chooseSkew } from "./choose-skew.ts";
import { edgeSkew } from "./edge-skew.ts";
import { findPage } from "./find-page.ts";
import { type InkPoints, inkPoints } from "./ink-points.ts";
import { measurePerspective } from "./measure-perspective.ts";
import { measureSkew } from "./measure-skew.ts";
import { cornersOf, pageEdges } from "./page-edges.ts";

/** Longest side of the picture in which the page is found. */
const PAGE_SIDE = 500;

export interface PageGeometry extends Pick<QualityReport, "page" | "skew" | "turn" | "corners" | "perspective"> {
  readonly ink: InkPoints;
  /** The picture in which the page was found. */
  readonly forPage: Raster;
}

/**
 * @param forLines the master reduced by `factor`
 * @param master size of the upright master
 */
export function measureGeometry(forLines: Raster, factor: number, master: Size, maxSkewDegrees: number): PageGeometry {
  const furtherFactor = reductionTo(forLines.width, forLines.height, PAGE_SIDE);
  const forPage = reduce(forLines, furtherFactor);
  const { page } = findPage(forPage, factor * furtherFactor, master.width, master.height);
  const ink = inkPoints(toGrey(forLines), factor, page.outline);
  const edges = page.outline === null ? undefined : pageEdges(page.outline, master.width, master.height);
  const corners = edges === undefined ? null : cornersOf(edges);
  const byPrint = measureSkew(ink, forLines.width, forLines.height, maxSkewDegrees);
  const byEdges = edges === undefined ? undefined : edgeSkew(edges);
  const aslant =
    byPrint === undefined || corners === null ? undefined : measurePerspective(ink, byPrint, corners, factor, master);
  return {
    page,
    skew: chooseSkew({ ink, longest: Math.max(forLines.width, forLines.height), byPrint: aslant?.skew ?? byPrint, byEdges }),
    perspective: aslant?.perspective ?? null,
    turn: null,
    corners: corners?.map(({ x, y }) => ({ x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 })) ?? null,
    ink,
    forPage,
  };
}
