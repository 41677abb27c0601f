/**
 * The units of a Hán-Nôm text that stand at one place on the page: a character with its reading mark or variation selector, the
 * description of a character that has no code point, a sign for a gap. The caret moves, selects and deletes by them, and each has
 * one box. Brackets of the gap notation have no place of their own: they belong to the unit that they open or close at.
 */
import { codePointKind } from "./code-point.ts";
import { BRACKETS, SIGNS } from "./gap-notation.ts";
import { descriptionEnd } from "./ideographic-description.ts";

const OPENING = new Set(Object.values(BRACKETS).map(([opening]) => opening as string));
const CLOSING = new Set(Object.values(BRACKETS).map(([, closing]) => closing as string));
/** A taboo form is one place on the page, whatever stands beside it in the notation. */
const LONGEST_TABOO = 160;

/** The units without the white space between them; joined they are the text without white space. */
export function textUnits(text: string): readonly string[] {
  const characters = [...text];
  const units: string[] = [];
  let opening = "";
  for (let at = 0; at < characters.length; ) {
    const character = characters[at] as string;
    const end = unitEnd(characters, at);
    const unit = characters.slice(at, end).join("");
    at = end;
    if (character.trim() === "") continue;
    if (OPENING.has(unit)) opening += unit;
    else if (units.length > 0 && opening === "" && belongsBefore(unit)) units.push(`${units.pop()}${unit}`);
    else {
      units.push(`${opening}${unit}`);
      opening = "";
    }
  }
  return opening === "" ? units : [...units.slice(0, -1), `${units.at(-1) ?? ""}${opening}`];
}

/** Where the unit that begins at `at` ends, marks that follow not counted. */
function unitEnd(characters: readonly string[], at: number): number {
  const first = characters[at];
  if (first === "[" && characters.slice(at, at + 3).join("") === SIGNS.unknownCount) return at + 3;
  if (first === BRACKETS.taboo[0]) {
    const length = characters.slice(at, at + LONGEST_TABOO).indexOf(BRACKETS.taboo[1]);
    const inside = characters.slice(at + 1, at + length);
    if (length > 0 && !inside.some((each) => OPENING.has(each) || CLOSING.has(each) || each.trim() === ""))
      return at + length + 1;
  }
  return descriptionEnd(characters, at) ?? at + 1;
}

function belongsBefore(unit: string): boolean {
  const kind = codePointKind(unit);
  return CLOSING.has(unit) || kind === "reading-mark" || kind === "variation-selector";
}

/** The next boundary between units from a UTF-16 offset, forwards or backwards: where an arrow or delete key goes. */
export function unitBoundary(text: string, offset: number, direction: 1 | -1): number {
  let [at, before] = [0, 0];
  for (const unit of unitsWithSpaces(text)) {
    before = at;
    at += unit.length;
    if (direction === 1 && at > offset) return at;
    if (direction === -1 && at >= offset) return before;
  }
  return direction === 1 ? text.length : Math.min(at, offset);
}

/** All of the text in order: units, and each white space by itself. */
function unitsWithSpaces(text: string): readonly string[] {
  return text.split(/(\s)/u).flatMap((part) => (part.trim() === "" ? (part === "" ? [] : [part]) : textUnits(part)));
}
