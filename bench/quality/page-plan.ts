/**
 * All that makes one generated page what it is, drawn from a seed: the book, the paper, the ink, the scanner. Whatever
 * a plan holds without a defect is innocent: old books vary that much, and no finding may come of it.
 */
import { type Random, seededRandom } from "../../cli/sample/random.ts";
import type { Rgb } from "../../formats/raster.ts";

export type PageKind = "woodblock" | "whole-leaf" | "manuscript" | "quoc-ngu" | "sparse" | "nearly-blank" | "blank";

export interface PagePlan {
  readonly seed: number;
  readonly kind: PageKind;
  readonly width: number;
  readonly height: number;
  readonly paper: Rgb;
  /** What the leaf lies on; null when the leaf fills the picture. */
  readonly ground: Rgb | null;
  readonly ink: Rgb;
  /** How much of the paper the ink covers, 0 to 1. */
  readonly inkStrength: number;
  /** Share of the paper's light that the darkest marks of the other side of the leaf take away. */
  readonly showThrough: number;
  /** Spread of the marks of the other side, pixels for a picture of 1,000 pixels. */
  readonly showThroughSoftness: number;
  readonly hasVermilion: boolean;
  readonly wormHoles: number;
  readonly stains: number;
  /** Loss of light at the rim of the leaf by age, 0 to 1. */
  readonly toning: number;
  /** Loss of light from the middle of the lamp to the far corner, 0 to 1. */
  readonly lightFall: number;
  readonly skewDegrees: number;
  /** How strongly fibres and laid lines of the paper show. */
  readonly grain: number;
  /** Noise of the sensor, standard deviation in levels. */
  readonly noiseLevels: number;
  /** Blur of a well-focused lens, standard deviation in pixels. */
  readonly softnessPixels: number;
  readonly tone: "colour" | "grey" | "bitonal";
  /** The scan is pasted into a wider white picture. */
  readonly hasWhitePadding: boolean;
  readonly encoding: "tiff" | "png" | { readonly jpegQuality: number; readonly isSavedAgainAsTiff?: boolean };
  readonly resolutionDpi: number;
}

const PAPERS: readonly Rgb[] = [
  [238, 236, 231],
  [230, 221, 201],
  [221, 206, 172],
  [205, 184, 146],
  [184, 160, 122],
  [160, 138, 104],
  [204, 202, 198],
  [226, 198, 128],
];
/** Dyed papers of covers and congratulations. */
const DYED: readonly Rgb[] = [
  [196, 110, 84],
  [128, 140, 158],
];
const GROUNDS: readonly (Rgb | null)[] = [null, [12, 11, 12], [9, 9, 10], [28, 27, 29], [92, 96, 88], null];
const INKS: readonly Rgb[] = [
  [30, 28, 27],
  [42, 39, 36],
  [58, 52, 47],
  [78, 55, 42],
];
const KINDS: readonly PageKind[] = [
  "woodblock",
  "woodblock",
  "whole-leaf",
  "whole-leaf",
  "manuscript",
  "manuscript",
  "quoc-ngu",
  "quoc-ngu",
  "sparse",
];

/** The innocent page of a seed. */
export function planPage(seed: number): PagePlan {
  const random = seededRandom(seed, "plan");
  const kind = pick(KINDS, random);
  const paper = random.chance(0.04) ? pick(DYED, random) : vary(pick(PAPERS, random), 8, random);
  const size = sizeOf(kind, random);
  const tone = random.chance(0.06) ? "bitonal" : random.chance(0.12) ? "grey" : "colour";
  return {
    seed,
    kind,
    ...size,
    paper,
    ground: pick(GROUNDS, random),
    ink: pick(INKS, random),
    inkStrength: inkStrengthOf(tone, random),
    showThrough: random.chance(0.4) ? random.between(0, 0.08) : 0,
    showThroughSoftness: random.between(0.8, 1.6),
    hasVermilion: random.chance(0.25),
    wormHoles: random.chance(0.4) ? random.whole(1, 40) : 0,
    stains: random.chance(0.6) ? random.whole(1, 14) : 0,
    toning: random.between(0, 0.16),
    lightFall: random.between(0, 0.1),
    skewDegrees: random.between(-2.4, 2.4),
    grain: random.between(0.2, 1.1),
    noiseLevels: random.between(0, 2.5),
    softnessPixels: random.between(0.45, 0.95),
    tone,
    hasWhitePadding: random.chance(0.07),
    encoding: tone === "bitonal" ? "png" : random.chance(0.5) ? { jpegQuality: random.whole(75, 96) } : "tiff",
    resolutionDpi: Math.max(size.width, size.height) > 1500 ? pick([300, 300, 400], random) : 300,
  };
}

/** One page in five is pale; but who scans in black and white keeps the ink. */
function inkStrengthOf(tone: PagePlan["tone"], random: Random): number {
  const strength = random.chance(0.2) ? random.between(0.55, 0.75) : random.between(0.85, 1);
  return tone === "bitonal" ? Math.max(0.85, strength) : strength;
}

function sizeOf(kind: PageKind, random: Random): { width: number; height: number } {
  const long = Math.round(random.between(1000, 1900));
  const short = Math.round(long * random.between(0.66, 0.78));
  return kind === "whole-leaf" ? { width: long, height: short } : { width: short, height: long };
}

function vary([red, green, blue]: Rgb, most: number, random: Random): Rgb {
  const by = random.between(-most, most);
  return [red + by, green + by, blue + by + random.between(-most / 2, most / 2)];
}

/** One of several, each as likely as the next. */
export function pick<T>(from: readonly T[], random: Random): T {
  return from[random.whole(0, from.length - 1)] as T;
}
