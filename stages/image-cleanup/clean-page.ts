import { readFile, writeFile } from "node:fs/promises";
import { decodePicture, encodeRaster } from "../../formats/image-input.ts";
import type { Raster } from "../../formats/raster.ts";
import { type CleanupReport, cleanupReportSchema } from "../../pipeline/cleanup-report.ts";
import { compose } from "../../pipeline/geometry.ts";
import { type PageTreatment, pageTreatmentSchema } from "../../pipeline/page-treatment.ts";
import { type QualityReport, qualityReportSchema } from "../../pipeline/quality-report.ts";
import type { InputFile } from "../../pipeline/stage.ts";
import { approachOf } from "./approach.ts";
import { checkInk } from "./check-ink.ts";
import { geometrySteps } from "./geometry-steps.ts";
import { uprightToStored } from "./orientation.ts";
import { pageTest } from "./page-test.ts";
import type { Parameters } from "./parameters.ts";
import { planGeometry } from "./plan-geometry.ts";
import { planTone } from "./plan-tone.ts";
import { render } from "./render.ts";
import { spreadOf } from "./spread.ts";
import { toneSteps } from "./tone-steps.ts";

/** The files of one run: what is read, and where the pictures and the report go. */
export interface CleanupRun {
  readonly inputs: { readonly master: InputFile; readonly quality: InputFile; readonly treatment?: InputFile };
  readonly outputs: { readonly clean: string; readonly text: string; readonly report: string };
  readonly params: Parameters;
  readonly signal: AbortSignal;
}

/** Clean one master by its quality report, and say in a report what was done. */
export async function cleanPage({ inputs, outputs, params, signal }: CleanupRun): Promise<void> {
  const quality = qualityReportSchema.parse(JSON.parse(await readFile(inputs.quality.path, "utf8")));
  const { raster } = await decodePicture(inputs.master.path, params.pixelLimit);
  signal.throwIfAborted();
  const wish = inputs.treatment && pageTreatmentSchema.parse(JSON.parse(await readFile(inputs.treatment.path, "utf8")));
  // A wish about an earlier scan says nothing about this one.
  const cleaned = cleanUp(raster, quality, params, wish?.master === inputs.master.digest ? wish : undefined);
  const { clean, text } = cleaned.rendered;
  signal.throwIfAborted();
  const { resolutionDpi } = quality;
  const colour = encodeRaster(clean).jpeg({ quality: params.jpegQuality, optimiseCoding: false });
  await (resolutionDpi === null ? colour : colour.withDensity(resolutionDpi)).toFile(outputs.clean);
  await encodeRaster(text).toColourspace("b-w").png({ compressionLevel: 1, adaptiveFiltering: false }).toFile(outputs.text);
  await writeFile(outputs.report, JSON.stringify(cleanupReportSchema.parse(reportOn(quality, cleaned))));
}

function cleanUp(raster: Raster, quality: QualityReport, params: Parameters, wish: PageTreatment | undefined) {
  const approach = approachOf(quality, raster, params, wish);
  const outline = approach.isCropped ? approach.outline : null;
  const geometry = planGeometry(raster, outline, approach.correction, approach.margin);
  const isPage = pageTest(raster, approach.outline, approach.inset);
  const planned = planTone(raster, { paperColour: quality.page.paperColour, isPage });
  const tone = approach.isLightEvened
    ? planned
    : { ...planned, gain: { ...planned.gain, values: planned.gain.values.map(() => 1) } };
  const plan = {
    size: geometry.size,
    toSource: geometry.toUpright,
    gain: tone.gain,
    light: tone.light,
    boost: tone.showThrough.boost,
    tone: tone.tone,
    vermilion: tone.vermilion,
    fill: quality.page.paperColour,
    isPage,
  };
  return { approach, geometry, tone, rendered: render(raster, plan) };
}

function reportOn(quality: QualityReport, { approach, geometry, tone, rendered }: ReturnType<typeof cleanUp>): CleanupReport {
  const master = { width: quality.width, height: quality.height };
  const steps: CleanupReport["steps"] = [...geometrySteps(quality, geometry, approach.treatment), ...toneSteps(tone)];
  return {
    v: 1,
    master,
    clean: geometry.size,
    toMaster: compose(uprightToStored(quality.orientation, master), geometry.toUpright),
    resolutionDpi: quality.resolutionDpi,
    ...(approach.treatment && { treatment: approach.treatment }),
    steps,
    spread: spreadOf(quality.gutter, geometry),
    ...checkInk(quality, tone, rendered, geometry.toUpright),
  };
}
