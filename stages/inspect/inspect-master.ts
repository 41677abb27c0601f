import { open, writeFile } from "node:fs/promises";
import { fileSource } from "../../formats/byte-source.ts";
import { type DecodedPicture, decodePicture } from "../../formats/image-input.ts";
import { jpegQuality } from "../../formats/jpeg-quality.ts";
import { reduce, reductionTo } from "../../formats/reduce.ts";
import { type QualityReport, qualityReportSchema } from "../../pipeline/quality-report.ts";
import { findingsOf } from "./findings.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { levelInk } from "./level-ink.ts";
import { measureGeometry } from "./measure-geometry.ts";
import { measureQuality, measuresOf } from "./measure-quality.ts";
import { viewOf } from "./page-view.ts";
import type { Parameters } from "./parameters.ts";
import { sketchOf } from "./sketch.ts";

/** Longest side of the picture in which lines are measured. */
const LINES_SIDE = 1500;

/** What is read and written. */
export interface InspectRun {
  readonly inputs: { readonly master: { readonly path: string } };
  readonly outputs: { readonly report: string };
  readonly params: Parameters;
  readonly signal: AbortSignal;
}

/** Decode one master, measure it and write its report. */
export async function inspectMaster({ inputs, outputs, params, signal }: InspectRun): Promise<void> {
  const picture = await decodePicture(inputs.master.path, params.pixelLimit);
  const quality = picture.header.format === "jpeg" ? await qualityOfFile(inputs.master.path) : null;
  signal.throwIfAborted();
  await writeFile(outputs.report, JSON.stringify(qualityReportSchema.parse(reportOn(picture, quality, params))));
}

function reportOn({ header, raster }: DecodedPicture, quality: number | null, params: Parameters): QualityReport {
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
