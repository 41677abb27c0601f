/** A digitization target as data: what share of which holdings by when, and the document that demands it. */
import { z } from "zod";

export const targetSchema = z.object({
  name: z.string().trim().min(1).max(120),
  /** The class of holding it is about, in the register's words; null for all holdings. */
  holdingClass: z.string().trim().min(1).nullable().default(null),
  percentage: z.number().gt(0).max(100),
  /** Last day, ISO 8601. */
  deadline: z.iso.date(),
  /** What is counted. */
  unit: z.literal("items").default("items"),
  /** The decree or plan that sets the target. */
  source: z.string().optional(),
});

/** A digitization target. */
export type Target = Readonly<z.infer<typeof targetSchema>>;
/** A target as a caller may give it. */
export type NewTarget = Readonly<z.input<typeof targetSchema>>;
