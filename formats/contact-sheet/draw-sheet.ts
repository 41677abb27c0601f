/** Draws a contact sheet: the empty sheet first, then page by page, so that no more than one page's pictures are in memory. */
import type { Box, Size } from "../../pipeline/geometry.ts";
import type { Raster, Rgb } from "../raster.ts";
import { CELL, EMPTY, KEPT, LINE, OUTLINE, PAPER, QUIET, SEVERITY_COLOURS } from "./sheet-colours.ts";
import { legendTop, type SheetCell, type SheetPlan, type SheetType } from "./sheet-layout.ts";
import type { Severity, SheetFinding, SheetWords } from "./sheet-page.ts";
import { fillBox, lay, type Point, type Stroke, type Surface, strokeLine, strokeRing, surfaceOf } from "./surface.ts";

const OUTLINE_STROKE: Stroke = { colour: OUTLINE, width: 2, dash: 7 };
const KEPT_STROKE: Stroke = { colour: KEPT, width: 2 };
const FOLD_STROKE: Stroke = { colour: KEPT, width: 2, dash: 7 };
const BADGE = 20;

/** The sheet with its heading and legend, cells still empty. */
export function emptySheet(plan: SheetPlan, words: SheetWords, type: SheetType): Surface {
  const surface = surfaceOf(plan.size.width, plan.size.height, PAPER);
  for (const { text, size, x, y, colour } of plan.texts) type[size].draw(surface, text, x, y, colour);
  drawLegend(surface, plan, words, type);
  return surface;
}

function drawLegend(surface: Surface, plan: SheetPlan, words: SheetWords, type: SheetType): void {
  const y = legendTop(plan.texts.length, type);
  const middle = y + type.text.lineHeight / 2;
  let x = plan.texts[0]?.x ?? 0;
  const say = (text: string) => {
    x = type.text.draw(surface, text, x + 8, y, QUIET) + 28;
  };
  for (const [stroke, text] of [
    [OUTLINE_STROKE, words.outline],
    [KEPT_STROKE, words.kept],
    [FOLD_STROKE, words.fold],
  ] as const) {
    strokeLine(surface, { x, y: middle }, { x: x + 42, y: middle }, stroke, wholeOf(surface));
    x += 42;
    say(text);
  }
  for (const severity of ["rescan", "warning", "note"] as const) {
    fillBox(surface, { x, y: y + 4, width: 16, height: 16 }, SEVERITY_COLOURS[severity]);
    x += 16;
    say(words.severity[severity]);
  }
}

/** Draw one page. Pictures come in the size of their boxes; null where there is none. */
export function drawCell(
  surface: Surface,
  cell: SheetCell,
  pictures: { readonly before: Raster | null; readonly after: Raster | null },
  words: SheetWords,
  type: SheetType,
): void {
  const { page, frame, before, after } = cell;
  fillBox(surface, frame, LINE);
  fillBox(surface, { x: frame.x + 1, y: frame.y + 1, width: frame.width - 2, height: frame.height - 2 }, CELL);
  drawPicture(surface, pictures.before, before, words, type);
  drawPicture(surface, pictures.after, after, words, type);
  if (pictures.before && page.master) {
    const place = placer(before, page.master);
    for (const piece of page.marks.outline) strokePath(surface, piece.map(place), OUTLINE_STROKE, before);
    if (page.marks.kept) strokeRing(surface, page.marks.kept.map(place), KEPT_STROKE, before);
    drawFindings(surface, page.findings, (each) => each.onMaster?.map(place), before, type);
  }
  if (pictures.after && page.clean) {
    const place = placer(after, page.clean);
    for (const fold of page.marks.folds) strokeRing(surface, fold.map(place), FOLD_STROKE, after);
    drawFindings(surface, page.findings, (each) => each.onClean?.map(place), after, type);
  }
  for (const { text, size, x, y, colour, swatch } of cell.texts) {
    if (swatch) fillBox(surface, { x: x - 16, y: y + 2, width: 8, height: type[size].lineHeight - 4 }, swatch);
    type[size].draw(surface, text, x, y, colour);
  }
}

function drawPicture(surface: Surface, picture: Raster | null, box: Box, words: SheetWords, type: SheetType): void {
  if (picture) {
    // White paper would have no edge on a white cell.
    fillBox(surface, { x: box.x - 1, y: box.y - 1, width: box.width + 2, height: box.height + 2 }, LINE);
    lay(surface, picture, box.x, box.y);
    return;
  }
  fillBox(surface, box, EMPTY);
  const x = box.x + (box.width - type.text.widthOf(words.noPicture)) / 2;
  type.text.draw(surface, words.noPicture, x, box.y + (box.height - type.text.lineHeight) / 2, QUIET);
}

/** Boxes with the number under which the finding stands below the pictures. */
function drawFindings(
  surface: Surface,
  findings: readonly SheetFinding[],
  where: (finding: SheetFinding) => readonly Point[] | undefined,
  inside: Box,
  type: SheetType,
): void {
  findings.forEach((finding, i) => {
    const ring = where(finding);
    if (!ring) return;
    strokeRing(surface, ring, { colour: SEVERITY_COLOURS[finding.severity], width: 3 }, inside);
    drawBadge(surface, String(i + 1), ring, finding.severity, inside, type);
  });
}

function drawBadge(
  surface: Surface,
  text: string,
  ring: readonly Point[],
  severity: Severity,
  inside: Box,
  type: SheetType,
): void {
  const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
  const x = clamp(Math.min(...ring.map((point) => point.x)), inside.x, inside.x + inside.width - BADGE);
  const y = clamp(Math.min(...ring.map((point) => point.y)), inside.y, inside.y + inside.height - BADGE);
  const white: Rgb = CELL;
  fillBox(surface, { x, y, width: BADGE, height: BADGE }, SEVERITY_COLOURS[severity]);
  type.text.draw(surface, text, x + (BADGE - type.text.widthOf(text)) / 2, y - 1, white);
}

function strokePath(surface: Surface, points: readonly Point[], stroke: Stroke, inside: Box): void {
  const [only] = points;
  if (points.length === 1 && only) fillBox(surface, { x: only.x - 1, y: only.y - 1, width: 2, height: 2 }, stroke.colour);
  points.slice(1).forEach((point, i) => {
    strokeLine(surface, points[i] as Point, point, stroke, inside);
  });
}

function placer(box: Box, whole: Size): (point: Point) => Point {
  const [scaleX, scaleY] = [box.width / whole.width, box.height / whole.height];
  return ({ x, y }) => ({ x: box.x + x * scaleX, y: box.y + y * scaleY });
}

function wholeOf({ width, height }: Surface): Box {
  return { x: 0, y: 0, width, height };
}
