/** The table of contents of the line: every step, in the order a page travels. */
import type { Step } from "../pipeline/stage.ts";
import { iiifManifest } from "./iiif-manifest.ts";
import { inspect } from "./inspect.ts";
import { layout } from "./layout.ts";
import { pdf } from "./pdf.ts";
import { publish } from "./publish.ts";

/** All steps. What is due next follows from their inputs and outputs; the order here is for readers. */
export const workflow: readonly Step[] = [inspect, layout, pdf, iiifManifest, publish];
