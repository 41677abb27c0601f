import type { CleanupReport } from "../../pipeline/cleanup-report.ts";
import type { TonePlan } from "./plan-tone.ts";

/** What was done to light and shade, as the report tells it. */
export function toneSteps({ gain, tone, showThrough, vermilion }: TonePlan): CleanupReport["steps"] {
  const leastGain = rounded(Math.min(...gain.values));
  const mostGain = rounded(Math.max(...gain.values));
  const suppressedShare = rounded(showThrough.suppressedShare);
  return [
    ...(leastGain === 1 && mostGain === 1 ? [] : [{ name: "even-light" as const, params: { leastGain, mostGain } }]),
    ...(suppressedShare === 0
      ? []
      : [
          {
            name: "suppress-show-through" as const,
            params: { strokeContrast: rounded(showThrough.strokeContrast), suppressedShare },
          },
        ]),
    ...(vermilion === undefined
      ? []
      : [{ name: "suppress-vermilion" as const, params: { inkShare: rounded(vermilion.inkShare) } }]),
    { name: "reading-image", params: { blackShare: tone.black, whiteShare: Math.round(tone.white * 10_000) / 10_000 } },
  ];
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
