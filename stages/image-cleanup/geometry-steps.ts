import type { CleanupReport } from "../../pipeline/cleanup-report.ts";
import type { QualityReport } from "../../pipeline/quality-report.ts";
import type { Geometry } from "./plan-geometry.ts";

/** What was undone and cut, in that order, for the record. */
export function geometrySteps(
  quality: QualityReport,
  geometry: Geometry,
  treatment: CleanupReport["treatment"],
): CleanupReport["steps"] {
  const { orientation, skew, turn, page } = quality;
  const { perspective, skewDegrees, turnDegrees, crop } = geometry;
  const cutBy = treatment === "framed" ? { by: "person" } : { ground: page.ground };
  return [
    ...(orientation === 1 ? [] : [{ name: "orient" as const, params: { orientation } }]),
    ...(perspective === null ? [] : [{ name: "perspective" as const, params: { ...perspective } }]),
    ...(skewDegrees === 0 ? [] : [{ name: "deskew" as const, params: { skewDegrees, by: skew?.by ?? "lines" } }]),
    ...(turnDegrees === 0 ? [] : [{ name: "turn" as const, params: { turnDegrees, confidence: turn?.confidence ?? 0 } }]),
    ...(crop === null ? [] : [{ name: "crop" as const, params: { ...crop, ...cutBy } }]),
  ];
}
