/** Signature profiles: where the picture of a seal stands on the first page and how large it is, each with where it was read. */
import { z } from "zod";

const bothLanguages = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });

const source = z.strictObject({
  title: z.string().min(1),
  section: z.string().min(1).optional(),
  url: z.url().optional(),
  year: z.int().min(1900).max(2200).optional(),
});

const sourced = <T extends z.ZodType>(value: T) =>
  z.strictObject({
    value,
    source,
    /** True only when it was read in the text itself, or where an authority quotes it. */
    isChecked: z.boolean(),
    readIn: source.optional(),
    note: bothLanguages.optional(),
  });

export const signatureProfileSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: bothLanguages,
  description: bothLanguages,
  corner: sourced(z.enum(["top-right", "top-left", "bottom-right", "bottom-left"])),
  /** Of the picture, on the page at its printed size. */
  widthMm: sourced(z.number().positive().max(300)),
  /** From the two edges of the corner. */
  marginMm: sourced(z.number().min(0).max(300)),
});

/** The place of a seal, and by whose rule. */
export type SignatureProfile = Readonly<z.infer<typeof signatureProfileSchema>>;
