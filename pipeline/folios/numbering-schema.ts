/** The form of a numbering that comes from outside or from the store. */
import { z } from "zod";
import { FOLIO_SCHEMES } from "./numbering.ts";

const MOST_LEAVES = 20_000;
const leaf = z.int().min(1).max(MOST_LEAVES);
const page = z.string().min(1).max(100);

const markSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    page,
    kind: z.literal("start"),
    leaf,
    side: z.enum(["a", "b"]),
    fascicle: z.int().min(1).max(999).optional(),
  }),
  z.strictObject({ page, kind: z.literal("skip"), numbers: z.int().min(1).max(MOST_LEAVES) }),
  z.strictObject({ page, kind: z.literal("unnumbered"), label: z.string().trim().min(1).max(60).optional() }),
  z.strictObject({ page, kind: z.literal("inserted") }),
]);

export const numberingSchema = z.strictObject({
  scheme: z.enum(FOLIO_SCHEMES),
  marks: z.array(markSchema).max(MOST_LEAVES),
});
