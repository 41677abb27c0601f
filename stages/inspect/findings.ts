import type { QualityFinding } from "../../pipeline/quality-report.ts";
import { findingsOfContent } from "./findings-content.ts";
import { findingsOfFile } from "./findings-file.ts";
import { findingsOfTone } from "./findings-tone.ts";
import { isBlack } from "./light-level.ts";
import type { QualityLimits } from "./limits.ts";
import { type Measured, rounded } from "./measure-quality.ts";

/** Flags for people, never a refusal: the master stays what it is. In the order file, tone, content. */
export function findingsOf(measured: Measured, limits: QualityLimits): QualityFinding[] {
  const black = isBlack(measured.tone);
  const found = [
    ...findingsOfFile(measured, limits),
    ...findingsOfTone(measured, limits),
    ...(black ? [] : findingsOfContent(measured, limits)),
  ];
  return found.map((each) => ({ ...each, value: each.value === null ? null : rounded(each.value) }));
}
