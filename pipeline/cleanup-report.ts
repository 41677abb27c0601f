/** What `image-cleanup` did (`report/cleanup`): enough to lead every point of the cleaned picture back to the master. */
import { z } from "zod";

const size = z.object({ width: z.int().positive(), height: z.int().positive() });

export const cleanupReportSchema = z.object({
  v: z.literal(1),
  /** The master as stored, before EXIF orientation. */
  master: size,
  /** `image/clean` and `image/text`. */
  clean: size,
  /**
   * From points of `image/clean` to points of the master as stored (an Affine of `pipeline/geometry.ts`).
   * Points are continuous: (0, 0) is the corner of the top left pixel, its centre (0.5, 0.5).
   */
  toMaster: z.object({ a: z.number(), b: z.number(), c: z.number(), d: z.number(), e: z.number(), f: z.number() }),
  /** Pixels an inch of the cleaned picture; null when the master does not say. */
  resolutionDpi: z.number().positive().nullable(),
  /** In the order they were applied. */
  steps: z.array(
    z.object({
      name: z.enum(["orient", "deskew", "crop", "even-light", "reading-image"]),
      params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
    }),
  ),
  findings: z.array(
    z.object({
      code: z.string(),
      value: z.number().nullable(),
      unit: z.string(),
      severity: z.enum(["note", "warning", "rescan"]),
    }),
  ),
});

/** What was done to a page. */
export type CleanupReport = Readonly<z.infer<typeof cleanupReportSchema>>;
