/**
 * How far an analysis can be believed, as the share of such lines (pages) that are right. A map, a photograph or a sheet whose
 * columns are too small to be told apart shows itself in the whole: ink that lies in no line, no rhythm of columns, lines
 * at odd distances. The weights are logistic regressions over 4,873 lines of 229 pages: woodblock spreads with character
 * boxes, drawn leaves, and drawn pictures that are no page of columns (all their lines count as wrong); bench/layout-confidence.ts
 * measures what they are worth on other pages.
 */
import type { Grey, Mask } from "./mask.ts";
import type { FoundLine, PageAnalysis } from "./page-analysis.ts";

/** What the page as a whole says. */
export interface PageEvidence {
  /** Share of the ink, rules left out, that lies in no line. */
  readonly strayShare: number;
  /** Certainty of the pitch, 0 to 1. */
  readonly rhythm: number;
  /** Mean distance of the steps between lines from whole pitches, in pitches; up to 0.3. */
  readonly unevenness: number;
  /** More than two storeys: nobody can say whether cells are read along or down. */
  readonly isTable: boolean;
}

/** Stray ink up to this share is dirt and remnants of rules; beyond it something on the page was not understood. */
const USUAL_STRAY_SHARE = 0.25;
const STRAY_WEIGHT = 10;
const MOST_UNEVEN = 0.3;
/** Pictures smaller than this cannot be read. */
const LEAST_SIDE_PIXELS = 150;
/** How much surer a line can be than the page it stands on. */
const SURER_THAN_PAGE = 0.4;
/** Mean step between neighbouring pixels from which on a picture is noise, in grey levels. */
const ROUGH = 16;

/** The analysis with believable confidences. `found.lines` carry what speaks for each by itself. */
export function weighPage(found: PageAnalysis, grey: Grey, mask: Mask): PageAnalysis {
  const limit = Math.max(grey.width, grey.height) < LEAST_SIDE_PIXELS ? 0.2 : 0.99;
  if (found.lines.length === 0) return { ...found, confidence: Math.min(limit, certaintyOfBlank(grey, mask)) };
  const evidence = evidenceOf(found, mask);
  const mean = found.lines.reduce((sum, line) => sum + line.confidence, 0) / found.lines.length;
  // Among hundreds of spots of a photograph some look like lines: none is surer than its page allows, its order left aside.
  const most = Math.min(limit, SURER_THAN_PAGE + confidenceOfPage(mean, { ...evidence, isTable: false }));
  return {
    ...found,
    confidence: Math.min(limit, confidenceOfPage(mean, evidence)),
    lines: found.lines.map((line) => ({ ...line, confidence: Math.min(most, confidenceOfLine(line.confidence, evidence)) })),
  };
}

/** `own`: what speaks for the line by itself, 0 to 1. */
export function confidenceOfLine(own: number, { strayShare, rhythm, unevenness }: PageEvidence): number {
  const odds = Math.log(Math.max(0.02, Math.min(0.98, own)) / (1 - Math.max(0.02, Math.min(0.98, own))));
  return chance(-1.02 + 1.16 * odds - 2.09 * strayShare - straining(strayShare) + 2.27 * rhythm - 5.43 * unevenness);
}

/** `mean`: of what speaks for each line by itself. */
export function confidenceOfPage(mean: number, { strayShare, rhythm, unevenness, isTable }: PageEvidence): number {
  const table = isTable ? 5.1 : 0;
  return chance(-3.5 + 3.6 * mean - 2.1 * strayShare - straining(strayShare) + 3.4 * rhythm - 3.5 * unevenness - table);
}

function straining(strayShare: number): number {
  return STRAY_WEIGHT * Math.max(0, strayShare - USUAL_STRAY_SHARE);
}

function evidenceOf(found: PageAnalysis, mask: Mask): PageEvidence {
  return {
    strayShare: strayShare(found.lines, mask),
    rhythm: found.pitch.confidence,
    unevenness: unevenness(found),
    isTable: new Set(found.lines.map((line) => line.storey)).size > 2,
  };
}

function strayShare(lines: readonly FoundLine[], mask: Mask): number {
  const isHeld = new Uint8Array(mask.ink.length);
  for (const { box } of lines) {
    for (let y = box.y; y < box.y + box.height; y++) isHeld.fill(1, y * mask.width + box.x, y * mask.width + box.x + box.width);
  }
  let [ink, held] = [0, 0];
  for (let i = 0; i < isHeld.length; i++) {
    if (mask.ink[i] !== 1) continue;
    ink++;
    held += isHeld[i] as number;
  }
  return ink === 0 ? 0 : 1 - held / ink;
}

function unevenness({ lines, pitch, writingMode }: PageAnalysis): number {
  const isVertical = writingMode === "vertical-rl";
  const middles = lines
    .filter((line) => line.kind === "body")
    .map(({ box }) => (isVertical ? box.x + box.width / 2 : box.y + box.height / 2))
    .sort((a, b) => a - b);
  const steps = middles
    .slice(1)
    .map((middle, i) => (middle - (middles[i] as number)) / pitch.pixels)
    .filter((step) => step > 0.3);
  if (steps.length === 0) return MOST_UNEVEN;
  const off = steps.reduce((sum, step) => sum + Math.abs(step - Math.max(1, Math.round(step))), 0);
  return Math.min(MOST_UNEVEN, off / steps.length);
}

/** No line was found: sure where there is hardly any ink, not where there is much of something. */
function certaintyOfBlank({ width, pixels }: Grey, { ink }: Mask): number {
  let [inked, steps] = [0, 0];
  for (let i = 0; i < ink.length; i++) {
    inked += ink[i] as number;
    if (i % width > 0) steps += Math.abs((pixels[i] as number) - (pixels[i - 1] as number));
  }
  if (steps > ROUGH * ink.length) return 0.1;
  return 0.15 + 0.8 * Math.max(0, 1 - inked / (0.02 * ink.length));
}

function chance(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
