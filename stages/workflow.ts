/** The table of contents of the line: every step, in the order a page travels. */
import type { Step } from "../pipeline/stage.ts";
import { accessImage } from "./access-image.ts";
import { archive } from "./archive.ts";
import { iiifManifest } from "./iiif-manifest.ts";
import { imageCleanup } from "./image-cleanup.ts";
import { inspect } from "./inspect.ts";
import { layout } from "./layout.ts";
import { metadataEntry } from "./metadata-entry.ts";
import { ocr } from "./ocr.ts";
import { pdf } from "./pdf.ts";
import { pictureTreatment } from "./picture-treatment.ts";
import { publish } from "./publish.ts";
import { textReview } from "./text-review.ts";

/** All steps. What is due next follows from their inputs and outputs; the order here is for readers. */
export const workflow: readonly Step[] = [
  inspect,
  pictureTreatment,
  imageCleanup,
  layout,
  ocr,
  textReview,
  metadataEntry,
  accessImage,
  pdf,
  iiifManifest,
  archive,
  publish,
];
