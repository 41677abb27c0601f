import type { CleanupReport } from "../../pipeline/cleanup-report.ts";
import { invert, mapPoint, type Projective } from "../../pipeline/geometry.ts";
import type { QualityReport } from "../../pipeline/quality-report.ts";
import { inkLoss } from "./ink-loss.ts";
import type { TonePlan } from "./plan-tone.ts";
import type { Rendered } from "./render.ts";

/** Of a page's ink no more than this share may be missing from either picture. */
const MOST_LOSS_SHARE = 0.001;

/**
 * What became of the ink of a page, and the finding when too much of it is missing. On a blank leaf the darkest there is comes
 * from the other side: taking that off is what is wanted.
 */
export function checkInk(
  quality: Pick<QualityReport, "findings">,
  { reduced, factor, vermilion }: TonePlan,
  rendered: Rendered,
  toUpright: Projective,
): Pick<CleanupReport, "inkLoss" | "findings"> {
  const toClean = invert(toUpright);
  const compared = { reduced, factor, ...rendered, toClean: (x: number, y: number) => mapPoint(toClean, x, y) };
  const loss = inkLoss({ ...compared, marks: vermilion?.mask });
  if (loss === null) return { inkLoss: null, findings: [] };
  const worst = Math.max(loss.clean, loss.text);
  const isBlank = quality.findings.some(({ code }) => code === "BLANK");
  const finding = { code: "CLEAN-INK-LOSS", value: rounded(100 * worst), unit: "%", severity: "warning" as const, where: null };
  return {
    inkLoss: { inkPixels: loss.inkPixels, clean: rounded(loss.clean), text: rounded(loss.text) },
    findings: worst > MOST_LOSS_SHARE && !isBlank ? [finding] : [],
  };
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
