/**
 * What `inspect` measured on a master (`report/quality`): facts and flags, never a refusal.
 * All places are in pixels of the upright picture (EXIF orientation applied), origin top left.
 */
import { z } from "zod";

const box = z.object({ x: z.number(), y: z.number(), width: z.number().min(0), height: z.number().min(0) });

/** A measure with its unit, such as { value: 1.42, unit: "deg" }. */
const measure = z.object({ value: z.number(), unit: z.string() });

const finding = z.object({
  /** Key of the message table, such as LOW-DPI. */
  code: z.string(),
  value: z.number().nullable(),
  unit: z.string(),
  threshold: z.number().nullable(),
  /** note: worth knowing; warning: look at it; rescan: better scanned again. */
  severity: z.enum(["note", "warning", "rescan"]),
  /** Values for the message of the code. */
  facts: z.record(z.string(), z.union([z.number(), z.string()])),
  /** Where on the page it is to be seen; null when it concerns the whole picture or the file. */
  where: box.nullable().default(null),
});

/**
 * Where the page lies on the scanner's ground: for every strip of `step` pixels how far the ground reaches in from
 * each side. A point is on the page when no side's ground covers it.
 */
const outline = z.object({
  step: z.int().positive(),
  /** One value a strip of rows, from the top: first and last page pixel of the strip (last is exclusive). */
  left: z.array(z.number()),
  right: z.array(z.number()),
  /** One value a strip of columns, from the left. */
  top: z.array(z.number()),
  bottom: z.array(z.number()),
});

export const qualityReportSchema = z.object({
  v: z.literal(1),
  format: z.enum(["jpeg", "png", "tiff"]),
  /** Size as stored, before EXIF orientation. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** EXIF orientation 1 to 8. */
  orientation: z.int().min(1).max(8),
  /** By the file's own tag; null when the file does not say. */
  resolutionDpi: z.number().positive().nullable(),
  bitsPerSample: z.int().positive(),
  colourSpace: z.string(),
  measures: z.record(z.string(), measure),
  page: z.object({
    ground: z.enum(["none", "dark", "coloured", "light"]),
    groundColour: z.tuple([z.number(), z.number(), z.number()]).nullable(),
    paperColour: z.tuple([z.number(), z.number(), z.number()]),
    /** Absent when the page fills the picture. */
    outline: outline.nullable(),
  }),
  /** How far the page is turned clockwise, and by what that was seen; null when nothing straight was found. */
  skew: z.object({ degrees: z.number(), confidence: z.number().min(0).max(1), by: z.enum(["lines", "page-edge"]) }).nullable(),
  /**
   * Quarter turns clockwise that would bring the upright picture into reading position, as the ink says it;
   * null when the page says nothing about it.
   */
  turn: z
    .object({
      degrees: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
      confidence: z.number().min(0).max(1),
    })
    .nullable()
    .default(null),
  /** The corners of the page's paper, clockwise from the top left, when all four edges are seen; null otherwise. */
  corners: z
    .array(z.object({ x: z.number(), y: z.number() }))
    .length(4)
    .nullable()
    .default(null),
  /**
   * How the page was seen aslant, where its edges and its print agree on that: a point (u, v) of the flat page, counted
   * from (x, y), is seen at (u, v) / (1 + g u + h v) from there. Null when there is nothing to undo.
   */
  perspective: z.object({ x: z.number(), y: z.number(), g: z.number(), h: z.number() }).nullable().default(null),
  /**
   * Where the halves of a spread meet: the fold, or the middle of the centre strip of this width, from its upper to its lower
   * end in reading position; null for a single page.
   */
  gutter: z
    .object({
      from: z.object({ x: z.number(), y: z.number() }),
      to: z.object({ x: z.number(), y: z.number() }),
      stripWidth: z.number().positive().nullable(),
    })
    .nullable()
    .default(null),
  /** Perceptual hash of the page, 16 hexadecimal digits: near-duplicates differ in few bits. Null for a blank page. */
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable()
    .default(null),
  /** Ink of the straightened page by cells about half a character wide, a hexadecimal digit each, row by row. Null for a blank page. */
  sketch: z
    .object({ width: z.int().positive(), height: z.int().positive(), levels: z.string().regex(/^[0-9a-f]*$/) })
    .nullable()
    .default(null),
  /** The quality profile whose thresholds were applied, such as fadgi-3-star. */
  qualityProfile: z.string().default("default"),
  findings: z.array(finding),
});

/** What was measured on a master. */
export type QualityReport = Readonly<z.infer<typeof qualityReportSchema>>;
/** One flag. */
export type QualityFinding = Readonly<z.infer<typeof finding>>;
/** The edge of the page on its ground. */
export type PageOutline = Readonly<z.infer<typeof outline>>;
