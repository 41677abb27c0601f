/** How a phrase goes on on a page. */
import { isSameWord, levelOf } from "../../hannom/search-key-word.ts";
import type { SearchPage } from "../../pipeline/search-page.ts";
import { type Flow, flowsOf, type PageUnit } from "./flows.ts";
import { occurrences } from "./locate.ts";
import { matches, type QueryUnit, type Term } from "./query.ts";

/** A longer phrase, and whether it is of words. */
export interface Continuation {
  readonly text: string;
  readonly isOfWords: boolean;
}

/**
 * The phrase with the character that follows it, or with its last word completed, or with the word that follows. Words are
 * spelled as the page has them, with their marks; characters stay as they were typed.
 */
export function continuationsOn(page: SearchPage, phrase: Term, typed: string): readonly Continuation[] {
  const found = new Map<string, Continuation>();
  const last = phrase.at(-1);
  if (!last) return [];
  for (const flow of flowsOf(page)) {
    for (const at of occurrences(phrase, flow)) {
      const longer = last.kind === "glyph" ? nextGlyph(page, flow, at + phrase.length, typed) : wordsFrom(page, flow, at, phrase);
      for (const each of longer) found.set(each.text, each);
    }
  }
  return [...found.values()];
}

function nextGlyph(page: SearchPage, flow: Flow, at: number, typed: string): readonly Continuation[] {
  const next = flow[at];
  return next?.glyph === undefined ? [] : [{ text: typed + writtenText(page, next), isOfWords: false }];
}

function wordsFrom(page: SearchPage, flow: Flow, at: number, phrase: Term): readonly Continuation[] {
  const begun = phrase.slice(0, -1).map((asked, offset) => spelled(page, asked, flow[at + offset])[0] ?? "");
  const last = phrase.at(-1) as QueryUnit;
  const next = flow[at + phrase.length];
  return spelled(page, last, flow[at + phrase.length - 1]).flatMap((word) => {
    const text = [...begun, word].join(" ");
    const isWhole =
      last.kind === "word" &&
      flow[at + phrase.length - 1]?.sounds.some((sound) => isSameWord(last.key, levelOf(last.key), sound));
    const following = isWhole ? (next?.sounds ?? []).map((sound) => `${text} ${sound.text}`) : [];
    return [text, ...following].map((each) => ({ text: each, isOfWords: true }));
  });
}

/** The words that a unit of the page may be, of those asked for. */
function spelled(page: SearchPage, asked: QueryUnit, unit: PageUnit | undefined): readonly string[] {
  if (!unit) return [];
  if (asked.kind === "glyph") return [writtenText(page, unit)];
  return unit.sounds.filter((sound) => matches(asked, { ...unit, glyph: undefined, sounds: [sound] })).map((sound) => sound.text);
}

function writtenText(page: SearchPage, unit: PageUnit): string {
  return page.lines[unit.line]?.text.slice(unit.written?.start ?? 0, unit.written?.end ?? 0) ?? "";
}
