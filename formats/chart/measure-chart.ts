/** Everything a chart says of the capture, from where it lies and what its patches measure. */
import type { ChartPatch, ChartReport } from "../../pipeline/chart-report.ts";
import { edgeOfPatch } from "./chart-edge.ts";
import type { ChartPicture } from "./chart-picture.ts";
import type { FoundChart } from "./find-chart.ts";
import { type ChartKind, isGrey } from "./kinds.ts";
import { castDeltaE2000, deltaE2000, deltaE2000UnitLightness, luminanceOfLightness } from "./lab.ts";
import { lightGradientShare } from "./light-gradient.ts";
import { placeOf } from "./plane-map.ts";

/** Measures by name, and what a person ought to know of them. */
export type Measured = Pick<ChartReport, "measures" | "findings">;

/** Each patch beside its reference. */
export function patchesOf(picture: ChartPicture, kind: ChartKind, found: FoundChart): readonly ChartPatch[] {
  return kind.patches.map((reference, at) => {
    const sample = found.samples[at] as FoundChart["samples"][number];
    const measured = picture.toLab(sample.mean);
    const centre = placeOf(found.map, at % kind.columns, Math.floor(at / kind.columns));
    return {
      name: reference.name,
      reference: reference.lab,
      measured,
      deltaE2000: picture.channels === 1 ? null : deltaE2000(measured, reference.lab),
      deltaL: measured.l - reference.lab.l,
      noiseL: sample.noiseL,
      clippedHighShare: sample.clippedHighShare,
      clippedLowShare: sample.clippedLowShare,
      centre,
    };
  });
}

/** Colour, cast, tone, noise, light and sharpness. Resolution needs the chart's size: see `resolutionOf`. */
export function measureChart(
  picture: ChartPicture,
  kind: ChartKind,
  found: FoundChart,
  patches: readonly ChartPatch[],
): Measured {
  const greys = patches.filter((_, at) => isGrey(kind.patches[at] as ChartKind["patches"][number]));
  const most = (values: readonly number[]) => Math.max(0, ...values);
  const light = lightGradientShare(
    patches.map((patch, at) => ({
      column: at % kind.columns,
      row: Math.floor(at / kind.columns),
      luminance: luminanceOfLightness(patch.measured.l),
      reference: luminanceOfLightness(patch.reference.l),
    })),
  );
  const edge = edgeOfPatch(picture, kind, found, patches);
  return {
    measures: {
      ...(picture.channels === 3 ? colourMeasures(patches, greys) : {}),
      ...(greys.length > 0
        ? {
            toneErrorL: { value: most(greys.map(({ deltaL }) => Math.abs(deltaL))), unit: "L*" },
            noiseL: { value: most(greys.map(({ noiseL }) => noiseL)), unit: "L*" },
          }
        : {}),
      ...(light === undefined ? {} : { lightGradientShare: { value: light, unit: "share" } }),
      ...(edge === undefined
        ? {}
        : {
            samplingEfficiencyShare: { value: edge.samplingEfficiency, unit: "share" },
            sharpeningRatio: { value: edge.mostResponse, unit: "ratio" },
            ...(edge.mtf50 === null ? {} : { mtf50: { value: edge.mtf50, unit: "cy/px" } }),
          }),
    },
    findings: [
      ...clippedOf(patches),
      ...unevenOf(kind, found),
      ...colourSourceOf(picture),
      ...(edge === undefined ? [{ code: "CHART-NO-EDGE", facts: {} }] : []),
    ],
  };
}

function colourMeasures(patches: readonly ChartPatch[], greys: readonly ChartPatch[]): ChartReport["measures"] {
  const standard = patches.map(({ measured, reference }) => deltaE2000(measured, reference));
  const unit = patches.map(({ measured, reference }) => deltaE2000UnitLightness(measured, reference));
  const cast = greys.map(({ measured, reference }) => castDeltaE2000(measured, reference));
  return {
    ...spreadOf(standard, "DeltaE2000"),
    ...spreadOf(unit, "DeltaE2000UnitLightness"),
    ...(cast.length === 0 ? {} : { castDeltaE2000: { value: Math.max(...cast), unit: "ΔE" } }),
  };
}

function spreadOf(values: readonly number[], name: string): ChartReport["measures"] {
  const sorted = [...values].sort((a, b) => a - b);
  const measure = (value: number) => ({ value, unit: "ΔE" });
  return {
    [`mean${name}`]: measure(values.reduce((sum, value) => sum + value, 0) / values.length),
    [`percentile90${name}`]: measure(sorted[Math.ceil(sorted.length * 0.9) - 1] as number),
    [`largest${name}`]: measure(sorted.at(-1) as number),
  };
}

/** A patch with more of its samples at the end of the scale has lost its tone there. */
const CLIPPED_SHARE = 0.02;
/** Quarters of a patch further apart than this are a shadow, a reflection, or something that lies on it. */
const UNEVEN_LEVELS = 12;

function clippedOf(patches: readonly ChartPatch[]): ChartReport["findings"] {
  const high = patches.filter((patch) => patch.clippedHighShare > CLIPPED_SHARE).map((patch) => patch.name);
  const low = patches.filter((patch) => patch.clippedLowShare > CLIPPED_SHARE).map((patch) => patch.name);
  return [
    ...(high.length > 0 ? [{ code: "CHART-CLIPPED", facts: { patches: high.join(", ") } }] : []),
    ...(low.length > 0 ? [{ code: "CHART-CRUSHED", facts: { patches: low.join(", ") } }] : []),
  ];
}

function unevenOf(kind: ChartKind, found: FoundChart): ChartReport["findings"] {
  const uneven = kind.patches.filter((_, at) => (found.samples[at]?.unevenLevels ?? 0) > UNEVEN_LEVELS);
  if (uneven.length === 0) return [];
  return [{ code: "CHART-UNEVEN", facts: { patches: uneven.map((patch) => patch.name).join(", ") } }];
}

/** What to know of the colours when no profile explains them. */
export function colourSourceOf({ channels, colourSource }: ChartPicture): ChartReport["findings"] {
  return [
    ...(colourSource === "assumed-srgb" ? [{ code: "CHART-NO-PROFILE", facts: {} }] : []),
    ...(colourSource === "unread-profile" ? [{ code: "CHART-PROFILE-UNREAD", facts: {} }] : []),
    ...(channels === 1 ? [{ code: "CHART-GREY", facts: {} }] : []),
  ];
}
