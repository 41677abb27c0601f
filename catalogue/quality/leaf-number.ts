/** The number of a leaf as its centre strip says it. */
import { readNumeral } from "../../hannom/numeral.ts";
import type { TextLayer, TextLine } from "../../pipeline/text-layer.ts";

/**
 * The number stands by itself at the end, sometimes with the word for leaf behind it. Numerals that follow other characters
 * directly are those of a volume (卷一) or of a year.
 */
const AT_END = /(?:^|\s)([〇零一二三四五六七八九十廿卅卌百]+)\s*[葉張頁]?\s*$/u;
/** Every character of the number must be as sure as this: 二 and 三 are soon taken for each other. */
const LEAST_CONFIDENCE = 0.75;

/** @returns null when the page has no centre strip, two that disagree, or no number on it that was surely read */
export function leafNumberOf(text: TextLayer): number | null {
  const titles = text.lines.filter((line) => line.kind === "running-title");
  const known = new Set(titles.map(numberOfLine).filter((each) => each !== undefined));
  return known.size === 1 ? ([...known][0] ?? null) : null;
}

function numberOfLine(line: TextLine): number | undefined {
  const [end, numeral] = AT_END.exec(line.text) ?? [];
  if (end === undefined || numeral === undefined) return undefined;
  // What a person wrote may have no characters with confidences.
  const first = line.characters.length - end.replace(/\s/gu, "").length;
  const characters = line.characters.slice(Math.max(0, first), Math.max(0, first + numeral.length));
  return characters.every((each) => each.confidence >= LEAST_CONFIDENCE) ? readNumeral(numeral) : undefined;
}
