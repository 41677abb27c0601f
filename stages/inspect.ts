import { open, writeFile } from "node:fs/promises";
import { z } from "zod";
import { fileSource } from "../formats/byte-source.ts";
import { DEFAULT_PIXEL_LIMIT, type DecodedPicture, decodePicture } from "../formats/image-input.ts";
import { jpegQuality } from "../formats/jpeg-quality.ts";
import { reduce, reductionTo } from "../formats/reduce.ts";
import { type QualityReport, qualityReportSchema } from "../pipeline/quality-report.ts";
import { defineStage } from "../pipeline/stage.ts";
import { findingsOf } from "./inspect/findings.ts";
import { fingerprintOf } from "./inspect/fingerprint.ts";
import { levelInk } from "./inspect/level-ink.ts";
import { qualityLimits } from "./inspect/limits.ts";
import { measureGeometry } from "./inspect/measure-geometry.ts";
import { measureQuality, measuresOf } from "./inspect/measure-quality.ts";
import { viewOf } from "./inspect/page-view.ts";
import { sketchOf } from "./inspect/sketch.ts";

const params = qualityLimits.extend({
  pixelLimit: z.int().positive().default(DEFAULT_PIXEL_LIMIT),
  /** Pages turned further than this are not measured: half a degree more than may be promised, for what a measure may err by. */
  maxSkewDegrees: z.number().min(0).max(15.5).default(15.5),
});
type Params = z.infer<typeof params>;

/** Longest side of the picture in which lines are measured. */
const LINES_SIDE = 1500;

/** Look at a master: is all of it readable, and what will a reader or an engine make of it? Changes nothing. */
export const inspect = defineStage({
  name: "inspect",
  version: 7,
  of: "page",
  inputs: { master: "image/master" },
  outputs: { report: "report/quality" },
  params,
  timeoutSeconds: 300,

  async run({ inputs, outputs, params, signal }) {
    const picture = await decodePicture(inputs.master.path, params.pixelLimit);
    const quality = picture.header.format === "jpeg" ? await qualityOfFile(inputs.master.path) : null;
    signal.throwIfAborted();
    await writeFile(outputs.report, JSON.stringify(qualityReportSchema.parse(reportOn(picture, quality, params))));
  },
});

function reportOn({ header, raster }: DecodedPicture, quality: number | null, params: Params): QualityReport {
  const factor = reductionTo(raster.width, raster.height, LINES_SIDE);
  const reduced = reduce(raster, factor);
  const { ink, grey, strokePeriodPixels, ...geometry } = measureGeometry(reduced, factor, raster, params.maxSkewDegrees);
  const { page, skew } = geometry;
  const view = viewOf({ header, raster, reduced, grey, factor, page, ink, skew, strokePeriodPixels, jpegQuality: quality });
  const level = levelInk(view, params.blankInkShare);
  const measured = measureQuality(view, params);
  return {
    v: 1,
    format: header.format,
    width: header.width,
    height: header.height,
    orientation: header.orientation,
    resolutionDpi: header.resolutionDpi,
    bitsPerSample: header.bitsPerSample,
    colourSpace: header.space,
    measures: measuresOf(measured),
    ...geometry,
    fingerprint: fingerprintOf(level),
    sketch: sketchOf(view, level),
    qualityProfile: params.qualityProfile,
    findings: [...findingsOf(measured, params), ...geometry.findings],
  };
}

/** By the tables of a JPEG file. */
async function qualityOfFile(path: string): Promise<number | null> {
  const file = await open(path, "r");
  try {
    return await jpegQuality(fileSource(file, (await file.stat()).size));
  } finally {
    await file.close();
  }
}
