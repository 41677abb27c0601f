/** What `image-cleanup` did (`report/cleanup`): enough to lead every point of the cleaned picture back to the master. */
import { z } from "zod";

const box = z.object({ x: z.number(), y: z.number(), width: z.number().min(0), height: z.number().min(0) });
const size = z.object({ width: z.int().positive(), height: z.int().positive() });

export const cleanupReportSchema = z.object({
  v: z.literal(1),
  /** The master as stored, before EXIF orientation. */
  master: size,
  /** `image/clean` and `image/text`. */
  clean: size,
  /**
   * From points of `image/clean` to points of the master as stored (a Projective of `pipeline/geometry.ts`).
   * Points are continuous: (0, 0) is the corner of the top left pixel, its centre (0.5, 0.5).
   */
  toMaster: z.object({
    a: z.number(),
    b: z.number(),
    c: z.number(),
    d: z.number(),
    e: z.number(),
    f: z.number(),
    g: z.number().default(0),
    h: z.number().default(0),
  }),
  /** Pixels an inch of the cleaned picture; null when the master does not say. */
  resolutionDpi: z.number().positive().nullable(),
  /** What a person wished instead of what was measured: the page's edge drawn by hand, or no clean-up. */
  treatment: z.enum(["framed", "original"]).optional(),
  /** In the order they were applied. */
  steps: z.array(
    z.object({
      name: z.enum([
        "orient",
        "perspective",
        "deskew",
        "turn",
        "crop",
        "even-light",
        "suppress-show-through",
        "suppress-vermilion",
        "reading-image",
      ]),
      params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
    }),
  ),
  /** The two halves of a spread and what lies between them, in pixels of `image/clean`; null for a single page. */
  spread: z
    .object({
      /** Fold or middle of the centre strip. */
      gutterX: z.number(),
      /** The centre strip of an unfolded leaf; null where two pages meet in a gutter. */
      strip: box.nullable(),
      right: box,
      left: box,
    })
    .nullable()
    .default(null),
  /** Ink pixels of the master's text region, and the shares of them that are missing from either picture. */
  inkLoss: z
    .object({ inkPixels: z.number().min(0), clean: z.number().min(0).max(1), text: z.number().min(0).max(1) })
    .nullable()
    .default(null),
  findings: z.array(
    z.object({
      code: z.string(),
      value: z.number().nullable(),
      unit: z.string(),
      severity: z.enum(["note", "warning", "rescan"]),
      /** In pixels of `image/clean`. */
      where: box.nullable().default(null),
    }),
  ),
});

/** What was done to a page. */
export type CleanupReport = Readonly<z.infer<typeof cleanupReportSchema>>;
