/**
 * How a word in Latin letters is compared when somebody searches: with its tone, without it, or without any mark. Tone marks
 * may stand on either vowel (hòa, hoà), come apart from their letter (NFD), and a final vowel may be i or y (kĩ, kỹ).
 */

/** A word folded three ways; each is only ever compared with its like. */
export interface WordKey {
  /** The word in small letters, composed (NFC), as it was spelled. */
  readonly text: string;
  /** ASCII letters and digits where the word is Vietnamese: nguoi. */
  readonly bare: string;
  /** With the marks of letters, without that of the tone: ngươi. */
  readonly toneless: string;
  /** 0 ngang, 1 huyền, 2 sắc, 3 hỏi, 4 ngã, 5 nặng. */
  readonly tone: number;
}

/** How much of a typed word counts. */
export type WordLevel = "bare" | "toneless" | "toned";

const TONES = ["\u0300", "\u0301", "\u0309", "\u0303", "\u0323"];
/** Longer than any word; what is longer was not meant as one. */
const LONGEST_CHARACTERS = 40;

/** Fold one word of letters or digits. Compatibility forms (fullwidth) become plain ones: this is a key, never a text. */
export function wordKey(word: string): WordKey {
  const text = word.slice(0, LONGEST_CHARACTERS).normalize("NFKC").toLowerCase().replaceAll("ð", "đ");
  const letters = text.normalize("NFD");
  const mark = [...letters].findLast((each) => TONES.includes(each));
  const withoutTone = mark === undefined ? letters : [...letters].filter((each) => !TONES.includes(each)).join("");
  const toneless = finalVowel(withoutTone).normalize("NFC");
  const bare = finalVowel(withoutTone.replace(/\p{M}/gu, "").replaceAll("đ", "d"));
  return { text, bare, toneless, tone: mark === undefined ? 0 : TONES.indexOf(mark) + 1 };
}

/** A lone y after the first consonants is the i of other spellings; in thúy it is not, since thúi is another word. */
function finalVowel(word: string): string {
  return /^(?:qu|[bcdđghklmnprstvx]*)y$/.test(word) ? `${word.slice(0, -1)}i` : word;
}

/** How much of this word its writer gave: a word without marks may stand for any of its toned forms. */
export function levelOf(key: WordKey): WordLevel {
  if (key.tone > 0) return "toned";
  return key.toneless === key.bare ? "bare" : "toneless";
}

/** True when a word of a text is the one that was typed, as far as the level goes. */
export function isSameWord(typed: WordKey, level: WordLevel, found: WordKey): boolean {
  if (level === "bare") return found.bare === typed.bare;
  return found.toneless === typed.toneless && (level === "toneless" || found.tone === typed.tone);
}

/** True when a word of a text begins with what was typed; a tone counts once it was typed. */
export function beginsWith(typed: WordKey, level: WordLevel, found: WordKey): boolean {
  if (level === "bare") return found.bare.startsWith(typed.bare);
  return found.toneless.startsWith(typed.toneless) && (level === "toneless" || found.tone === typed.tone);
}
