/** Quốc ngữ as it is typed by the Telex rules, in which many dictionaries for input methods write their readings. */

const LETTERS: readonly (readonly [RegExp, string])[] = [
  [/dd/gu, "đ"],
  [/aa/gu, "â"],
  [/ee/gu, "ê"],
  [/oo/gu, "ô"],
  [/aw/gu, "ă"],
  [/uow/gu, "ươ"],
  [/ow/gu, "ơ"],
  [/uw/gu, "ư"],
];
/** Combining marks of the tones; z says that there is none. */
const TONES: Readonly<Record<string, string>> = { f: "\u0300", s: "\u0301", r: "\u0309", x: "\u0303", j: "\u0323", z: "" };

/** One syllable, or several parted by spaces, composed (NFC): dieemz is diêm, nguowif is người. What is no Telex stays as it is. */
export function fromTelex(text: string): string {
  return text.toLowerCase().split(" ").map(syllable).join(" ");
}

function syllable(typed: string): string {
  const tone = TONES[typed.at(-1) ?? ""];
  const isToned = tone !== undefined && typed.length > 1;
  const bare = isToned ? typed.slice(0, -1) : typed;
  const letters = LETTERS.reduce((word, [from, to]) => word.replace(from, to), bare);
  return (isToned ? withTone(letters, tone) : letters).normalize("NFC");
}

/**
 * The tone stands on the vowel with a mark of its own (the ơ of ươ), else on the last vowel before a final consonant, else on the
 * one before the last (hòa, mía); u after q and i after g before another vowel belong to the consonant.
 */
function withTone(word: string, tone: string): string {
  const start = /^(?:qu|gi(?=[aăâeêioôơuưy]))/u.exec(word)?.[0].length ?? 0;
  const vowels = [...word.matchAll(/[aăâeêioôơuưy]/gu)].filter(({ index }) => index >= start).map(({ index }) => index);
  const marked = vowels.findLast((index) => "ăâêôơư".includes(word[index] ?? ""));
  const last = vowels.at(-1);
  if (last === undefined) return word;
  const at = marked ?? (last < word.length - 1 || vowels.length === 1 ? last : (vowels.at(-2) ?? last));
  return `${word.slice(0, at + 1)}${tone}${word.slice(at + 1)}`;
}
