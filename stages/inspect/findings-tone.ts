import type { QualityFinding } from "../../pipeline/quality-report.ts";
import { beyond } from "./finding.ts";
import { isPatterned } from "./findings-sharpness.ts";
import { BLACK_LEVEL, isBlack } from "./light-level.ts";
import type { QualityLimits } from "./limits.ts";
import type { Measured } from "./measure-quality.ts";

/** What light, sensor and white balance did to the page. */
export function findingsOfTone(measured: Measured, limits: QualityLimits): QualityFinding[] {
  if (isBlack(measured.tone)) return [beyond("QC-BLACK", [measured.tone.lightLevel, "level"], BLACK_LEVEL, "rescan")];
  return [...ofExposure(measured, limits), ...ofLight(measured, limits), ...ofSensor(measured, limits)];
}

/** Ink this even was never before a lens. */
const DRAWN_INK_SHARE = 0.3;

function ofExposure({ tone, view }: Measured, limits: QualityLimits): QualityFinding[] {
  const { lightLevel, clippedHighShare, clippedLowShare, clippedColourShare } = tone;
  const found: QualityFinding[] = [];
  if (lightLevel < limits.minLightLevel) {
    found.push(beyond("QC-DARK", [lightLevel, "level"], limits.minLightLevel, "rescan"));
  }
  if (tone.isBitonal) {
    const note = { code: "QC-BITONAL", value: tone.bitonalShare, unit: "share", threshold: null, severity: "note" } as const;
    return view.header.bitsPerSample === 1 ? found : [...found, { ...note, facts: {}, where: null }];
  }
  // what was drawn on white, by a program or a hand on a screen, has lost nothing; nor has what is white all over
  const isDrawn = tone.evenInkShare >= DRAWN_INK_SHARE || clippedHighShare === 1;
  if (clippedHighShare > limits.maxClippedHighShare && !isDrawn) {
    found.push(beyond("QC-BRIGHT", [clippedHighShare, "share"], limits.maxClippedHighShare, "warning"));
  }
  if (clippedLowShare > limits.maxClippedLowShare) {
    found.push(beyond("QC-CLIPPED-DARK", [clippedLowShare, "share"], limits.maxClippedLowShare, "warning"));
  } else if (clippedColourShare > limits.maxClippedColourShare) {
    found.push(beyond("QC-CLIPPED-DARK", [clippedColourShare, "share"], limits.maxClippedColourShare, "warning"));
  }
  return found;
}

function ofLight({ tone, light, cast }: Measured, limits: QualityLimits): QualityFinding[] {
  const found: QualityFinding[] = [];
  if (!tone.isBitonal && light !== undefined && light.unevenShare > limits.maxUnevenLightShare) {
    found.push(beyond("QC-LIGHT", [light.unevenShare, "share"], limits.maxUnevenLightShare, "warning", { where: light.darkest }));
  }
  if (cast !== undefined && cast.deltaE > limits.maxColourCastDeltaE) {
    found.push(beyond("QC-CAST", [cast.deltaE, "deltaE76"], limits.maxColourCastDeltaE, "warning"));
  }
  return found;
}

function ofSensor(measured: Measured, limits: QualityLimits): QualityFinding[] {
  const { noiseLevels, pattern, streak, tone } = measured;
  const found: QualityFinding[] = [];
  if (noiseLevels !== undefined && noiseLevels > limits.maxNoiseLevels) {
    found.push(beyond("QC-NOISE", [noiseLevels, "level"], limits.maxNoiseLevels, "warning"));
  }
  if (pattern !== undefined && isPatterned(measured, limits)) {
    const facts = { period: Math.round(pattern.periodPixels * 10) / 10 };
    found.push(beyond("QC-MOIRE", [pattern.amplitudeLevels, "level"], limits.maxPatternLevels, "warning", { facts }));
  }
  if (streak !== undefined && !tone.isBitonal && streak.levels > limits.maxStreakLevels) {
    found.push(beyond("QC-STREAK", [streak.levels, "level"], limits.maxStreakLevels, "warning", { where: streak.where }));
  }
  return found;
}
