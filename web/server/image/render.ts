/** From a pyramidal TIFF and a plan to the picture that is sent. */

import type { Sharp } from "sharp";
import { sharp } from "../../../formats/locked-sharp.ts";
import type { PyramidLevel } from "../../../formats/tiff-pyramid.ts";
import type { ImagePlan } from "../../../iiif/image-request.ts";
import type { Box, Size } from "../../../pipeline/geometry.ts";

/** Media types of the formats that are sent. */
export const MEDIA_TYPES: Readonly<Record<ImagePlan["format"], string>> = {
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
};

const JPEG_QUALITY = 85;
/** Grey at and above this becomes white in quality `bitonal`. */
const BITONAL_THRESHOLD = 128;

/** Make the picture. Reads only the tiles it needs, from the level that is nearest above the wanted size. */
export async function renderImage(path: string, levels: readonly PyramidLevel[], plan: ImagePlan): Promise<Buffer> {
  const level = levelFor(levels, plan.region, plan.size);
  if (!level) throw new RangeError("a picture has at least one level");
  const { x: left, y: top, width, height } = boxOn(level, plan.region);
  const cut = sharp(path, { page: level.page }).extract({ left, top, width, height });
  const sized = cut.resize(plan.size.width, plan.size.height, { fit: "fill" });
  const turned = plan.isMirrored || plan.turnDegrees !== 0 ? await turn(sized, plan) : sized;
  return encode(inQuality(turned, plan), plan);
}

/** The smallest level that still has every pixel the wanted size of the region needs; the full picture if none has. */
function levelFor(levels: readonly PyramidLevel[], region: Size, wanted: Size): PyramidLevel | undefined {
  const enough = levels.filter(
    ({ factor }) => Math.ceil(region.width / factor) >= wanted.width && Math.ceil(region.height / factor) >= wanted.height,
  );
  return enough.at(-1) ?? levels[0];
}

/**
 * The region on a level, grown outwards to whole pixels. Where levels were rounded down, they lack what is left over at the
 * right and lower edge, and a smaller picture may be off there by up to one of its own pixels.
 */
function boxOn({ factor, ...level }: PyramidLevel, region: Box): Box {
  const x = Math.min(level.width - 1, Math.floor(region.x / factor));
  const y = Math.min(level.height - 1, Math.floor(region.y / factor));
  const right = Math.min(level.width, Math.ceil((region.x + region.width) / factor));
  const bottom = Math.min(level.height, Math.ceil((region.y + region.height) / factor));
  return { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

/** In a second pass: within one, sharp turns before it resizes, and the size is meant before turning. */
async function turn(sized: Sharp, plan: ImagePlan): Promise<Sharp> {
  const { data, info } = await sized.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const raw = sharp(data, { raw: { width, height, channels } });
  if (!plan.isMirrored) return raw.rotate(plan.turnDegrees);
  const mirrored = await raw.flop().raw().toBuffer();
  return sharp(mirrored, { raw: { width, height, channels } }).rotate(plan.turnDegrees);
}

function inQuality(picture: Sharp, plan: ImagePlan): Sharp {
  if (plan.quality === "gray") return picture.grayscale().toColourspace("b-w");
  if (plan.quality === "bitonal") return picture.grayscale().threshold(BITONAL_THRESHOLD).toColourspace("b-w");
  // Alike in all formats and viewers: eight-bit sRGB.
  return picture.toColourspace("srgb");
}

function encode(picture: Sharp, plan: ImagePlan): Promise<Buffer> {
  if (plan.format === "png") return picture.png({ compressionLevel: 6 }).toBuffer();
  if (plan.format === "webp") return picture.webp({ quality: JPEG_QUALITY }).toBuffer();
  // Optimised Huffman tables cost more than the rest of a tile and save 3 % of its bytes.
  return picture.jpeg({ quality: JPEG_QUALITY, optimiseCoding: false }).toBuffer();
}
