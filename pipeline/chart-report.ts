/**
 * What a test chart says of a session of capture (`report/chart`): colour, tone, light, noise, sharpness and resolution
 * of the rig, measured on one picture of a chart that was taken like the pages of its batch.
 */
import { z } from "zod";

const lab = z.object({ l: z.number(), a: z.number(), b: z.number() });
const point = z.object({ x: z.number(), y: z.number() });

const patch = z.object({
  name: z.string(),
  reference: lab,
  measured: lab,
  /** Null in a grey picture: there is no colour to compare. */
  deltaE2000: z.number().nullable(),
  /** Measured minus wanted lightness. */
  deltaL: z.number(),
  noiseL: z.number(),
  clippedHighShare: z.number(),
  clippedLowShare: z.number(),
  /** Middle of the patch in pixels of the upright picture. */
  centre: point,
});

const finding = z.object({
  /** Key of the message table, such as CHART-CLIPPED. */
  code: z.string(),
  facts: z.record(z.string(), z.union([z.number(), z.string()])),
});

export const chartReportSchema = z.object({
  v: z.literal(1),
  /** The batch whose session the chart stands for. */
  batch: z.string(),
  kind: z.string(),
  /** Where the wanted values come from: the maker's publication, or the name of the file that was given. */
  referenceSource: z.string(),
  picture: z.object({
    name: z.string(),
    format: z.enum(["jpeg", "png", "tiff"]),
    width: z.int().positive(),
    height: z.int().positive(),
    bitsPerSample: z.int().positive(),
    /** By the file's own tag; null when it does not say. */
    resolutionDpi: z.number().positive().nullable(),
  }),
  colourSource: z.enum(["profile", "assumed-srgb", "unread-profile"]),
  /** Null for a card without patches. */
  place: z
    .object({
      /** Quarter turns clockwise by which the chart lies turned. */
      turnDegrees: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
      /** Middles of the patches in the corners, as the chart is read: top left, top right, bottom right, bottom left. */
      corners: z.array(point).length(4),
      seenPatches: z.int().min(0),
      likeness: z.number(),
    })
    .nullable(),
  patches: z.array(patch),
  measures: z.record(z.string(), z.object({ value: z.number(), unit: z.string() })),
  findings: z.array(finding),
});

/** What a chart said. */
export type ChartReport = Readonly<z.infer<typeof chartReportSchema>>;
/** One patch as it was measured. */
export type ChartPatch = Readonly<z.infer<typeof patch>>;
