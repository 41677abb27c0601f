/**
 * `item/structure`: the closed page list of an item, made when a batch is closed (METS structural map).
 * It is the only way a stage learns the names and order of pages.
 */
import { z } from "zod";
import { contentsSchema } from "./folios/contents-schema.ts";
import { numberingSchema } from "./folios/numbering-schema.ts";

export const structureSchema = z.object({
  v: z.literal(1),
  /** Permanent identifier of the item, safe in URLs: letters, digits, dot, underscore, hyphen. */
  item: z.string(),
  /** Shelfmark as the library writes it. */
  shelfmark: z.string(),
  /** Raised with every change of the page list. */
  version: z.int().positive(),
  viewingDirection: z.enum(["right-to-left", "left-to-right"]),
  script: z.enum(["han-nom", "quoc-ngu", "latin"]),
  /** Batches that its pages arrived in, in page order; absent in lists closed before they were noted. */
  batches: z.array(z.string()).optional(),
  pages: z.array(
    z.object({
      /** Permanent identifier of the page. */
      id: z.string(),
      /** Page or leaf label, such as 1a; the number in the sequence until a person gives one. */
      label: z.string(),
      /** File name as handed over. */
      sourceName: z.string(),
      /** Digest of the master at this version. */
      master: z.string(),
    }),
  ),
  /** How a person numbered the leaves; the labels follow from it. Absent until somebody does. */
  numbering: numberingSchema.optional(),
  /** The parts of the item as a person marked them; absent where the record's divisions are all there is. */
  contents: contentsSchema.optional(),
});

/** The page list of an item. */
export type Structure = Readonly<z.infer<typeof structureSchema>>;
