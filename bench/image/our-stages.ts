/** Our image stages and their operations, run on one file. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodePicture, encodeRaster } from "../../formats/image-input.ts";
import { reduce, reductionTo } from "../../formats/reduce.ts";
import { cleanupReportSchema } from "../../pipeline/cleanup-report.ts";
import { compose, invert } from "../../pipeline/geometry.ts";
import { qualityReportSchema } from "../../pipeline/quality-report.ts";
import { checkInk } from "../../stages/image-cleanup/check-ink.ts";
import { uprightToStored } from "../../stages/image-cleanup/orientation.ts";
import { pageTest } from "../../stages/image-cleanup/page-test.ts";
import { planTone } from "../../stages/image-cleanup/plan-tone.ts";
import { render } from "../../stages/image-cleanup/render.ts";
import { imageCleanup } from "../../stages/image-cleanup.ts";
import { inspect } from "../../stages/inspect.ts";
import { leastCpuSeconds } from "./measure.ts";

const signal = new AbortController().signal;

/** An input as a worker hands it over. */
export function file(path: string, role: "image/master" | "report/quality") {
  return { path, role, digest: "0".repeat(64), sizeBytes: 0, mediaType: "application/octet-stream", subject: "page" };
}

/** Inspect a page; its report lies in the folder afterwards. */
export async function inspectOnce(page: string, folder: string): Promise<void> {
  await inspect.run({
    inputs: { master: file(page, "image/master") as never },
    outputs: { report: join(folder, "quality.json") },
    scratch: folder,
    params: inspect.params.parse({}),
    signal,
  });
}

/** Clean a page by the report in the folder, inspecting it first where there is none. */
export async function cleanOnce(page: string, folder: string): Promise<void> {
  if (!existsSync(join(folder, "quality.json"))) await inspectOnce(page, folder);
  await imageCleanup.run({
    inputs: {
      master: file(page, "image/master") as never,
      quality: file(join(folder, "quality.json"), "report/quality") as never,
    },
    outputs: { clean: join(folder, "clean"), text: join(folder, "text"), report: join(folder, "cleanup.json") },
    scratch: folder,
    params: imageCleanup.params.parse({}),
    signal,
  });
}

/** Each operation of cleanup by itself, as it was done for the reports in the folder. */
export async function operationsOf(page: string, folder: string): Promise<readonly (readonly [string, number])[]> {
  const quality = qualityReportSchema.parse(JSON.parse(readFileSync(join(folder, "quality.json"), "utf8")));
  const report = cleanupReportSchema.parse(JSON.parse(readFileSync(join(folder, "cleanup.json"), "utf8")));
  const { raster } = await decodePicture(page);
  const isPage = pageTest(raster, quality.page.outline, Math.max(1, Math.max(raster.width, raster.height) / 500));
  const paperColour = quality.page.paperColour;
  const tone = planTone(raster, { paperColour, isPage });
  const toSource = compose(invert(uprightToStored(quality.orientation, report.master)), report.toMaster);
  const { gain, light, showThrough } = tone;
  const plan = {
    size: report.clean,
    toSource,
    gain,
    light,
    boost: showThrough.boost,
    tone: tone.tone,
    fill: paperColour,
    isPage,
  };
  const rendered = render(raster, plan);
  const factor = reductionTo(raster.width, raster.height, 2000);
  const timed = async (name: string, work: () => unknown) => [name, await leastCpuSeconds(async () => work())] as const;
  return [
    await timed("decode", () => decodePicture(page)),
    await timed("shrink", () => reduce(raster, factor)),
    await timed("plan light, tone and show-through (with shrink)", () => planTone(raster, { paperColour, isPage })),
    await timed("turn and crop, even the light, divide the paper out", () => render(raster, plan)),
    await timed("measure the ink loss", () => checkInk({ findings: [] }, tone, rendered, toSource)),
    await timed("encode image/clean", () =>
      encodeRaster(rendered.clean).jpeg({ quality: 90, optimiseCoding: false }).toFile(join(folder, "c.jpg")),
    ),
    await timed("encode image/text", () =>
      encodeRaster(rendered.text)
        .toColourspace("b-w")
        .png({ compressionLevel: 1, adaptiveFiltering: false })
        .toFile(join(folder, "t.png")),
    ),
  ];
}
