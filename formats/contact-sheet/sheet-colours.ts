/** Colours of a contact sheet. A word always stands beside a colour; all text colours have 4.5 : 1 on the paper. */
import type { Rgb } from "../raster.ts";
import type { Severity } from "./sheet-page.ts";

export const PAPER: Rgb = [244, 240, 231];
export const CELL: Rgb = [255, 255, 255];
export const LINE: Rgb = [221, 212, 195];
export const INK: Rgb = [35, 32, 27];
export const QUIET: Rgb = [98, 90, 77];
export const EMPTY: Rgb = [235, 231, 222];

export const SEVERITY_COLOURS: Readonly<Record<Severity, Rgb>> = {
  rescan: [179, 30, 30],
  warning: [190, 98, 0],
  note: [31, 95, 170],
};
export const VERDICT_COLOURS: Readonly<Record<"accept" | "rescan", Rgb>> = { accept: [34, 110, 50], rescan: [179, 30, 30] };
export const OUTLINE: Rgb = [0, 140, 140];
export const KEPT: Rgb = [150, 40, 160];
