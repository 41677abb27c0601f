import { z } from "zod";
import { DEFAULT_PIXEL_LIMIT } from "../../formats/pixel-limit.ts";

/** What a profile may say about cleaning. */
export const parameters = z.object({
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
export type Parameters = z.infer<typeof parameters>;
