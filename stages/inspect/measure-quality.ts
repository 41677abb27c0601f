/** All measures of a page, each by its own file, in the order a report names them. */
import type { QualityReport } from "../../pipeline/quality-report.ts";
import type { QualityLimits } from "./limits.ts";
import { measureBlocking } from "./measure-blocking.ts";
import { type Cast, measureCast } from "./measure-cast.ts";
import { colourfulness } from "./measure-colour.ts";
import { type CutSide, measureCrop } from "./measure-crop.ts";
import { type EvenMarks, measureEvenMarks } from "./measure-even-marks.ts";
import { edgeWidth, type Focus, measureFocus } from "./measure-focus.ts";
import { type Light, measureLight } from "./measure-light.ts";
import { type Motion, measureMotion } from "./measure-motion.ts";
import { measureNoise } from "./measure-noise.ts";
import { measurePattern, type Pattern } from "./measure-pattern.ts";
import { measureStreak, type Streak } from "./measure-streak.ts";
import { measureTone, type Tone } from "./measure-tone.ts";
import { measureWeakMarks, type WeakMarks } from "./measure-weak-marks.ts";
import type { PageView } from "./page-view.ts";
import { powerSpectra } from "./power-spectrum.ts";
import { type SampledTiles, sampleTiles, withoutInk } from "./sample-tiles.ts";
import { WRITING_SHARE } from "./writing-share.ts";

/** What was measured; a measure is undefined where the page holds nothing to take it from. */
export interface Measured {
  readonly view: PageView;
  readonly tone: Tone;
  readonly focus: Focus | undefined;
  readonly motion: Motion | undefined;
  readonly light: Light | undefined;
  readonly cast: Cast | undefined;
  readonly noiseLevels: number | undefined;
  readonly pattern: Pattern | undefined;
  readonly weakMarks: WeakMarks | undefined;
  readonly evenMarks: EvenMarks | undefined;
  readonly blockingRatio: number;
  readonly streak: Streak | undefined;
  readonly cut: CutSide | undefined;
  readonly colourfulness: number;
}

const MILLIMETRES_PER_INCH = 25.4;

export function measureQuality(view: PageView, limits: QualityLimits): Measured {
  const tiles = sampleTiles(view);
  const tone = measureTone(view);
  const noiseLevels = measureNoise([...tiles.bare, ...tiles.any]);
  const weakMarks = measureWeakMarks(tiles.any, noiseLevels ?? 0);
  const dpi = view.header.resolutionDpi;
  const marginPixels = dpi === null ? 0 : (limits.minEdgeMarginMillimetres * dpi) / MILLIMETRES_PER_INCH;
  return {
    view,
    tone,
    focus: measureFocus(tiles.inked) ?? focusWithoutInk(tiles, tone),
    motion: measureMotion(tiles.inked),
    light: measureLight(view),
    cast: measureCast(view),
    noiseLevels,
    pattern: measurePattern(powerSpectra(tiles.bare.map(withoutInk))),
    weakMarks,
    evenMarks: weakMarks && measureEvenMarks(tiles.any, weakMarks.strongestLevels / Math.max(1, tone.lightLevel)),
    blockingRatio: measureBlocking([...tiles.bare, ...tiles.inked]),
    streak: measureStreak(view),
    cut: measureCrop(view, marginPixels),
    colourfulness: colourfulness(view.reduced),
  };
}

/** Wider edges are those of stains and shadows. */
const STAIN_EDGE_PIXELS = 30;

/** Writing too blurred to be told from its surroundings; what shines through from the other side is weaker. */
function focusWithoutInk({ any }: SampledTiles, { lightLevel }: Tone): Focus | undefined {
  const focus = measureFocus(any);
  if (focus === undefined || Math.max(focus.acrossPixels, focus.downPixels) > STAIN_EDGE_PIXELS) return undefined;
  return focus.contrastLevels > WRITING_SHARE * lightLevel ? focus : undefined;
}

/** The measures as the report holds them; those that could not be taken are left out. */
export function measuresOf(measured: Measured): QualityReport["measures"] {
  const { view, tone, focus, motion, light, cast, noiseLevels, pattern, weakMarks, evenMarks, blockingRatio, streak, cut } =
    measured;
  const values: readonly (readonly [name: string, value: number | null | undefined, unit: string])[] = [
    ["edgeWidth", focus && edgeWidth(focus), "px"],
    ["edgeWidthAcross", focus?.acrossPixels, "px"],
    ["edgeWidthDown", focus?.downPixels, "px"],
    ["inkContrast", focus?.contrastLevels ?? weakMarks?.strongestLevels, "level"],
    ["motionRatio", motion?.ratio, "ratio"],
    ["motionWidth", motion?.widestPixels, "px"],
    ["motionDirection", motion?.degrees, "deg"],
    ["clippedLowShare", tone.clippedLowShare, "share"],
    ["clippedColourShare", tone.clippedColourShare, "share"],
    ["evenInkShare", tone.evenInkShare, "share"],
    ["clippedHighShare", tone.clippedHighShare, "share"],
    ["bitonalShare", tone.bitonalShare, "share"],
    ["inkShare", view.ink.share, "share"],
    ["meanLuminance", tone.meanLuminance, "level"],
    ["darkLevel", tone.darkLevel, "level"],
    ["lightLevel", tone.lightLevel, "level"],
    ["colourfulness", measured.colourfulness, "index"],
    ["unevenLight", light?.unevenShare, "share"],
    ["colourCast", cast?.deltaE, "deltaE76"],
    ["castRedGain", cast?.redGain, "ratio"],
    ["castBlueGain", cast?.blueGain, "ratio"],
    ["noise", noiseLevels, "level"],
    ["pattern", pattern?.amplitudeLevels, "level"],
    ["patternPeriod", pattern?.periodPixels, "px"],
    ["weakMarksShare", weakMarks?.wideShare, "share"],
    ["weakMarksPerStrong", weakMarks?.widePerStrong, "ratio"],
    ["evenMarksShare", evenMarks?.darkness, "share"],
    ["evenMarksPerInk", evenMarks?.perInk, "ratio"],
    ["strongestMarks", weakMarks?.strongestLevels, "level"],
    ["strongestWidth", weakMarks?.strongestWidthPixels, "px"],
    ["blocking", blockingRatio, "ratio"],
    ["jpegQuality", view.jpegQuality, "index"],
    ["streak", streak?.levels, "level"],
    ["cutMarks", cut?.marks ?? 0, "marks"],
  ];
  const known = values.filter((each): each is readonly [string, number, string] => typeof each[1] === "number");
  return Object.fromEntries(known.map(([name, value, unit]) => [name, { value: rounded(value), unit }]));
}

/** Four decimals: enough for every measure, and the report does not hang on the last bits of a sum. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
