/** A digitization target as data: what share of which holdings by when, and the document that demands it. */
import { z } from "zod";

/** What counts as digitized. */
export const DEFINITIONS = ["published", "archived", "archived-and-described"] as const;
/** One of {@link DEFINITIONS}: shown to the public; in a verified archival package; that, and described by a person. */
export type Definition = (typeof DEFINITIONS)[number];

export const targetSchema = z.object({
  name: z.string().trim().min(1).max(120),
  /** Classes of holding it is about, in the register's words; empty for all holdings. */
  classes: z.array(z.string().trim().min(1)).default([]),
  /** The organisation whose holdings count, with all that belong to it; null for all. */
  organisation: z.string().trim().min(1).nullable().default(null),
  /** A simple counted register instead of the holdings, such as staff that was trained; null for the holdings. */
  counted: z.string().trim().min(1).nullable().default(null),
  percentage: z.number().gt(0).max(100),
  /** Last day, ISO 8601. */
  deadline: z.iso.date(),
  unit: z.enum(["items", "pages"]).default("items"),
  definition: z.enum(DEFINITIONS).default("published"),
  /** The decree or plan that sets the target. */
  source: z.string().optional(),
});

/** A digitization target. */
export type Target = Readonly<z.infer<typeof targetSchema>>;
/** A target as a caller may give it. */
export type NewTarget = Readonly<z.input<typeof targetSchema>>;

/** A target as it may have been stored by an earlier release, which knew one class only. */
export function storedTarget(value: unknown): Target {
  const { holdingClass, ...rest } = value as { readonly holdingClass?: string | null };
  return targetSchema.parse(holdingClass ? { classes: [holdingClass], ...rest } : rest);
}
