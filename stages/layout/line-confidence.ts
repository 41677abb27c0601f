/**
 * How sure a line is: by the certainty of its kind, by how dark its ink is beside the rest of the page (show-through and
 * smears are paler), by how much ink it has for its size, and by its breadth beside lines of its kind.
 */
import type { Box } from "../../pipeline/geometry.ts";
import type { Grey, Mask } from "./mask.ts";
import type { FoundLine } from "./page-analysis.ts";

/** Below this part of the page's usual darkness, a line is show-through or a smear and no text. */
const PALEST = 0.4;

/** The lines with their confidences, without those too pale to be text of this page. */
export function rateLines(lines: readonly FoundLine[], grey: Grey, mask: Mask, isVertical: boolean): readonly FoundLine[] {
  const inks = lines.map((line) => inkOf(line.box, grey, mask));
  const usualDarkness = middleOf(inks.map((ink) => ink.darkness));
  const usualFill = middleOf(inks.map((ink) => ink.fill));
  const breadthOf = (line: FoundLine) => (isVertical ? line.box.width : line.box.height);
  const usualBreadth = (kind: FoundLine["kind"]) => middleOf(lines.filter((line) => line.kind === kind).map(breadthOf));
  return lines.flatMap((line, at) => {
    const ink = inks[at] ?? { darkness: 0, fill: 0 };
    const darkness = ink.darkness / Math.max(1, usualDarkness);
    if (darkness < PALEST) return [];
    const fill = ink.fill / Math.max(0.01, usualFill);
    const breadth = breadthOf(line) / Math.max(1, usualBreadth(line.kind));
    const confidence = line.confidence * rising(darkness, PALEST, 0.75) * near(fill, 2.5) * near(breadth, 1.6);
    return [{ ...line, confidence: Math.min(0.99, confidence) }];
  });
}

interface LineInk {
  /** Mean darkness of the ink pixels, 0 to 255. */
  readonly darkness: number;
  /** Share of the box that is ink. */
  readonly fill: number;
}

function inkOf(box: Box, grey: Grey, mask: Mask): LineInk {
  let [count, sum] = [0, 0];
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const i = y * mask.width + x;
      if (mask.ink[i] !== 1) continue;
      count++;
      sum += 255 - (grey.pixels[i] ?? 255);
    }
  }
  return { darkness: sum / Math.max(1, count), fill: count / Math.max(1, box.width * box.height) };
}

/** 0 at `from` and below, 1 at `to` and above. */
function rising(value: number, from: number, to: number): number {
  return Math.max(0, Math.min(1, (value - from) / (to - from)));
}

/** 1 near 1, falling to 0.3 where the value is more than `factor` times too large or too small. */
function near(value: number, factor: number): number {
  const off = Math.abs(Math.log(Math.max(1e-3, value))) / Math.log(factor);
  return off <= 0.6 ? 1 : Math.max(0.3, 1 - (0.7 * (off - 0.6)) / 0.4);
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
