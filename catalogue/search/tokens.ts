/**
 * What the databases' full-text indexes are given: for each page a bag of tokens. Single characters and pairs of neighbours
 * (bigrams), as is usual for texts without spaces; words as toned, toneless and bare, and pairs of bare ones. A phrase is found
 * by its pairs and then looked for on the page itself, so that the index need not know positions, and a character may stand
 * for each of its readings.
 */

import type { WordKey } from "../../hannom/search-key-word.ts";
import { type Flow, flowsOf, type PageUnit } from "./flows.ts";
import type { Query, QueryUnit, Term } from "./query.ts";

/** Raised whenever the tokens of a page may change: by this file, by what folds, or by what a flow is. */
export const TOKENS_VERSION = 1;

/** A token asked for; `isBeginning` when longer ones count as well. */
export interface AskedToken {
  readonly text: string;
  readonly isBeginning: boolean;
}

/** The tokens of streams, each once. */
export function tokensOfFlows(flows: readonly Flow[]): readonly string[] {
  const tokens = new Set<string>();
  for (const flow of flows) {
    for (const [index, unit] of flow.entries()) {
      addSingles(tokens, unit);
      const next = flow[index + 1];
      if (next) addPairs(tokens, unit, next);
    }
  }
  return [...tokens];
}

function addSingles(tokens: Set<string>, unit: PageUnit): void {
  if (unit.glyph !== undefined) tokens.add(unit.glyph);
  for (const sound of unit.sounds) {
    tokens.add(toned(sound));
    tokens.add(`t${sound.toneless}`);
    tokens.add(`b${sound.bare}`);
  }
}

function addPairs(tokens: Set<string>, unit: PageUnit, next: PageUnit): void {
  if (unit.glyph !== undefined && next.glyph !== undefined) tokens.add(unit.glyph + next.glyph);
  for (const first of unit.sounds) for (const second of next.sounds) tokens.add(`b${first.bare}_${second.bare}`);
}

function toned(word: WordKey): string {
  return `e${word.toneless}${word.tone}`;
}

/** What a page must have for all terms to be there. */
export interface PageCondition {
  readonly tokens: readonly AskedToken[];
  /** Folded texts that its folded text must contain besides. */
  readonly phrases: readonly string[];
  /** True when a page that has them has the query; otherwise it most often has. */
  readonly isSufficient: boolean;
}

/** The condition for a query. */
export function conditionFor(query: Query): PageCondition {
  const tokens = new Map<string, AskedToken>();
  for (const token of query.terms.flatMap(tokensOfTerm)) tokens.set(`${token.isBeginning} ${token.text}`, token);
  return {
    tokens: [...tokens.values()],
    phrases: query.terms.flatMap((term) =>
      isLongPhrase(term) ? [term.map((unit) => (unit.kind === "glyph" ? unit.key : "")).join("")] : [],
    ),
    isSufficient: query.terms.every((term) => isLongPhrase(term) || isToldByTokens(term)),
  };
}

/** The tokens that a description must have: its words may stand in any order. */
export function tokensOfDescriptionQuery(query: Query): readonly AskedToken[] {
  return query.terms.flatMap((term) =>
    term.flatMap((unit, index) => {
      const next = term[index + 1];
      return [single(unit), ...(unit.kind === "glyph" && next?.kind === "glyph" ? [whole(unit.key + next.key)] : [])];
    }),
  );
}

function tokensOfTerm(term: Term): readonly AskedToken[] {
  if (term.length === 1) return term.map(single);
  return term.flatMap((unit, index) => {
    const next = term[index + 1];
    // A pair of words says nothing of their marks, and a mixed pair has no token of its own.
    const own = unit.kind === "word" && unit.level === "bare" ? [] : [single(unit)];
    if (!next) return unit.kind === "glyph" ? [] : own;
    const pair = pairOf(unit, next);
    if (unit.kind === "glyph" && pair) return [pair];
    return [...own, ...(pair ? [pair] : [single(unit), single(next)])];
  });
}

function pairOf(unit: QueryUnit, next: QueryUnit): AskedToken | undefined {
  if (unit.kind === "glyph" && next.kind === "glyph") return whole(unit.key + next.key);
  if (unit.kind !== "word" || next.kind !== "word") return undefined;
  return { text: `b${unit.key.bare}_${next.key.bare}`, isBeginning: next.isBeginning };
}

function single(unit: QueryUnit): AskedToken {
  if (unit.kind === "glyph") return whole(unit.key);
  const { key, level, isBeginning } = unit;
  if (level === "bare") return { text: `b${key.bare}`, isBeginning };
  if (level === "toneless" || isBeginning) return { text: `t${key.toneless}`, isBeginning };
  return whole(toned(key));
}

function whole(text: string): AskedToken {
  return { text, isBeginning: false };
}

/** Of characters only, and more than a pair. */
function isLongPhrase(term: Term): boolean {
  return term.length > 2 && term.every((unit) => unit.kind === "glyph");
}

function isToldByTokens(term: Term): boolean {
  const [first, second] = term;
  if (first === undefined || term.length > 2) return false;
  if (!second) return first.kind === "glyph" || !(first.isBeginning && first.level === "toned");
  const isBare = (unit: QueryUnit): boolean => unit.kind === "word" && unit.level === "bare";
  return (first.kind === "glyph" && second.kind === "glyph") || (isBare(first) && isBare(second));
}

/** Texts without places, such as those of a description, as streams. */
export function flowOfText(text: string): Flow {
  return (
    flowsOf({
      page: "text",
      label: "",
      script: "han-nom",
      writingMode: "horizontal-tb",
      lines: [{ id: "1", kind: "body", text, box: { x: 0, y: 0, width: 0, height: 0 } }],
    })[0] ?? []
  );
}

/** The characters of a page folded, streams on lines of their own, words and gaps as a space: where a phrase can be looked up. */
export function foldedText(flows: readonly Flow[]): string {
  return flows.map((flow) => flow.map((unit) => unit.glyph ?? " ").join("")).join("\n");
}
