/** What layout says about a page, in pixels of the picture it looked at. */
import type { Box } from "../../pipeline/geometry.ts";
import type { Blob } from "./components.ts";
import type { Pitch } from "./estimate-pitch.ts";
import type { Rule } from "./find-rules.ts";
import type { Mask } from "./mask.ts";

/** Which kind of text a line or a region holds. */
export type LineKind = "body" | "commentary" | "running-title" | "head-note";

/** A line found on the page, in pixels of the picture it was found on. */
export interface FoundLine {
  readonly kind: LineKind;
  readonly region: number;
  /** Storey of the page (register of verse, row of a table), from the top. */
  readonly storey: number;
  readonly box: Box;
  readonly confidence: number;
}

/** A storey or strip of the page. */
export interface FoundRegion {
  readonly kind: "body" | "running-title" | "head-note";
  readonly box: Box;
}

/** What was found on a page; lines in reading order. */
export interface PageAnalysis {
  readonly writingMode: "vertical-rl" | "horizontal-tb";
  readonly kind: "single" | "spread";
  readonly confidence: number;
  /** Distance from one column (or line) to the next. */
  readonly pitch: Pitch;
  readonly regions: readonly FoundRegion[];
  readonly lines: readonly FoundLine[];
  /** Lines (by place in `lines`) of the centre strip; null without one. */
  readonly strip: { readonly title: readonly number[]; readonly leafNumber: number | null } | null;
}

/** The page without its rules, and the rules. */
export interface RuledPage {
  readonly mask: Mask;
  /** All pieces of its ink. */
  readonly blobs: readonly Blob[];
  readonly vertical: readonly Rule[];
  readonly horizontal: readonly Rule[];
}
