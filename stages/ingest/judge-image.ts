/** What the library's policy says about a picture whose structure is known. */
import type { Finding, ImageStructure } from "../../formats/image-structure.ts";
import { FindingList } from "../../formats/image-structure.ts";
import { isNamedAs } from "./file-kind.ts";
import type { IngestPolicy } from "./policy.ts";

/** Programs write these where nobody measured. */
const PLACEHOLDER_DPI = [72, 96];
/** Few leaves are longer: with a placeholder for a resolution, a larger one means that it is not the scanner's. */
const LONGEST_LEAF_MM = 600;
/** Not even a map is longer. */
const LONGEST_MAP_MM = 3000;
const MM_PER_INCH = 25.4;

/** Findings of policy, to be read together with those of structure. */
export function judgeImage(image: ImageStructure, name: string, policy: IngestPolicy): readonly Finding[] {
  const findings = new FindingList();
  const { width, height } = image;
  if (width * height > policy.maxPixels) {
    findings.reject("IMG-BOMB", { width, height, detail: `${width} × ${height} px > ${policy.maxPixels} px` });
  }
  const isMeasured = width > 0 && height > 0;
  if (isMeasured && Math.min(width, height) < policy.minSidePixels)
    findings.reject("IMG-SIZE", { width, height, min: policy.minSidePixels });
  if (image.pages > policy.maxPages) findings.reject("IMG-PAGES", { pages: image.pages });
  else if (image.pages > 1) findings.reject("IMG-MULTIPAGE", { pages: image.pages });
  if (!isNamedAs(name, image.kind)) findings.warn("EXT-MISMATCH", { content: image.kind.toUpperCase() });
  if (isMeasured) judgeResolution(image, policy, findings);
  return findings.all;
}

function judgeResolution(image: ImageStructure, policy: IngestPolicy, findings: FindingList): void {
  const dpi = image.resolutionDpi;
  if (dpi === undefined || dpi > 10_000) {
    findings.warn("DPI-UNKNOWN", dpi === undefined ? {} : { dpi });
    return;
  }
  const longPixels = Math.max(image.width, image.height);
  const longMm = (longPixels / dpi) * MM_PER_INCH;
  const leafMm = policy.leafHeightMm;
  const likelyDpi = Math.round(longPixels / ((leafMm ?? LONGEST_LEAF_MM) / MM_PER_INCH));
  const isPlaceholder = PLACEHOLDER_DPI.includes(Math.round(dpi));
  const longestMm = isPlaceholder ? LONGEST_LEAF_MM : LONGEST_MAP_MM;
  const isDoubtful = leafMm === undefined ? longMm > longestMm : likelyDpi > dpi * 1.5 || likelyDpi < dpi / 1.5;
  if (isDoubtful) findings.warn("DPI-SUSPECT", { dpi, likely: likelyDpi });
  else if (dpi < policy.minDpi) findings.warn("LOW-DPI", { dpi, min: policy.minDpi });
}
