/** Where everything stands on a contact sheet: two cells across, each with the master at the left and the cleaned picture. */
import type { Box, Size } from "../../pipeline/geometry.ts";
import type { Rgb } from "../raster.ts";
import { INK, QUIET, SEVERITY_COLOURS, VERDICT_COLOURS } from "./sheet-colours.ts";
import type { SheetPage, SheetWords } from "./sheet-page.ts";
import type { Typesetter } from "./typeset.ts";

/** Pixels of a whole sheet across. */
export const SHEET_WIDTH = 2000;
const MARGIN = 20;
const GAP = 20;
const PADDING = 14;
const CELL_WIDTH = (SHEET_WIDTH - 2 * MARGIN - GAP) / 2;
const BETWEEN = 12;
/** The box that a picture is fitted into. */
export const PICTURE_BOX: Size = { width: (CELL_WIDTH - 2 * PADDING - BETWEEN) / 2, height: 560 };
const NO_PICTURE_HEIGHT = 200;
/** A column of such colour stands before a finding, beside its word. */
const SWATCH = 16;
const MOST_FINDINGS = 7;
const MOST_LINES = 4;

/** The sizes of text on a sheet. */
export interface SheetType {
  readonly title: Typesetter;
  readonly text: Typesetter;
  readonly small: Typesetter;
}

/** One line of text with its place. */
export interface PlacedText {
  readonly text: string;
  readonly size: keyof SheetType;
  readonly x: number;
  readonly y: number;
  readonly colour: Rgb;
  readonly swatch?: Rgb;
}

/** One page on the sheet. */
export interface SheetCell {
  readonly page: SheetPage;
  readonly frame: Box;
  readonly before: Box;
  readonly after: Box;
  readonly texts: readonly PlacedText[];
}

/** A sheet before anything is drawn. */
export interface SheetPlan {
  readonly size: Size;
  readonly texts: readonly PlacedText[];
  readonly cells: readonly SheetCell[];
}

/** Lay out one sheet. `heading` are the lines above everything, the first large. */
export function layOut(pages: readonly SheetPage[], heading: readonly string[], words: SheetWords, type: SheetType): SheetPlan {
  const texts = headingTexts(heading, type);
  let y = MARGIN + headingHeight(heading, type);
  const cells: SheetCell[] = [];
  for (let at = 0; at < pages.length; at += 2) {
    const row = pages.slice(at, at + 2).map((page, i) => cellAt(page, MARGIN + i * (CELL_WIDTH + GAP), y, words, type));
    const height = Math.max(...row.map((cell) => cell.frame.height));
    cells.push(...row.map((cell) => ({ ...cell, frame: { ...cell.frame, height } })));
    y += height + GAP;
  }
  return { size: { width: SHEET_WIDTH, height: y }, texts, cells };
}

function headingTexts(heading: readonly string[], type: SheetType): readonly PlacedText[] {
  return heading.map((text, i) => ({
    text,
    size: i === 0 ? "title" : "text",
    x: MARGIN,
    y: MARGIN + (i === 0 ? 0 : type.title.lineHeight + (i - 1) * type.text.lineHeight),
    colour: i === 0 ? INK : QUIET,
  }));
}

/** The legend stands on a line of its own below the heading. */
function headingHeight(heading: readonly string[], type: SheetType): number {
  return type.title.lineHeight + heading.length * type.text.lineHeight + GAP;
}

/** Where the legend begins. */
export function legendTop(heading: number, type: SheetType): number {
  return MARGIN + type.title.lineHeight + (heading - 1) * type.text.lineHeight + 6;
}

/** The size a picture has when it fills its box; it is never enlarged. */
export function fitted(size: Size, box: Size): Size {
  const scale = Math.min(1, box.width / size.width, box.height / size.height);
  return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) };
}

function cellAt(page: SheetPage, x: number, y: number, words: SheetWords, type: SheetType): SheetCell {
  const inner = { left: x + PADDING, width: CELL_WIDTH - 2 * PADDING };
  const texts: PlacedText[] = [];
  let pen = y + PADDING;
  const write = (text: string, size: keyof SheetType, colour: Rgb, lines: number, swatch?: Rgb): void => {
    const indent = swatch === undefined ? 0 : SWATCH;
    type[size].linesOf(text, inner.width - indent, lines).forEach((line) => {
      texts.push({ text: line, size, x: inner.left + indent, y: pen, colour, ...(swatch === undefined ? {} : { swatch }) });
      pen += type[size].lineHeight;
    });
  };
  write(page.title, "title", INK, 1);
  if (page.facts !== "") write(page.facts, "small", QUIET, 2);
  const columns = [inner.left, inner.left + PICTURE_BOX.width + BETWEEN] as const;
  texts.push({ text: words.before, size: "small", x: columns[0], y: pen, colour: QUIET });
  texts.push({ text: words.after, size: "small", x: columns[1], y: pen, colour: QUIET });
  pen += type.small.lineHeight + 2;
  const [before, after] = [boxFor(page.master, columns[0], pen), boxFor(page.clean, columns[1], pen)];
  pen += Math.max(before.height, after.height) + 8;
  if (page.verdict !== null) write(page.verdict.text, "text", INK, 2, VERDICT_COLOURS[page.verdict.kind]);
  page.findings.slice(0, MOST_FINDINGS).forEach(({ severity, code, text }, i) => {
    write(`${i + 1}. ${words.severity[severity]} · ${text} [${code}]`, "text", INK, MOST_LINES, SEVERITY_COLOURS[severity]);
  });
  if (page.findings.length > MOST_FINDINGS) write(words.more(page.findings.length - MOST_FINDINGS), "text", QUIET, 1);
  if (page.findings.length === 0 && page.master !== null) write(words.noFindings, "text", QUIET, 1);
  return { page, frame: { x, y, width: CELL_WIDTH, height: pen + PADDING - y }, before, after, texts };
}

function boxFor(size: Size | null, x: number, y: number): Box {
  if (size === null) return { x, y, width: PICTURE_BOX.width, height: NO_PICTURE_HEIGHT };
  return { x, y, ...fitted(size, PICTURE_BOX) };
}
