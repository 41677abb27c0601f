/** What a quality profile may demand of a session, and whether a chart fulfils it. */
import { z } from "zod";
import type { ChartReport } from "./chart-report.ts";

/** Key of a profile's `params` under which session limits stand. */
export const SESSION_CHART = "session-chart";

const positive = z.number().positive().optional();
const share = z.number().min(0).max(1).optional();

/** All are optional: a demand that no profile makes is not judged. */
export const sessionLimitsSchema = z.strictObject({
  /** Colour difference over all patches, CIEDE2000: mean, 90th percentile, largest. */
  maxMeanDeltaE2000: positive,
  maxPercentile90DeltaE2000: positive,
  maxDeltaE2000: positive,
  /** The same with the weight of lightness S_L = 1, as imaging guidelines state it. */
  maxMeanDeltaE2000UnitLightness: positive,
  maxPercentile90DeltaE2000UnitLightness: positive,
  maxDeltaE2000UnitLightness: positive,
  /** Largest cast of a grey patch, CIEDE2000 without its lightness. */
  maxCastDeltaE2000: positive,
  /** Largest error of lightness of a grey patch, L*. */
  maxToneErrorL: positive,
  /** Strongest grain of a grey patch, L*. */
  maxNoiseL: positive,
  /** Least frequency at which a tenth of the contrast is left, as a share of what sampling allows. */
  minSamplingEfficiencyShare: share,
  /** Largest response at any frequency: above 1 the picture was sharpened. */
  maxSharpeningRatio: positive,
  /** Largest share of light missing between the brightest and the darkest field of an even card. */
  maxLightFalloffShare: share,
  /** Least resolution as measured, in pixels an inch. */
  minMeasuredResolutionDpi: positive,
  /** Largest share by which the measured resolution may differ from the stated one. */
  maxResolutionErrorShare: share,
});

/** What a profile demands of a session. */
export type SessionLimits = Readonly<z.infer<typeof sessionLimitsSchema>>;
/** The name of a demand. */
export type SessionLimit = keyof SessionLimits;

/** The measure of a chart report that each demand is about, and its unit. */
export const SESSION_MEASURES: Readonly<Record<SessionLimit, { readonly measure: string; readonly unit: string }>> = {
  maxMeanDeltaE2000: { measure: "meanDeltaE2000", unit: "ΔE" },
  maxPercentile90DeltaE2000: { measure: "percentile90DeltaE2000", unit: "ΔE" },
  maxDeltaE2000: { measure: "largestDeltaE2000", unit: "ΔE" },
  maxMeanDeltaE2000UnitLightness: { measure: "meanDeltaE2000UnitLightness", unit: "ΔE" },
  maxPercentile90DeltaE2000UnitLightness: { measure: "percentile90DeltaE2000UnitLightness", unit: "ΔE" },
  maxDeltaE2000UnitLightness: { measure: "largestDeltaE2000UnitLightness", unit: "ΔE" },
  maxCastDeltaE2000: { measure: "castDeltaE2000", unit: "ΔE" },
  maxToneErrorL: { measure: "toneErrorL", unit: "L*" },
  maxNoiseL: { measure: "noiseL", unit: "L*" },
  minSamplingEfficiencyShare: { measure: "samplingEfficiencyShare", unit: "share" },
  maxSharpeningRatio: { measure: "sharpeningRatio", unit: "ratio" },
  maxLightFalloffShare: { measure: "lightFalloffShare", unit: "share" },
  minMeasuredResolutionDpi: { measure: "measuredResolutionDpi", unit: "dpi" },
  maxResolutionErrorShare: { measure: "resolutionErrorShare", unit: "share" },
};

/** One demand and what became of it. */
export interface SessionVerdict {
  readonly limit: SessionLimit;
  readonly measure: string;
  readonly unit: string;
  readonly threshold: number;
  /** Null when no chart measured it. */
  readonly value: number | null;
  readonly verdict: "met" | "missed" | "unmeasured";
}

/** Judge a session by all its charts: of several that measured the same, the last one counts. */
export function judgeSession(charts: readonly Pick<ChartReport, "measures">[], limits: SessionLimits): readonly SessionVerdict[] {
  const measures = Object.assign({}, ...charts.map((chart) => chart.measures)) as ChartReport["measures"];
  return (Object.keys(SESSION_MEASURES) as SessionLimit[]).flatMap((limit) => {
    const threshold = limits[limit];
    if (threshold === undefined) return [];
    const { measure, unit } = SESSION_MEASURES[limit];
    const value = measures[measure]?.value ?? null;
    const isMet = value !== null && (limit.startsWith("min") ? value >= threshold : value <= threshold);
    return [{ limit, measure, unit, threshold, value, verdict: value === null ? "unmeasured" : isMet ? "met" : "missed" }];
  });
}

/** The session limits of a profile's parameters; none when it states none. */
export function sessionLimitsOf(profile: { readonly params: Readonly<Record<string, unknown>> }): SessionLimits {
  return sessionLimitsSchema.parse(profile.params[SESSION_CHART] ?? {});
}
