/** One generated scan: a planned page, at most one defect, written as a file. */
import sharp from "sharp";
import { seededRandom } from "../../cli/sample/random.ts";
import { encodeRaster } from "../../formats/image-input.ts";
import type { Defect } from "./defects.ts";
import { noisy } from "./defects-sensor.ts";
import { type PagePlan, planPage } from "./page-plan.ts";
import { type Picture, paintPage } from "./paint-page.ts";

export interface GeneratedScan {
  readonly plan: PagePlan;
  readonly defect: Defect | undefined;
  readonly bytes: Buffer;
}

/** The scan of a seed. */
export async function scanPage(seed: number, defect?: Defect): Promise<GeneratedScan> {
  const random = seededRandom(seed, `defect ${defect?.name ?? "none"}`);
  const innocent = planPage(seed);
  const plan = defect?.plan?.(innocent, random) ?? innocent;
  const page = await paintPage(plan);
  const captured = (await defect?.capture?.(page.raster, page, plan, random)) ?? page.raster;
  return { plan, defect, bytes: await write(noisy(captured, plan.noiseLevels, plan.seed + 1), plan) };
}

/** A plan without a defect of capture, as a scanner would write it. */
export async function writeScan(plan: PagePlan): Promise<Buffer> {
  const { raster } = await paintPage(plan);
  return write(noisy(raster, plan.noiseLevels, plan.seed + 1), plan);
}

async function write(picture: Picture, plan: PagePlan): Promise<Buffer> {
  const toned = encodeRaster(picture);
  if (plan.tone !== "colour") toned.grayscale();
  if (plan.tone === "bitonal") toned.threshold(Math.round(plan.paper[1] * 0.62));
  if (plan.hasWhitePadding) {
    const margin = Math.round(picture.width * 0.12);
    toned.extend({ top: margin, bottom: margin, left: margin, right: margin, background: "#ffffff" });
  }
  toned.withMetadata({ density: plan.resolutionDpi });
  if (plan.encoding === "tiff") return toned.tiff({ compression: "lzw" }).toBuffer();
  if (plan.encoding === "png") return toned.png().toBuffer();
  const jpeg = await toned.jpeg({ quality: plan.encoding.jpegQuality }).toBuffer();
  if (plan.encoding.isSavedAgainAsTiff !== true) return jpeg;
  return sharp(jpeg).withMetadata({ density: plan.resolutionDpi }).tiff({ compression: "lzw" }).toBuffer();
}
