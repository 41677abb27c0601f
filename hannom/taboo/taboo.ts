/**
 * Characters avoided (kỵ húy) as hints for the date of a copy. A hint, never a date: copyists kept old taboos, forgot new ones, copied
 * what lay before them, and private texts cared less; who dates a book weighs hints with the paper, the hand and the colophon.
 */
import { TABOO_TABLE } from "./taboo-table.ts";

/** One avoidance that a source states. */
export interface Taboo {
  /** The year it was ordered, or the first of the reign that it honours. */
  readonly firstYear: number;
  readonly regime: string;
  /** A character, or two that were avoided only together. */
  readonly avoided: string;
  readonly instead?: string;
  readonly how: "replaced" | "avoided" | "strokes-left-out" | "strokes-added";
  readonly source: string;
}

/**
 * What a text does with a taboo: it writes the avoided character in full ("breaks"), or has none of it but what was written instead
 * ("may-keep": weak, for the other character is also used in its own right).
 */
export interface TabooHint {
  readonly taboo: Taboo;
  readonly sign: "breaks" | "may-keep";
  /** How often the character that is the sign stands in the text. */
  readonly count: number;
}

/** All that are known, in the order of time. */
export const TABOOS: readonly Taboo[] = TABOO_TABLE.trim().split("\n").flatMap(taboosOf);

function taboosOf(line: string): readonly Taboo[] {
  const [year = "", regime = "", avoided = "", instead = "", how = "", source = ""] = line.split("|").map((cell) => cell.trim());
  return avoided.split(" ").map((each) => ({
    firstYear: Number(year),
    regime,
    avoided: each,
    ...(instead === "" ? {} : { instead }),
    how: how as Taboo["how"],
    source,
  }));
}

/**
 * What the text does with each taboo that it touches, in the order of time. Characters are compared as typed: a transcription that writes
 * a mutilated character in full looks as if it broke the taboo, so look at the page.
 */
export function tabooHints(text: string): readonly TabooHint[] {
  return TABOOS.flatMap((taboo): readonly TabooHint[] => {
    const broken = countOf(text, taboo.avoided);
    if (broken > 0) return [{ taboo, sign: "breaks", count: broken }];
    const kept = taboo.instead === undefined ? 0 : countOf(text, taboo.instead);
    return kept > 0 ? [{ taboo, sign: "may-keep", count: kept }] : [];
  });
}

function countOf(text: string, wanted: string): number {
  return text.split(wanted).length - 1;
}
