/** The form of a tree of contents that comes from outside or from the store. */
import { z } from "zod";
import { type ContentsPart, PART_KINDS } from "./contents.ts";

const page = z.string().min(1).max(100);
const MOST_PARTS = 5000;

const partSchema: z.ZodType<ContentsPart> = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  kind: z.enum(PART_KINDS),
  title: z.string().min(1).max(2000),
  first: page,
  last: page,
  parts: z.lazy(() => z.array(partSchema).max(MOST_PARTS)),
});

export const contentsSchema = z.array(partSchema).max(MOST_PARTS);
