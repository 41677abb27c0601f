/**
 * A person's wish for the picture of one page (`page/treatment`): the page's rectangle drawn by hand, the original as it is, or what
 * is measured, which takes either back. It is about one master; a page that was scanned again is treated as measured.
 */
import { z } from "zod";

const wish = { v: z.literal(1), master: z.string().regex(/^[0-9a-f]{64}$/) };
/** Whole pixels of the upright master (after EXIF orientation), origin top left. */
const frameSchema = z.strictObject({
  x: z.int().min(0),
  y: z.int().min(0),
  width: z.int().positive(),
  height: z.int().positive(),
});

export const pageTreatmentSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...wish, kind: z.literal("measured") }),
  z.strictObject({ ...wish, kind: z.literal("original") }),
  z.strictObject({ ...wish, kind: z.literal("framed"), frame: frameSchema }),
]);

/** What is wished. */
export type PageTreatment = Readonly<z.infer<typeof pageTreatmentSchema>>;
/** A page's rectangle, in pixels of the upright master. */
export type PageFrame = Readonly<z.infer<typeof frameSchema>>;
