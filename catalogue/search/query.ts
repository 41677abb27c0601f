/** What somebody typed, as terms that a page must have. */
import { type SearchUnit, searchUnits } from "../../hannom/search-key.ts";
import { beginsWith, isSameWord, levelOf, type WordKey, type WordLevel } from "../../hannom/search-key-word.ts";
import type { PageUnit } from "./flows.ts";

/** One character, or one word at a level. */
export type QueryUnit =
  | { readonly kind: "glyph"; readonly key: string }
  | { readonly kind: "word"; readonly key: WordKey; readonly level: WordLevel; readonly isBeginning: boolean };

/** Units that must follow each other. */
export type Term = readonly QueryUnit[];

/** Terms that must all be on a page; without terms nothing is asked for, and nothing is found. */
export interface Query {
  readonly terms: readonly Term[];
}

/** Longer texts are no queries; their beginning is searched for. */
const MOST_CHARACTERS = 1000;
const MOST_UNITS = 64;
const MOST_TERMS = 8;

/** How marks count: as they were typed in the whole query, or each word by itself. */
export type Strictness = "as-typed" | "word-by-word";

/**
 * Read a query. Words that follow each other are a phrase, characters without a space between them are one too; what stands
 * in double quotes is a phrase whatever it is made of. Any string may be given.
 *
 * A query without tone marks finds all tones. As soon as one word has its tone, words without one mean the level tone
 * (thanh ngang); `word-by-word` takes each of them as one whose tone was left out.
 */
export function parseQuery(typed: string, strictness: Strictness = "as-typed"): Query {
  const phrases = stretchesOf(typed.slice(0, MOST_CHARACTERS)).map((stretch) => searchUnits(stretch));
  const words = phrases.flat().flatMap((unit) => (unit.kind === "word" ? [unit.key] : []));
  const levelFor = levelRule(words, strictness);
  const terms: Term[] = [];
  let left = MOST_UNITS;
  for (const phrase of phrases.slice(0, MOST_TERMS)) {
    const term = phrase.slice(0, left).flatMap((unit) => queryUnit(unit, levelFor));
    left -= term.length;
    if (term.length > 0) terms.push(term);
  }
  return { terms };
}

/** The same query, its last word only begun. */
export function withOpenEnd(query: Query): Query {
  const last = query.terms.at(-1) ?? [];
  const end = last.at(-1);
  if (end?.kind !== "word") return query;
  return { terms: [...query.terms.slice(0, -1), [...last.slice(0, -1), { ...end, isBeginning: true }]] };
}

/** True when the unit of a page is what the query asks for. */
export function matches(asked: QueryUnit, found: PageUnit): boolean {
  if (asked.kind === "glyph") return found.glyph === asked.key;
  const isMatch = asked.isBeginning ? beginsWith : isSameWord;
  return found.sounds.some((sound) => isMatch(asked.key, asked.level, sound));
}

function levelRule(words: readonly WordKey[], strictness: Strictness): (word: WordKey) => WordLevel {
  const isToned = words.some((word) => word.tone > 0);
  return strictness === "as-typed" && isToned ? () => "toned" : levelOf;
}

function queryUnit(unit: SearchUnit, levelFor: (word: WordKey) => WordLevel): QueryUnit[] {
  if (unit.kind === "gap") return [];
  if (unit.kind === "glyph") return [{ kind: "glyph", key: unit.key }];
  return [{ kind: "word", key: unit.key, level: levelFor(unit.key), isBeginning: false }];
}

const ENDS_IN_WORD = /[\p{Script=Latin}\p{M}\p{Nd}]\p{P}*$/u;
const BEGINS_WITH_WORD = /^\p{P}*[\p{Script=Latin}\p{Nd}]/u;

/** Cut at quotes, and at spaces unless a word stands on both sides. */
function stretchesOf(typed: string): readonly string[] {
  return typed.split(/["“”„«»]/u).flatMap((part, index) => (index % 2 === 1 ? [part] : cutAtSpaces(part)));
}

function cutAtSpaces(text: string): readonly string[] {
  const stretches: string[] = [];
  for (const piece of text.split(/\s+/u).filter((each) => each !== "")) {
    const before = stretches.at(-1);
    const isPhrase = before !== undefined && ENDS_IN_WORD.test(before) && BEGINS_WITH_WORD.test(piece);
    if (isPhrase) stretches.push(`${stretches.pop()} ${piece}`);
    else stretches.push(piece);
  }
  return stretches;
}
