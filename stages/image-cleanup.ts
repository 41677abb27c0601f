import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { DEFAULT_PIXEL_LIMIT, decodePicture, encodeRaster } from "../formats/image-input.ts";
import type { Raster } from "../formats/raster.ts";
import { type CleanupReport, cleanupReportSchema } from "../pipeline/cleanup-report.ts";
import { compose } from "../pipeline/geometry.ts";
import { type PageTreatment, pageTreatmentSchema } from "../pipeline/page-treatment.ts";
import { type QualityReport, qualityReportSchema } from "../pipeline/quality-report.ts";
import { defineStage } from "../pipeline/stage.ts";
import { approachOf } from "./image-cleanup/approach.ts";
import { checkInk } from "./image-cleanup/check-ink.ts";
import { geometrySteps } from "./image-cleanup/geometry-steps.ts";
import { uprightToStored } from "./image-cleanup/orientation.ts";
import { pageTest } from "./image-cleanup/page-test.ts";
import { planGeometry } from "./image-cleanup/plan-geometry.ts";
import { planTone } from "./image-cleanup/plan-tone.ts";
import { render } from "./image-cleanup/render.ts";
import { spreadOf } from "./image-cleanup/spread.ts";
import { toneSteps } from "./image-cleanup/tone-steps.ts";

const params = z.object({
  pixelLimit: z.int().positive().default(DEFAULT_PIXEL_LIMIT),
  /** Pages turned less are left as they are. */
  minSkewDegrees: z.number().min(0).default(0.06),
  maxSkewDegrees: z.number().min(0).max(16).default(16),
  /** A page is turned into reading position only when its print says so at least this surely; 1 never turns. */
  minTurnConfidence: z.number().min(0.5).max(1).default(0.95),
  /** Ground left around the page, as a share of its longest side. */
  marginShare: z.number().min(0).max(0.1).default(0.006),
  isCropped: z.boolean().default(true),
  isLightEvened: z.boolean().default(true),
  jpegQuality: z.int().min(50).max(100).default(90),
});
type Params = z.infer<typeof params>;

/**
 * Turn the page upright, cut off the scanner's ground, even the light; and make the grey picture for reading. Where a person drew the
 * page's rectangle, or wants the original as it is, that counts instead of what was measured.
 */
export const imageCleanup = defineStage({
  name: "image-cleanup",
  version: 3,
  of: "page",
  inputs: { master: "image/master", quality: "report/quality", treatment: { optional: "page/treatment" } },
  outputs: { clean: "image/clean", text: "image/text", report: "report/cleanup" },
  params,
  timeoutSeconds: 300,

  async run({ inputs, outputs, params, signal }) {
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
  },
});

function cleanUp(raster: Raster, quality: QualityReport, params: Params, wish: PageTreatment | undefined) {
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
    ...checkInk(tone, rendered, geometry.toUpright),
  };
}
