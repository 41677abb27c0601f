/**
 * From a text layer to runs: stretches of text that a reader selects as one piece, a column or a horizontal word.
 * The characters of a run are given cells that touch each other, so that no viewer sees a gap and guesses a space.
 */
import { StageError } from "../../pipeline/errors.ts";
import type { Box } from "../../pipeline/geometry.ts";
import type { TextLayer, TextLine } from "../../pipeline/text-layer.ts";
import { evenCharacters, type PlacedCharacter } from "../even-characters.ts";

/** One code point and where it stands along the direction of writing, in pixels from the page's top or left edge. */
export interface TextCell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Touching cells in reading order, and the extent across the direction of writing, in pixels. */
export interface TextRun {
  readonly isVertical: boolean;
  readonly acrossStart: number;
  readonly acrossEnd: number;
  readonly cells: readonly TextCell[];
}

/** A place for one character, before cells are made to touch. */
interface Place {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isAfterSpace: boolean;
}

/**
 * A cell is at least this part of the em (the extent across the line), because poppler takes what begins within 0.1 em of the
 * character before for a second print of it and breaks the run; but never more than this part of the average cell.
 */
const SMALLEST_CELL_EM = 0.15;
const SMALLEST_CELL_AVERAGE = 0.8;
/** The part of a character's length that a mark behind it takes. */
const SLIVER = 0.2;

/**
 * The runs of a page in reading order: one a column, or one a word of a horizontal line.
 * Text whose characters have no boxes of their own is spread evenly over its line.
 * @throws {StageError} PDF-BOX when a line with text has no area on the page; PDF-TEXT for half a surrogate pair.
 */
export function textRuns(layer: TextLayer): readonly TextRun[] {
  const isVertical = layer.writingMode === "vertical-rl";
  const runs: TextRun[] = [];
  for (const line of layer.lines) if (stripped(line.text) !== "") runs.push(...runsOfLine(line, layer, isVertical));
  return runs;
}

function runsOfLine(line: TextLine, layer: TextLayer, isVertical: boolean): readonly TextRun[] {
  if (HALF_A_PAIR.test(line.text)) throw new StageError({ code: "PDF-TEXT", facts: { line: line.id } });
  const box = clip(line.box, layer);
  if (box === undefined) throw new StageError({ code: "PDF-BOX", facts: { line: line.id, ...line.box } });
  const across = isVertical
    ? { acrossStart: box.x, acrossEnd: box.x + box.width }
    : { acrossStart: box.y, acrossEnd: box.y + box.height };
  const touching = byCodePoint(touchingCells(placesOf(line, box, isVertical)));
  const cells = widened(touching, across.acrossEnd - across.acrossStart);
  return (isVertical ? [cells] : words(cells)).map((part) => ({ isVertical, ...across, cells: part }));
}

/** Boxes of the characters where they fit the text, otherwise equal shares of the line. */
function placesOf(line: TextLine, box: Box, isVertical: boolean): readonly Place[] {
  const text = HAS_SPACE.test(line.text) ? line.text.replace(SPACE, " ") : line.text;
  if (joined(line.characters) === stripped(text)) {
    const places = placesInOrder(text, line.characters, box, isVertical);
    if (places !== undefined) return places;
  }
  return placesInOrder(text, evenCharacters(text, box, isVertical), box, isVertical) ?? [];
}

/** Undefined when the boxes do not follow each other inside the line, so that an even share serves better. */
function placesInOrder(
  text: string,
  characters: readonly PlacedCharacter[],
  line: Box,
  isVertical: boolean,
): readonly Place[] | undefined {
  const [least, most] = isVertical ? [line.y, line.y + line.height] : [line.x, line.x + line.width];
  const places: Place[] = [];
  let position = 0;
  let before = Number.NEGATIVE_INFINITY;
  for (const { text: character, box } of characters) {
    const found = text.indexOf(character, position);
    const start = clamp(isVertical ? box.y : box.x, least, most);
    const end = clamp(isVertical ? box.y + box.height : box.x + box.width, least, most);
    if (end <= start || start + end <= before) return undefined;
    places.push({ text: character, start, end, isAfterSpace: places.length > 0 && found > position });
    position = found + character.length;
    before = start + end;
  }
  return places;
}

