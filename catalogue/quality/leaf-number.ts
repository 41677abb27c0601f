/** The number of a leaf as its centre strip says it. */
import { readNumeral } from "../../hannom/numeral.ts";
import type { TextLayer } from "../../pipeline/text-layer.ts";

/** A running title ends in the number of the leaf, sometimes with the word for leaf behind it. */
const AT_END = /([〇零一二三四五六七八九十廿卅卌百]+)\s*[葉張頁]?\s*$/u;

/** @returns null when the page has no centre strip, two that disagree, or no number on it */
export function leafNumberOf(text: TextLayer): number | null {
  const titles = text.lines.filter((line) => line.kind === "running-title");
  const numbers = titles.map((line) => AT_END.exec(line.text)?.[1]).map((each) => (each ? readNumeral(each) : undefined));
  const known = new Set(numbers.filter((each) => each !== undefined));
  return known.size === 1 ? ([...known][0] ?? null) : null;
}
