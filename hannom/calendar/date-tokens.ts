/** A date in Han characters, Quốc ngữ or both, taken apart in the order of the text. */
import type { DateToken } from "./date-token.ts";
import { hanDateTokens } from "./han-date-tokens.ts";
import { vietnameseDateTokens } from "./vietnamese-date-tokens.ts";

const PIECE = /([〇\p{Script=Han}]+)|([\p{Script=Latin}\p{M}]+|\d+)|([?~～\-–—/])/gu;
const SIGNS: Readonly<Record<string, DateToken>> = {
  "?": { kind: "unsure" },
  "~": { kind: "about" },
  "～": { kind: "about" },
  "-": { kind: "to" },
  "–": { kind: "to" },
  "—": { kind: "to" },
  "/": { kind: "slash" },
};
/** White space and dots that printers set between characters of one word of the script. */
const BETWEEN_HAN = /(\p{Script=Han})[\s·・。，、,．.:：「」『』（）()]+(?=\p{Script=Han})/gu;

/** Books of the first half of the twentieth century hyphenate names: Thái-hòa, Tự-đức. */
const HYPHEN = /(?<=[\p{Script=Latin}\p{M}])[-‐](?=\p{Script=Latin})/gu;

const HAS_HYPHEN = /[-‐]/;

/** Tokens in order; punctuation that says nothing is left out. */
export function dateTokens(text: string): readonly DateToken[] {
  const tokens: DateToken[] = [];
  let words: string[] = [];
  const endWords = (): void => {
    if (words.length > 0) tokens.push(...vietnameseDateTokens(words));
    words = [];
  };
  const whole = withoutPrintersMarks(text);
  // Registers have a hundred thousand dates: `matchAll` would make a new expression, and a pattern a list, for each.
  PIECE.lastIndex = 0;
  for (let piece = PIECE.exec(whole); piece !== null; piece = PIECE.exec(whole)) {
    const han = piece[1];
    const word = piece[2];
    const sign = piece[3];
    if (word !== undefined) words.push(word);
    else {
      endWords();
      if (han !== undefined) tokens.push(...hanDateTokens(han));
      if (sign !== undefined) tokens.push(SIGNS[sign] as DateToken);
    }
  }
  endWords();
  return tokens;
}

function withoutPrintersMarks(text: string): string {
  const joined = text.replace(BETWEEN_HAN, "$1");
  return HAS_HYPHEN.test(joined) ? joined.replace(HYPHEN, " ") : joined;
}
