/**
 * The cycle of sixty (干支, can chi) that names years: stem and branch turn together, so year Y stands at (Y − 4) mod 60.
 * A lunar year is given the number of the Gregorian year in which it begins.
 */

const STEMS = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES = "子丑寅卯辰巳午未申酉戌亥";
const STEM_NAMES = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"] as const;
const BRANCH_NAMES = ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"] as const;

/** A place in the cycle: 0 is 甲子 Giáp Tý, 59 is 癸亥 Quý Hợi. */
export type SexagenaryIndex = number;

/** The place of a year in the cycle. */
export function sexagenaryOfYear(year: number): SexagenaryIndex {
  return (((year - 4) % 60) + 60) % 60;
}

/** The place where a stem (0–9) and a branch (0–11) meet; undefined for the half of the pairs that never do, such as 甲丑. */
export function sexagenaryOf(stem: number, branch: number): SexagenaryIndex | undefined {
  if ((stem + branch) % 2 === 1) return undefined;
  return (((6 * stem - 5 * branch) % 60) + 60) % 60;
}

/** 庚子. */
export function sexagenaryInHan(index: SexagenaryIndex): string {
  return `${STEMS[index % 10]}${BRANCHES[index % 12]}`;
}

/** Canh Tý. */
export function sexagenaryInVietnamese(index: SexagenaryIndex): string {
  return `${STEM_NAMES[index % 10]} ${BRANCH_NAMES[index % 12]}`;
}

/** All years from `first` to `last`, both included, at this place of the cycle. */
export function yearsAt(index: SexagenaryIndex, first: number, last: number): readonly number[] {
  const start = first + ((((index - sexagenaryOfYear(first)) % 60) + 60) % 60);
  return Array.from({ length: Math.max(0, Math.floor((last - start) / 60) + 1) }, (_, turn) => start + 60 * turn);
}

/** The stem that a Han character is, 0 to 9. */
export function stemInHan(character: string): number | undefined {
  return found(STEMS.indexOf(character));
}

/** The branch that a Han character is, 0 to 11. 己 and 已 are what careless hands and machines make of 巳; they are not taken. */
export function branchInHan(character: string): number | undefined {
  return found(BRANCHES.indexOf(character));
}

/** The stem that a word is; `word` is in lower case without marks, as `foldWord` gives it. */
export function stemInVietnamese(word: string): number | undefined {
  return STEM_WORDS.get(word);
}

/** The branch that a word is; `word` is in lower case without marks. */
export function branchInVietnamese(word: string): number | undefined {
  return BRANCH_WORDS.get(word);
}

// Ty is both Tý (0) and Tỵ (5); without its mark it is read by the stem that stands before it.
const STEM_WORDS: ReadonlyMap<string, number> = new Map([
  ...["giap", "at", "binh", "dinh", "mau", "ky", "canh", "tan", "nham", "quy"].map((name, index) => [name, index] as const),
  ["ki", 5],
  ["qui", 9],
]);
const BRANCH_WORDS: ReadonlyMap<string, number> = new Map([
  ...["ty", "suu", "dan", "mao", "thin", "ti", "ngo", "mui", "than", "dau", "tuat", "hoi"].map(
    (name, index) => [name, index] as const,
  ),
  ["meo", 3],
  ["vi", 7],
]);

function found(index: number): number | undefined {
  return index < 0 ? undefined : index;
}
