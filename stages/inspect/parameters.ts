import { z } from "zod";
import { DEFAULT_PIXEL_LIMIT } from "../../formats/pixel-limit.ts";
import { qualityLimits } from "./limits.ts";

/** What a profile may say about inspecting: its limits, and how much is looked at. */
export const parameters = qualityLimits.extend({
  pixelLimit: z.int().positive().default(DEFAULT_PIXEL_LIMIT),
  /** Pages turned further than this are not measured: half a degree more than may be promised, for what a measure may err by. */
  maxSkewDegrees: z.number().min(0).max(15.5).default(15.5),
});
export type Parameters = z.infer<typeof parameters>;
