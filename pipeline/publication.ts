/**
 * `publication`: what the public sees of an item, as one consistent snapshot. The server serves what the current
 * publication names and nothing else, so pages, text and PDF of one moment are never mixed with those of another.
 */
import { z } from "zod";

const digest = z.string().regex(/^[0-9a-f]{64}$/);

export const publicationSchema = z.object({
  v: z.literal(1),
  item: z.string().min(1),
  shelfmark: z.string().min(1),
  /** Only `public` is shown to everybody. */
  access: z.enum(["public", "internal", "restricted"]),
  /** Titles as written, transliterated, translated; the first is the main one. */
  titles: z.array(z.object({ language: z.string().min(1), text: z.string().min(1) })).min(1),
  /** The library that holds the original, and the class of holding that it counts as. */
  holder: z.string().min(1).optional(),
  holdingClass: z.string().min(1).optional(),
  /** When the item was made, as EDTF. */
  dateEdtf: z.string().min(1).optional(),
  /** True when a person has answered for the text of every page and for the record. */
  isReviewed: z.boolean(),
  structureVersion: z.int().positive(),
  viewingDirection: z.enum(["right-to-left", "left-to-right"]),
  manifest: digest,
  /** JSON lines, one for each page: the list of its annotation pages, layer by layer. */
  annotations: digest,
  search: digest,
  pdf: digest,
  aip: digest,
  record: digest,
  /** In page order. */
  pages: z
    .array(
      z.object({
        id: z.string().min(1),
        label: z.string(),
        /** Pixel size of the picture, which is that of the canvas and of all boxes of text. */
        width: z.int().positive(),
        height: z.int().positive(),
        access: digest,
        thumbnail: digest,
        text: digest,
      }),
    )
    .min(1),
});

/** What the public sees of an item. */
export type Publication = Readonly<z.infer<typeof publicationSchema>>;
