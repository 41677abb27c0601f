/**
 * What a quality profile may demand of a page. Every limit is a parameter of `inspect`; a profile states those that
 * differ from the defaults here, which flag what a person would call a fault on any material.
 */
import { z } from "zod";

const share = z.number().min(0).max(1);
const level = z.number().min(0).max(255);

export const qualityLimits = z.object({
  /** Name of the profile these limits are from, kept in the report. */
  qualityProfile: z.string().min(1).default("default"),
  /** Least pixels an inch by the file's tag (LOW-DPI). */
  minResolutionDpi: z.number().positive().default(300),
  /** Least bits a sample of the file (QC-DEPTH); 1 accepts bitonal files. */
  minBitsPerSample: z.int().min(1).max(16).default(1),
  /** A grey or bitonal picture is told as a fault (QC-GREY). */
  isColourRequired: z.boolean().default(false),

  /** Widest edge of the sharper strokes, in pixels from dark to light, in a picture of up to 4,000 pixels (QC-BLUR). */
  maxEdgeWidthPixels: z.number().positive().default(3.2),
  /** Most times that edges which face one direction may be wider than those at right angles to them (QC-MOTION); print alone reaches 1.5. */
  maxMotionRatio: z.number().min(1).default(1.8),

  /** Least luminance of the paper (QC-DARK). */
  minLightLevel: level.default(90),
  /** Largest share of the page that is plain white although there is tone elsewhere (QC-BRIGHT). */
  maxClippedHighShare: share.default(0.3),
  /** Largest share of the ink that is plain black, without a shade left in it, although there is tone elsewhere (QC-CLIPPED-DARK). */
  maxClippedLowShare: share.default(0.05),
  /** Largest share of the ink in which a colour at least is cut off at its dark end (QC-CLIPPED-DARK); vermilion has little blue. */
  maxClippedColourShare: share.default(0.25),
  /** Largest share of the light that may be missing between the brightest and the darkest part of the paper (QC-LIGHT). */
  maxUnevenLightShare: share.default(0.4),
  /** Largest distance from neutral that a neutral must have for paper and ink to be what they are, CIE 1976 delta E (QC-CAST). */
  maxColourCastDeltaE: z.number().positive().default(7),
  /** Largest standard deviation of bare paper between neighbouring pixels, in levels (QC-NOISE). */
  maxNoiseLevels: z.number().positive().default(8),

  /** A page turned further than this is noted (QC-SKEW). */
  skewNoteDegrees: z.number().min(0).default(3),
  /** Least distance of print from the rim of the picture where the file tells its resolution; 0: touching is told (QC-CROP). */
  minEdgeMarginMillimetres: z.number().min(0).default(0),
  /** A page with less of its area inked is blank (BLANK); forty worm holes have 0.0016, four small characters 0.0022. */
  blankInkShare: share.default(0.0018),
  /** A page with less of its area inked is nearly blank (NEARLY-BLANK). */
  nearlyBlankInkShare: share.default(0.012),

  /** Darkest marks of the other side of the leaf, as a share of the paper's light (QC-SHOWTHROUGH). */
  maxShowThroughShare: share.default(0.15),
  /** Least difference between ink and paper, in levels (QC-FAINT). */
  minInkContrastLevels: level.default(20),
  /** Strongest regular pattern over the paper: moiré, halftone, banding; amplitude in levels (QC-MOIRE). */
  maxPatternLevels: z.number().positive().default(5),
  /** Strongest line of the scanner's dust along the whole page, in levels (QC-STREAK). */
  maxStreakLevels: z.number().positive().default(12),
  /** Steps at the edges of the 8 x 8 blocks of JPEG over those within blocks, at most; sound pages reach 1.3 (QC-BLOCKS). */
  maxBlockingRatio: z.number().min(1).default(1.5),
  /** Least JPEG quality, 1 to 100 as the tables of the Independent JPEG Group count it (QC-JPEG). */
  minJpegQuality: z.number().min(0).max(100).default(40),
});

/** What a quality profile demands. */
export type QualityLimits = Readonly<z.infer<typeof qualityLimits>>;
