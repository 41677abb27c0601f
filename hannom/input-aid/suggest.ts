/** What the input aid offers for what was typed, best first. It offers and never replaces anything by itself. */
import { codePointKind, codePointName, glyphs, hanBlock } from "../code-point.ts";
import { readingsOf } from "../readings.ts";
import { byReading, type ReadingIndex } from "./by-reading.ts";
import { charactersWith } from "./components.ts";
import { charactersOf, radicalNumber } from "./radical-strokes.ts";

/** How somebody looks for a character. */
export const AID_WAYS = ["reading", "components", "radical", "code-point", "character"] as const;
/** One of {@link AID_WAYS}. */
export type AidWay = (typeof AID_WAYS)[number];

/** One offer. */
export interface Suggestion {
  readonly text: string;
  readonly codePoints: readonly string[];
  /** Block of the first character ("URO", "B"); absent for what is no unified Han character. */
  readonly block?: string;
  readonly readings: readonly string[];
  /** How often the library's reviewed texts have it. */
  readonly count: number;
}

/** What the library knows. */
export interface AidKnowledge {
  readonly readings: ReadingIndex;
  /** How often the reviewed texts have a character; 0 for never. */
  readonly countOf: (text: string) => number;
}

/** What was found. */
export interface Suggestions {
  readonly found: number;
  /** At most as many as were asked for. */
  readonly suggestions: readonly Suggestion[];
}

/** Longest text that is looked up, in code points. */
const LONGEST_QUERY = 80;
const CODE_POINT = /^(?:u\+|0x|&#x|\\u\{?)?([0-9a-f]{4,6})[;}]?$/iu;
const RADICAL = /^(\p{L}|[\u2f00-\u2fd5]|\d{1,3})\s*[.+ ]\s*(\d{1,2})$/u;

/**
 * The offers: those that the library's texts have most often come first, then in the order in which they were found. A query
 * that says nothing in its way finds nothing.
 */
export function suggest(way: AidWay, query: string, most: number, knowledge: AidKnowledge): Suggestions {
  const typed = [...query].slice(0, LONGEST_QUERY).join("").trim();
  const texts = typed === "" ? [] : FINDERS[way](typed, knowledge);
  const ranked = texts
    .map((text, at) => ({ text, at, count: knowledge.countOf(text) }))
    .sort((a, b) => b.count - a.count || a.at - b.at);
  return { found: texts.length, suggestions: ranked.slice(0, most).map(({ text, count }) => inWords(text, count)) };
}

const FINDERS: Readonly<Record<AidWay, (typed: string, knowledge: AidKnowledge) => readonly string[]>> = {
  reading: (typed, { readings }) => byReading(readings, typed).map(({ text }) => text),
  components: charactersWith,
  radical: (typed) => {
    const [, named = "", strokes = ""] = RADICAL.exec(typed) ?? [];
    const radical = /^\d+$/u.test(named) ? Number(named) : named === "" ? undefined : radicalNumber(named);
    return radical === undefined ? [] : charactersOf({ radical, strokes: Number(strokes) });
  },
  "code-point": (typed) => {
    const point = Number.parseInt(CODE_POINT.exec(typed)?.[1] ?? "", 16);
    // Noncharacters and halves of pairs are no text (Unicode Standard, section 23.7).
    const isText = point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) && (point & 0xfffe) !== 0xfffe && point >= 0x20;
    return isText ? [String.fromCodePoint(point)] : [];
  },
  character: (typed) => [...new Set(glyphs(typed).filter((each) => codePointKind(each) !== "surrogate"))],
};

function inWords(text: string, count: number): Suggestion {
  const block = hanBlock(text);
  const readings = readingsOf([...text][0] ?? "");
  return { text, codePoints: [...text].map(codePointName), ...(block === undefined ? {} : { block }), readings, count };
}
