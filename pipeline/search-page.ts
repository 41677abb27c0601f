/**
 * `search/index`: what a search is told of one page, one JSON line a page: the text as written with the place of every
 * character. Folding and readings are made from it and never stored in it, so that better ones need no new artifact.
 */
import { z } from "zod";

const box = z.object({ x: z.number(), y: z.number(), width: z.number().min(0), height: z.number().min(0) });

const line = z.object({
  id: z.string().min(1),
  kind: z.enum(["body", "commentary", "running-title", "head-note"]).default("body"),
  text: z.string(),
  phienAm: z.string().optional(),
  /** Whole pixels of the canvas, inside it. */
  box,
  /**
   * Where each character begins and ends along the line (down a column, along a horizontal line), in pixels of the canvas:
   * two numbers for each code point of `text` that is no space. Absent where the places are not known.
   */
  extents: z.array(z.number()).optional(),
});

export const searchPageSchema = z.object({
  page: z.string().min(1),
  label: z.string(),
  script: z.enum(["han-nom", "quoc-ngu", "latin"]).default("han-nom"),
  writingMode: z.enum(["vertical-rl", "horizontal-tb"]).default("vertical-rl"),
  lines: z.array(line),
});

/** One page of a search document. */
export type SearchPage = Readonly<z.infer<typeof searchPageSchema>>;
/** One line of it, in reading order. */
export type SearchLine = Readonly<z.infer<typeof line>>;
