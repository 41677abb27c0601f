/** Numbers in words of Quốc ngữ, native and Sino-Vietnamese, as dates write them: hai mươi mốt, nhị thập nhất, mười lăm. */

const ONES: Readonly<Record<string, number>> = {
  mot: 1,
  nhat: 1,
  hai: 2,
  nhi: 2,
  ba: 3,
  tam: 3,
  bon: 4,
  tu: 4,
  nam: 5,
  lam: 5,
  ngu: 5,
  sau: 6,
  luc: 6,
  bay: 7,
  bat: 8,
  chin: 9,
  cuu: 9,
  that: 7,
};
const TENS = new Set(["muoi", "thap"]);

/** A number and how many words it took. */
export interface NumeralRun {
  readonly number: number;
  readonly length: number;
}

/**
 * The number, 1 to 99, that begins at `from`, taking as many words as belong to it.
 * @param words without marks, as `foldWord` gives them. "tam" (三, and tám without its mark) reads 3 before "thập" and alone;
 *   "nam" (năm: five, and year) counts as five, so ask only where a number is due.
 */
export function readVietnameseNumeral(words: readonly string[], from: number): NumeralRun | undefined {
  const first = words[from] ?? "";
  const second = words[from + 1] ?? "";
  if (TENS.has(first)) return withOnes(10, words, from + 1, 1);
  const tens = ONES[first];
  if (tens === undefined) return undefined;
  if (!TENS.has(second)) return { number: tens, length: 1 };
  return withOnes(tens * 10, words, from + 2, 2);
}

function withOnes(tens: number, words: readonly string[], at: number, taken: number): NumeralRun {
  const ones = ONES[words[at] ?? ""];
  // "hai mươi năm Canh Tý" is year twenty, then the year's name: five after ten is said lăm or ngũ.
  if (ones === undefined || words[at] === "nam") return { number: tens, length: taken };
  return { number: tens + ones, length: taken + 1 };
}
