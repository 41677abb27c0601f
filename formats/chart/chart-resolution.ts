/** Resolution of a chart shot: from the chart's own grid, or from a ruler beside it, against what the file says. */

import type { ChartReport } from "../../pipeline/chart-report.ts";
import { StageError } from "../../pipeline/errors.ts";
import type { Box } from "../../pipeline/geometry.ts";
import { toGrey } from "../raster.ts";
import { type ChartPicture, toRaster } from "./chart-picture.ts";
import type { FoundChart } from "./find-chart.ts";
import type { ChartKind } from "./kinds.ts";
import { measuredResolutionDpi } from "./measured-resolution.ts";
import { stepAt } from "./plane-map.ts";
import { readRuler } from "./ruler.ts";

/** What is known of lengths in the picture. */
export interface KnownLengths {
  /** Millimetres from the middle of a patch to the middle of the next, measured on the chart. */
  readonly pitchMillimetres?: number;
  /** Where a ruler with millimetre ticks lies, in pixels of the upright picture. */
  readonly ruler?: Box;
  /** The resolution that was asked for, for files that do not state theirs. */
  readonly targetDpi?: number;
}

/** A stated resolution further off than this share deserves a word. */
const TAG_TOLERANCE_SHARE = 0.02;

/** @throws {StageError} CHART-RULER when the box of the ruler shows no millimetre ticks. */
export function resolutionOf(
  picture: ChartPicture,
  statedDpi: number | null,
  lengths: KnownLengths,
  chart?: { readonly kind: ChartKind; readonly found: FoundChart },
): Pick<ChartReport, "measures" | "findings"> {
  const measured = [
    ...(lengths.ruler ? [byRuler(picture, lengths.ruler)] : []),
    ...(chart && lengths.pitchMillimetres !== undefined ? [byGrid(chart.kind, chart.found, lengths.pitchMillimetres)] : []),
  ];
  const [first, second] = measured;
  if (first === undefined) return { measures: {}, findings: [{ code: "CHART-NO-SIZE", facts: {} }] };
  const stated = statedDpi ?? lengths.targetDpi ?? null;
  const error = stated === null ? null : Math.abs(first - stated) / first;
  const isOff = error !== null && error > TAG_TOLERANCE_SHARE;
  const facts = { measured: round(first), stated: round(stated ?? 0) };
  return {
    measures: {
      measuredResolutionDpi: { value: first, unit: "dpi" },
      ...(error === null ? {} : { resolutionErrorShare: { value: error, unit: "share" } }),
    },
    findings: [
      ...(isOff ? [{ code: statedDpi === null ? "CHART-DPI-TARGET" : "CHART-DPI-TAG", facts }] : []),
      ...(second !== undefined && Math.abs(second / first - 1) > TAG_TOLERANCE_SHARE
        ? [{ code: "CHART-SIZES", facts: { ruler: round(first), chart: round(second) } }]
        : []),
    ],
  };
}

function byRuler(picture: ChartPicture, box: Box): number {
  const isInside =
    box.x >= 0 && box.y >= 0 && box.x + box.width <= picture.width && box.y + box.height <= picture.height && box.width > 0;
  const ruler = isInside ? readRuler(toGrey(toRaster(picture)), box) : undefined;
  if (ruler) return ruler.resolutionDpi;
  const where = `${box.x},${box.y},${box.width},${box.height}`;
  throw new StageError({ code: "CHART-RULER", facts: { where }, exit: "input", retry: "person" });
}

/** At the chart's middle: a camera that is not quite square to it sees its ends larger and smaller. */
function byGrid(kind: ChartKind, { map }: FoundChart, pitchMillimetres: number): number {
  const [column, row] = [(kind.columns - 1) / 2, (kind.rows - 1) / 2];
  const across = stepAt(map, column, row, "column");
  const down = stepAt(map, column, row, "row");
  const size = { widthPixels: across, widthMillimetres: pitchMillimetres };
  const both = { ...size, heightPixels: down, heightMillimetres: pitchMillimetres };
  return measuredResolutionDpi(kind.rows > 1 ? both : size)?.resolutionDpi ?? 0;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