/** Cells meet halfway between neighbours; a typed space keeps the gap for itself. */
function touchingCells(places: readonly Place[]): readonly TextCell[] {
  const cells: TextCell[] = [];
  let start = places[0]?.start ?? 0;
  places.forEach((place, at) => {
    const next = places[at + 1];
    if (next === undefined) cells.push({ text: place.text, start, end: place.end });
    else if (next.isAfterSpace && next.start > place.end) {
      cells.push({ text: place.text, start, end: place.end }, { text: " ", start: place.end, end: next.start });
    } else {
      const middle = (place.end + next.start) / 2;
      cells.push({ text: place.text, start, end: middle });
      if (next.isAfterSpace) cells.push({ text: " ", start: middle, end: middle });
    }
    start = cells.at(-1)?.end ?? start;
  });
  return cells;
}

/** Move the borders between cells so that each is long enough; the ends of the line stay. */
function widened(cells: readonly TextCell[], em: number): readonly TextCell[] {
  const start = cells[0]?.start ?? 0;
  const end = Math.max(start + 1, cells.at(-1)?.end ?? 0);
  const least = Math.min(SMALLEST_CELL_EM * em, (SMALLEST_CELL_AVERAGE * (end - start)) / cells.length);
  if (cells.every((cell) => cell.end - cell.start >= least)) return cells;
  const borders = [start, ...cells.map((cell) => cell.end)];
  borders[cells.length] = end;
  for (let at = 1; at < borders.length; at++) borders[at] = Math.max(borders[at] ?? 0, (borders[at - 1] ?? 0) + least);
  borders[cells.length] = end;
  for (let at = cells.length - 1; at > 0; at--) borders[at] = Math.min(borders[at] ?? 0, (borders[at + 1] ?? 0) - least);
  return cells.map(({ text }, at) => ({ text, start: borders[at] ?? start, end: borders[at + 1] ?? end }));
}

/**
 * One cell a code point: marks and variation selectors behind a base get a sliver at its end. MuPDF tears surrogate pairs
 * apart when one code means several code points, so a code never does.
 */
function byCodePoint(cells: readonly TextCell[]): readonly TextCell[] {
  return cells.every(({ text }) => isOneCodePoint(text)) ? cells : cells.flatMap(withSlivers);
}

function isOneCodePoint(text: string): boolean {
  return text.length === 1 || (text.length === 2 && (text.codePointAt(0) ?? 0) > 0xffff);
}

function withSlivers(cell: TextCell): readonly TextCell[] | TextCell {
  if (isOneCodePoint(cell.text)) return cell;
  const [base = "", ...marks] = [...cell.text];
  const sliver = Math.min(SLIVER, 1 / (marks.length + 1)) * (cell.end - cell.start);
  const edge = cell.end - marks.length * sliver;
  return [
    { text: base, start: cell.start, end: edge },
    ...marks.map((text, at) => ({ text, start: edge + at * sliver, end: edge + (at + 1) * sliver })),
  ];
}

/** Words keep the space that follows them, so that copying text keeps it too. */
function words(cells: readonly TextCell[]): readonly (readonly TextCell[])[] {
  const found: TextCell[][] = [[]];
  for (const cell of cells) {
    found.at(-1)?.push(cell);
    if (cell.text === " ") found.push([]);
  }
  return found.filter((word) => word.length > 0);
}

function clip(box: Box, page: { readonly width: number; readonly height: number }): Box | undefined {
  const x = clamp(box.x, 0, page.width);
  const y = clamp(box.y, 0, page.height);
  const width = clamp(box.x + box.width, 0, page.width) - x;
  const height = clamp(box.y + box.height, 0, page.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

const HALF_A_PAIR = /\p{Cs}/u;
/** Control characters have no meaning in a PDF's text (PDF/A-2, 6.2.11.7.2 forbids U+0000, U+FEFF, U+FFFE): treated as spaces. */
const SPACE = /[\s\p{Cc}\uFEFF\uFFFE]+/gu;
/** Most columns have none, and a look is cheaper than a copy. */
const HAS_SPACE = /[\s\p{Cc}\uFEFF\uFFFE]/u;

function stripped(text: string): string {
  return HAS_SPACE.test(text) ? text.replace(SPACE, "") : text;
}

function joined(characters: readonly PlacedCharacter[]): string {
  let text = "";
  for (const character of characters) text += character.text;
  return text;
}
