/** Words of Quốc ngữ without marks, for looking names up however they were typed. */

/** Dates are made of few words; the bound only keeps foreign text from filling memory. */
const KEPT_WORDS = 5_000;
const kept = new Map<string, string>();

/** Lower case, no tone and no vowel mark, đ as d; everything else stays. */
export function foldWord(word: string): string {
  const known = kept.get(word);
  if (known !== undefined) return known;
  const folded = word
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mn}+/gu, "")
    .replace(/đ/g, "d");
  if (kept.size >= KEPT_WORDS) kept.clear();
  kept.set(word, folded);
  return folded;
}
