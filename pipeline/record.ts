/** The descriptive record of an item (`record`, `record/draft`): the least that every output needs. */
import { z } from "zod";

/** A text in one language and script; `language` is a BCP 47 tag such as vi, vi-Hani, lzh, en. */
const localized = z.object({ language: z.string().min(1), text: z.string().min(1) });

export const recordSchema = z.object({
  v: z.literal(1),
  shelfmark: z.string().min(1),
  /** Titles as written, transliterated, translated; the first is the main one. */
  titles: z.array(localized).min(1),
  creators: z.array(z.string().min(1)).default([]),
  /** The date as the book states it, such as 明命二十一年. */
  dateAsWritten: z.string().optional(),
  /** EDTF level 1, such as 1840 or 1878/1879. */
  dateEdtf: z.string().optional(),
  language: z.string().default("vi-Hani"),
  holder: z.string().optional(),
  /** A RightsStatements.org or Creative Commons URI. */
  rights: z.url().optional(),
  access: z.enum(["public", "internal", "restricted"]).default("public"),
  summary: z.string().optional(),
  subjects: z.array(z.string()).default([]),
  /** A top-level division of the item: its title and the page it begins on (1-based). */
  divisions: z.array(z.object({ title: z.string(), page: z.int().positive() })).default([]),
});

/** The descriptive record of an item. */
export type ItemRecord = Readonly<z.infer<typeof recordSchema>>;
