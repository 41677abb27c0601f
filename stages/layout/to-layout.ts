/** Bring an analysis to page pixels, with the names and rounding of the contract. */
import type { Box, Size } from "../../pipeline/geometry.ts";
import type { Layout } from "../../pipeline/layout.ts";
import { reasonBetween } from "./order-edges.ts";
import type { FoundLine, PageAnalysis } from "./page-analysis.ts";

/** From pixels of the `reduced` picture to pixels of the `full` one; boxes grow to whole pixels and stay on the page. */
export function toLayout(found: PageAnalysis, reduced: Size, full: Size): Layout {
  const scale = { x: full.width / reduced.width, y: full.height / reduced.height };
  const enlarge = (box: Box): Box => {
    const x = Math.max(0, Math.floor(box.x * scale.x));
    const y = Math.max(0, Math.floor(box.y * scale.y));
    const right = Math.min(full.width, Math.ceil((box.x + box.width) * scale.x));
    const bottom = Math.min(full.height, Math.ceil((box.y + box.height) * scale.y));
    return { x, y, width: right - x, height: bottom - y };
  };
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return {
    v: 1,
    width: full.width,
    height: full.height,
    writingMode: found.writingMode,
    kind: found.kind,
    confidence: round(found.confidence),
    regions: found.regions.map((region, i) => ({ id: `r${i + 1}`, kind: region.kind, box: enlarge(region.box) })),
    lines: found.lines.map((line, i) => ({
      id: idOf(i),
      region: `r${line.region + 1}`,
      kind: line.kind,
      box: enlarge(line.box),
      confidence: round(line.confidence),
    })),
    order: found.lines.slice(1).map((line, i) => ({
      from: idOf(i),
      to: idOf(i + 1),
      why: reasonBetween(found.lines[i] as FoundLine, line, found.writingMode),
    })),
    strip:
      found.strip === null
        ? null
        : {
            title: found.strip.title.map(idOf),
            leafNumber: found.strip.leafNumber === null ? null : idOf(found.strip.leafNumber),
          },
  };
}

function idOf(place: number): string {
  return `c${place + 1}`;
}
