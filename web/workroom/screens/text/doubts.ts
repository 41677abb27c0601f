/** Where the machine doubts, and the way from one doubt to the next. */
import type { Column, PageColumns } from "../../../../pipeline/columns/column.ts";
import type { Character, TextLayer } from "../../../../pipeline/text-layer.ts";
import type { Caret } from "./editor-state.ts";

/** Calibrated confidence below which a character is marked; of those above it fewer than one in twenty is wrong. */
export const DOUBTFUL_BELOW = 0.8;
/** What stands for a character that the machine saw and could not name. */
const UNREAD = "〓";

/** True when somebody should look at the character. */
export function isDoubtful({ confidence, text }: Character): boolean {
  return confidence < DOUBTFUL_BELOW || text === UNREAD;
}

/** A character of a column with where it stands in its text, in code units. */
export interface PlacedCharacter {
  readonly character: Character;
  readonly start: number;
  readonly end: number;
}

/** The characters of a column at their places in the text; white space between them belongs to none. */
export function placedCharacters({ text, characters }: Column): readonly PlacedCharacter[] {
  const placed: PlacedCharacter[] = [];
  let at = 0;
  for (const character of characters) {
    const start = text.indexOf(character.text, at);
    if (start < 0) break;
    at = start + character.text.length;
    placed.push({ character, start, end: at });
  }
  return placed;
}

/** The character behind the caret, or the last one at the end of a column. */
export function characterAtCaret(column: Column | undefined, offset: number): PlacedCharacter | undefined {
  if (!column) return undefined;
  const placed = placedCharacters(column);
  return placed.find(({ end }) => offset < end) ?? placed.at(-1);
}

/** All doubts of the page in reading order. */
export function doubtsOf(page: PageColumns): readonly (Caret & { readonly confidence: number })[] {
  return page.columns.flatMap((column) =>
    placedCharacters(column)
      .filter(({ character }) => isDoubtful(character))
      .map(({ character, start }) => ({ column: column.id, offset: start, confidence: character.confidence })),
  );
}

/** The next doubt after the caret, or the one before it; undefined when there is none that way. */
export function doubtFrom(page: PageColumns, caret: Caret | undefined, way: 1 | -1): Caret | undefined {
  const doubts = doubtsOf(page);
  if (!caret) return way === 1 ? doubts[0] : doubts.at(-1);
  const order = new Map(page.columns.map(({ id }, index) => [id, index]));
  const compare = (one: Caret): number =>
    (order.get(one.column) ?? 0) - (order.get(caret.column) ?? 0) || one.offset - caret.offset;
  return way === 1 ? doubts.find((each) => compare(each) > 0) : doubts.findLast((each) => compare(each) < 0);
}

/** The reading of the machine at the place of a character that a person has written over, as the layer names it. */
export function machineReadingAt(
  shown: TextLayer,
  placed: PlacedCharacter | undefined,
): { readonly line: string; readonly at: number; readonly read: string; readonly typed: string } | undefined {
  if (!placed) return undefined;
  const { box, text } = placed.character;
  for (const { id, characters } of shown.lines) {
    const at = characters.findIndex((each) => each.box.x === box.x && each.box.y === box.y && each.box.height === box.height);
    const read = characters[at];
    if (read) return read.text === text ? undefined : { line: id, at, read: read.text, typed: text };
  }
  return undefined;
}
