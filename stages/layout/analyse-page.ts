/** From a grey page to its columns in reading order: the whole of layout as one pure function on pixels. */
import type { Box } from "../../pipeline/geometry.ts";
import { clearSurround } from "./clear-surround.ts";
import { findBlobs } from "./components.ts";
import { detectWritingMode } from "./detect-writing-mode.ts";
import { dropSpecks } from "./drop-specks.ts";
import type { Pitch } from "./estimate-pitch.ts";
import { findInk } from "./find-ink.ts";
import { findVerticalRules, thinRulePixels, without } from "./find-rules.ts";
import { findTextLines } from "./find-text-lines.ts";
import { rateLines } from "./line-confidence.ts";
import { type Grey, type Mask, transpose } from "./mask.ts";
import type { PageAnalysis, RuledPage } from "./page-analysis.ts";
import { weighPage } from "./page-confidence.ts";
import { readVertical } from "./read-vertical.ts";

/** Analyse one evened page (paper near 255). */
export function analysePage(grey: Grey, writingMode: "auto" | "vertical-rl" | "horizontal-tb"): PageAnalysis {
  const inked = takeOffRules(inkOfPage(grey));
  const guess = detectWritingMode(inked.blobs);
  const mode = writingMode === "auto" ? guess.writingMode : writingMode;
  if (mode === "horizontal-tb") return weigh(readHorizontal(inked), inked, grey);
  const found = readVertical(inked);
  const clean = dropSpecks(inked, found.pitch.pixels);
  return clean === undefined ? weigh(found, inked, grey) : weigh(readVertical(clean), clean, grey);
}

function weigh(found: PageAnalysis, page: RuledPage, grey: Grey): PageAnalysis {
  const lines = rateLines(found.lines, grey, page.mask, found.writingMode === "vertical-rl");
  return weighPage({ ...found, lines }, grey, page.mask);
}

/** The ink on the paper, frames and rules included. */
export function inkOfPage(grey: Grey): Mask {
  const windowPixels = Math.max(15, Math.round(Math.max(grey.width, grey.height) / 32));
  return clearSurround(grey, findInk(grey, windowPixels));
}

/** Separate rules and frame from the text. */
export function takeOffRules(ink: Mask): RuledPage {
  const thinPixels = thinRulePixels(ink);
  const vertical = findVerticalRules(ink, thinPixels);
  const turned = findVerticalRules(transpose(ink), thinPixels);
  const horizontalPixels = transpose({ width: ink.height, height: ink.width, ink: turned.pixels }).ink;
  const mask = without(ink, vertical.pixels, horizontalPixels);
  return { mask, blobs: findBlobs(mask), vertical: vertical.rules, horizontal: turned.rules };
}

function readHorizontal(page: RuledPage): PageAnalysis {
  const boxes = findTextLines(page.mask, page.blobs);
  const lines = boxes.map((box) => ({ kind: "body" as const, region: 0, storey: 0, box, confidence: 0.8 }));
  const regions =
    boxes.length === 0 ? [] : [{ kind: "body" as const, box: { x: 0, y: 0, width: page.mask.width, height: page.mask.height } }];
  return {
    writingMode: "horizontal-tb",
    kind: "single",
    confidence: 0.8,
    pitch: rhythmOfLines(boxes),
    regions,
    lines,
    strip: null,
  };
}

/** The usual step between lines, and the share of the steps that are about as wide or twice as wide. */
function rhythmOfLines(boxes: readonly Box[]): Pitch {
  const steps = boxes.slice(1).map((box, i) => box.y + box.height / 2 - (boxes[i] as Box).y - (boxes[i] as Box).height / 2);
  const pixels = [...steps].sort((a, b) => a - b)[steps.length >> 1] ?? 1;
  const even = steps.filter((step) => Math.abs(step / pixels - Math.max(1, Math.round(step / pixels))) < 0.2);
  return { pixels: Math.max(1, pixels), confidence: even.length / Math.max(1, steps.length) };
}
