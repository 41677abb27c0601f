/**
 * The text of one page with its place on `image/clean`: what `ocr` writes as `text/machine` and a person
 * answers as `text/reviewed`. Lines stand in reading order; a vertical line is a *column*.
 * Han-Nom text is kept code point by code point, never normalised; Quoc ngu is NFC.
 */
import { z } from "zod";

const box = z.object({ x: z.number(), y: z.number(), width: z.number().min(0), height: z.number().min(0) });

const character = z.object({
  /** One code point of Han-Nom, or one grapheme of an alphabetic script. */
  text: z.string().min(1),
  box,
  confidence: z.number().min(0).max(1),
  alternatives: z.array(z.object({ text: z.string(), confidence: z.number().min(0).max(1) })).default([]),
});

const line = z.object({
  /** Unique on the page, such as c1; stays with the line through corrections. */
  id: z.string().min(1),
  /** body: main text; commentary: double small columns; running-title: centre strip; head-note: above the frame. */
  kind: z.enum(["body", "commentary", "running-title", "head-note"]).default("body"),
  box,
  /** The column that a column of double small writing belongs to. */
  parent: z.string().optional(),
  /** The whole line; words of an alphabetic script are parted by single spaces. */
  text: z.string(),
  confidence: z.number().min(0).max(1),
  /** `text` without spaces, character by character. */
  characters: z.array(character),
  /** The reading in Quoc ngu that a person gave. */
  phienAm: z.string().optional(),
  /** What it means in modern Vietnamese, as a person gave it. */
  translation: z.string().optional(),
  note: z.string().optional(),
});

export const textLayerSchema = z.object({
  v: z.literal(1),
  status: z.enum(["machine", "reviewed"]),
  /** Pixel size of `image/clean`, the space of all boxes. */
  width: z.int().positive(),
  height: z.int().positive(),
  script: z.enum(["han-nom", "quoc-ngu", "latin"]),
  writingMode: z.enum(["vertical-rl", "horizontal-tb"]),
  engine: z.object({ name: z.string(), version: z.string() }),
  /** Reading found no text here; a legal result, not a failure. */
  isWithoutText: z.boolean(),
  lines: z.array(line),
});

/** One character with its place. */
export type Character = Readonly<z.infer<typeof character>>;
/** One column or one horizontal line. */
export type TextLine = Readonly<z.infer<typeof line>>;
/** The text of one page. */
export type TextLayer = Readonly<z.infer<typeof textLayerSchema>>;

/** The page as plain text: one line a column, in reading order, body only unless asked otherwise. */
export function plainText(layer: TextLayer, kinds: readonly TextLine["kind"][] = ["body", "commentary"]): string {
  return layer.lines
    .filter((each) => kinds.includes(each.kind))
    .map((each) => each.text)
    .join("\n");
}
