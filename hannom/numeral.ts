/** Numbers as leaves bear them: 七, 十二, 二十, 廿三, 卅, 一百零五, 一〇五. */

const DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const TENS: Readonly<Record<string, number>> = { 十: 10, 廿: 20, 卅: 30, 卌: 40 };

/**
 * The whole number that the text is, 1 to 999.
 * @returns undefined when the text is anything else; nothing is guessed.
 */
export function readNumeral(text: string): number | undefined {
  const characters = [...text];
  if (characters.length === 0 || !characters.every((each) => each in DIGITS || each in TENS || each === "百")) return undefined;
  const number = characters.every((each) => each in DIGITS) ? byPlace(characters) : bySum(characters);
  return number !== undefined && number > 0 && number < 1000 ? number : undefined;
}

/** 一〇五: one character a digit. */
function byPlace(characters: readonly string[]): number | undefined {
  return characters.length > 3 ? undefined : characters.reduce((sum, each) => sum * 10 + (DIGITS[each] ?? 0), 0);
}

const SUM = /^(?:([一二三四五六七八九])?百零?)?(?:([一二三四五六七八九])?十|([廿卅卌]))?([一二三四五六七八九])?$/u;

/** 一百二十三: hundreds, tens, ones, each at most once and in this order; a unit alone counts once. */
function bySum(characters: readonly string[]): number | undefined {
  const text = characters.join("");
  const match = SUM.exec(text);
  if (!match) return undefined;
  const [, hundreds, tens, joined, ones] = match;
  const digit = (each: string | undefined, missing: number) => (each === undefined ? missing : (DIGITS[each] ?? 0));
  const hundred = text.includes("百") ? digit(hundreds, 1) * 100 : 0;
  const ten = joined === undefined ? (text.includes("十") ? digit(tens, 1) * 10 : 0) : (TENS[joined] ?? 0);
  return hundred + ten + digit(ones, 0);
}
