import type { Box } from "../../pipeline/geometry.ts";
import type { QualityFinding } from "../../pipeline/quality-report.ts";

/** A value on the wrong side of its limit. Facts for the message hold both, rounded to three decimals. */
export function beyond(
  code: string,
  [value, unit]: readonly [value: number, unit: string],
  threshold: number,
  severity: QualityFinding["severity"],
  more: { readonly where?: Box; readonly facts?: QualityFinding["facts"] } = {},
): QualityFinding {
  const shown = (each: number): number => Math.round(each * 1000) / 1000;
  const facts = { value: shown(value), threshold: shown(threshold), ...more.facts };
  return { code, value, unit, threshold, severity, facts, where: more.where ?? null };
}
