/**
 * A page as it is searched: streams of characters and words that a phrase may run through. The main text runs from column to
 * column; where double small columns interrupt it, the large text is a stream of its own as well; what stands apart (centre
 * strip, head notes) is apart.
 */
import { type SearchUnit, searchUnits } from "../../hannom/search-key.ts";
import { soundsOf } from "../../hannom/search-key-glyph.ts";
import type { WordKey } from "../../hannom/search-key-word.ts";
import type { SearchLine, SearchPage } from "../../pipeline/search-page.ts";

/** Which text of a line: as written, or how a person read it. */
export type TextOfLine = "written" | "phien-am";

/** A stretch of one of a line's texts, in UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** One character or word of a page. */
export interface PageUnit {
  /** Index of the line on the page. */
  readonly line: number;
  /** Key of a character; undefined for words and for what is lost. */
  readonly glyph: string | undefined;
  /** The words it may be: itself, what a person read there, or the known readings of a character. */
  readonly sounds: readonly WordKey[];
  readonly written: Stretch | undefined;
  readonly phienAm: Stretch | undefined;
}

/** Units that follow each other. */
export type Flow = readonly PageUnit[];

/** The streams of a page. Every unit is in at least one. */
export function flowsOf(page: SearchPage): readonly Flow[] {
  const lines = page.lines.map(unitsOfLine);
  const inMain = (index: number): boolean => isMain(page.lines[index]);
  const main = lines.filter((_units, index) => inMain(index)).flatMap((line) => line.written);
  const large = lines.filter((_units, index) => page.lines[index]?.kind === "body").flatMap((line) => line.written);
  const apart = lines.filter((_units, index) => !inMain(index)).map((line) => line.written);
  const read = lines.flatMap((line) => line.phienAm);
  return [main, ...(large.length < main.length ? [large] : []), ...apart, read].filter((flow) => flow.length > 0);
}

function isMain(line: SearchLine | undefined): boolean {
  return line?.kind === "body" || line?.kind === "commentary";
}

/**
 * The units of a line. A phiên âm of as many words as there are characters is laid upon them; another one is a stream of its
 * own, beside the readings that the characters are known to have.
 */
function unitsOfLine(line: SearchLine, index: number): { readonly written: Flow; readonly phienAm: Flow } {
  const written = searchUnits(line.text);
  const read = searchUnits(line.phienAm ?? "").filter((unit) => unit.kind === "word");
  const isAligned = read.length > 0 && read.length === written.length;
  return {
    written: written.map((unit, position) => pageUnit(unit, index, isAligned ? read[position] : undefined)),
    phienAm: isAligned
      ? []
      : read.map((unit): PageUnit => ({ line: index, glyph: undefined, sounds: [unit.key], written: undefined, phienAm: unit })),
  };
}

const NO_SOUNDS: readonly WordKey[] = [];

function pageUnit(unit: SearchUnit, line: number, read: SearchUnit | undefined): PageUnit {
  const spoken = read?.kind === "word" ? read.key : undefined;
  return {
    line,
    glyph: unit.kind === "glyph" ? unit.key : undefined,
    sounds: soundsOfUnit(unit, spoken),
    // Units have their place; making another value for each of hundreds on a page would be felt.
    written: unit,
    phienAm: read,
  };
}

function soundsOfUnit(unit: SearchUnit, spoken: WordKey | undefined): readonly WordKey[] {
  if (unit.kind === "word") return spoken ? [unit.key, spoken] : [unit.key];
  if (spoken) return [spoken];
  return unit.kind === "glyph" ? soundsOf(unit.key) : NO_SOUNDS;
}
