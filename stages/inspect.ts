import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { DEFAULT_PIXEL_LIMIT, type DecodedPicture, decodePicture } from "../formats/image-input.ts";
import { toGrey } from "../formats/raster.ts";
import { reduce, reductionTo } from "../formats/reduce.ts";
import { type PageOutline, type QualityReport, qualityReportSchema } from "../pipeline/quality-report.ts";
import { defineStage } from "../pipeline/stage.ts";
import { edgeSkew } from "./inspect/edge-skew.ts";
import { findPage } from "./inspect/find-page.ts";
import { findingsOf } from "./inspect/findings.ts";
import { type InkPoints, inkPoints } from "./inspect/ink-points.ts";
import { colourfulness } from "./inspect/measure-colour.ts";
import { measureSkew } from "./inspect/measure-skew.ts";
import { measureTone } from "./inspect/measure-tone.ts";

const params = z.object({
  pixelLimit: z.int().positive().default(DEFAULT_PIXEL_LIMIT),
  minResolutionDpi: z.number().positive().default(300),
  maxEdgeWidthPixels: z.number().positive().default(5),
  minLightLevel: z.number().default(90),
  maxClippedHighShare: z.number().default(0.3),
  blankInkShare: z.number().default(0.0015),
  skewNoteDegrees: z.number().default(3),
  /** Pages turned further than this are not measured: they are laid on the glass crosswise or upside down. */
  maxSkewDegrees: z.number().min(0).max(15).default(15),
});
type Params = z.infer<typeof params>;

/** Longest side of the picture in which lines are measured, and of the one in which the page is found. */
const LINES_SIDE = 1500;
const PAGE_SIDE = 500;

/** Look at a master: is all of it readable, and what will a reader or an engine make of it? Changes nothing. */
export const inspect = defineStage({
  name: "inspect",
  version: 1,
  of: "page",
  inputs: { master: "image/master" },
  outputs: { report: "report/quality" },
  params,
  timeoutSeconds: 300,

  async run({ inputs, outputs, params, signal }) {
    const picture = await decodePicture(inputs.master.path, params.pixelLimit);
    signal.throwIfAborted();
    await writeFile(outputs.report, JSON.stringify(qualityReportSchema.parse(reportOn(picture, params))));
  },
});

function reportOn({ header, raster }: DecodedPicture, params: Params): QualityReport {
  const longestSide = Math.max(raster.width, raster.height);
  const factor = reductionTo(raster.width, raster.height, LINES_SIDE);
  const forLines = reduce(raster, factor);
  const furtherFactor = reductionTo(forLines.width, forLines.height, PAGE_SIDE);
  const forPage = reduce(forLines, furtherFactor);
  const page = findPage(forPage, factor * furtherFactor, raster.width, raster.height);
  const ink = inkPoints(toGrey(forLines), factor, page.outline);
  const skew = skewOf(ink, forLines.width, forLines.height, page.outline, params.maxSkewDegrees);
  const tone = measureTone(raster);
  return {
    v: 1,
    format: header.format,
    width: header.width,
    height: header.height,
    orientation: header.orientation,
    resolutionDpi: header.resolutionDpi,
    bitsPerSample: header.bitsPerSample,
    colourSpace: header.space,
    measures: {
      edgeWidth: { value: rounded(tone.edgeWidthPixels ?? 0), unit: "px" },
      clippedLowShare: { value: rounded(tone.clippedLowShare), unit: "share" },
      clippedHighShare: { value: rounded(tone.clippedHighShare), unit: "share" },
      bitonalShare: { value: rounded(tone.bitonalShare), unit: "share" },
      inkShare: { value: rounded(ink.share), unit: "share" },
      meanLuminance: { value: rounded(tone.meanLuminance), unit: "level" },
      darkLevel: { value: tone.darkLevel, unit: "level" },
      lightLevel: { value: tone.lightLevel, unit: "level" },
      colourfulness: { value: rounded(colourfulness(forPage)), unit: "index" },
    },
    page,
    skew,
    turn: null,
    corners: null,
    fingerprint: null,
    qualityProfile: "default",
    findings: findingsOf({ header, tone, inkShare: ink.share, skew, longestSide }, params).map((each) => ({
      ...each,
      value: each.value === null ? null : rounded(each.value),
    })),
  };
}

/** Lines and text say best how a page is turned; its edges are asked where there is nothing printed. */
function skewOf(
  ink: InkPoints,
  width: number,
  height: number,
  outline: PageOutline | null,
  limit: number,
): QualityReport["skew"] {
  const byLines = measureSkew(ink, width, height, limit);
  const isSure = byLines !== undefined && byLines.confidence >= (Math.abs(byLines.degrees) > 5 ? 0.4 : 0.12);
  const found = isSure ? byLines : outline === null ? undefined : edgeSkew(outline);
  if (found === undefined) return null;
  return { degrees: rounded(found.degrees), confidence: rounded(found.confidence), by: isSure ? "lines" : "page-edge" };
}

/** Four decimals: enough for every measure, and the report does not hang on the last bits of a sum. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
