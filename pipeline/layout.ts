/** The columns of a page as `layout` finds them and `ocr` reads them (`layout/columns`). */
import { z } from "zod";
import { ORDER_REASONS } from "./reading-order.ts";

const box = z.object({ x: z.number(), y: z.number(), width: z.number().min(0), height: z.number().min(0) });

export const layoutSchema = z.object({
  v: z.literal(1),
  /** Pixel size of `image/clean` and `image/text`, the space of all boxes. */
  width: z.int().positive(),
  height: z.int().positive(),
  writingMode: z.enum(["vertical-rl", "horizontal-tb"]),
  /** single: one half-leaf or page; spread: an unfolded leaf or two facing pages. */
  kind: z.enum(["single", "spread"]),
  /** How sure the whole analysis is, 0 to 1. */
  confidence: z.number().min(0).max(1),
  regions: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["body", "running-title", "head-note"]),
      box,
    }),
  ),
  /** In reading order. */
  lines: z.array(
    z.object({
      id: z.string(),
      region: z.string(),
      kind: z.enum(["body", "commentary", "running-title", "head-note"]).default("body"),
      box,
      confidence: z.number().min(0).max(1),
    }),
  ),
  /** Which line is read after which, and why; `lines` stands in the order that these edges give (pipeline/reading-order.ts). */
  order: z.array(z.object({ from: z.string(), to: z.string(), why: z.enum(ORDER_REASONS) })).default([]),
  /** What the centre strip of a leaf says, as ids of lines: the running title, and the leaf number where one was found. */
  strip: z
    .object({ title: z.array(z.string()), leafNumber: z.string().nullable() })
    .nullable()
    .default(null),
});

/** Where the lines of a page are and in which order they are read. */
export type Layout = Readonly<z.infer<typeof layoutSchema>>;
