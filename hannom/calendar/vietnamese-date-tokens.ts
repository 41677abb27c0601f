/** Dates in Quốc ngữ, taken apart: "tháng Chạp năm Tự Đức thứ 35 (Nhâm Ngọ)". */
import type { DateToken } from "./date-token.ts";
import { ERAS_BY_NAME, type Era, ofHouse } from "./era.ts";
import { eraWord } from "./era-word.ts";
import { foldWord } from "./fold-word.ts";
import { type Named, nameFinder } from "./name-finder.ts";
import { RULERS_BY_NAME } from "./rulers.ts";
import { branchInVietnamese, sexagenaryOf, stemInVietnamese } from "./sexagenary.ts";
import { readVietnameseNumeral } from "./vietnamese-numeral.ts";

const NUMBER_LEADS = new Set(["thu", "thang", "ngay", "mong", "mung", "ram"]);
const SINO_UNITS = new Set(["nien", "nguyet", "nhat"]);
const REGIMES: Readonly<Record<string, string>> = {
  dinh: "Đinh",
  ly: "Lý",
  tran: "Trần",
  ho: "Hồ",
  mac: "Mạc",
  le: "Lê",
  nguyen: "Nguyễn",
  "tay son": "Tây Sơn",
  "le so": "Lê sơ",
  "tien le": "Tiền Lê",
  "hau tran": "Hậu Trần",
  "le trung hung": "Lê trung hưng",
};
/** One word before an era names its house: "Tống Minh Đạo", "Mạc Quang Bảo". */
const HOUSES: Readonly<Record<string, string>> = {
  ly: "Lý",
  tran: "Trần",
  mac: "Mạc",
  le: "Lê",
  tong: "Tống",
  minh: "Minh",
  thanh: "Thanh",
};
const REGIME_LEADS = new Set(["nha", "doi", "trieu", "thoi"]);

const RULING_HOUSES = new Set([...RULERS_BY_NAME.keys()].map((name) => name.split(" ")[0]));

let findEra: ReturnType<typeof nameFinder<readonly Era[]>> | undefined;

/** A run of words and numbers between other scripts; `words` as typed. */
export function vietnameseDateTokens(words: readonly string[]): readonly DateToken[] {
  const folded = words.map(foldWord);
  const names = words.map(eraWord);
  const tokens: DateToken[] = [];
  for (let at = 0; at < words.length; ) {
    const { token, length } =
      rulerAt(folded, at) ??
      eraAt(words, names, at) ??
      phraseAt(folded, at) ??
      cycleAt(words, folded, at) ??
      wordAt(folded, at, tokens);
    if (token) tokens.push(token);
    at += length;
  }
  return tokens;
}

interface Taken {
  readonly token?: DateToken;
  readonly length: number;
}

/** Where words bear marks, the eras whose marks are the same come before those that are only like them. */
function eraAt(words: readonly string[], names: readonly string[], at: number): Taken | undefined {
  findEra ??= nameFinder(erasByWords());
  const found = findEra(names, at);
  if (!found) return undefined;
  const { length } = found.parts;
  const text = words.slice(at, at + length).join(" ");
  const exact = writtenAs(text, found.value);
  const eras = exact.length > 0 ? exact : found.value;
  const house = HOUSES[foldWord(words[at - 1] ?? "")];
  return { token: { kind: "era", eras: house === undefined ? eras : ofHouse(eras, house), text }, length };
}

/** A name of one word alone is a word like any other. */
function erasByWords(): readonly Named<readonly Era[]>[] {
  return [...ERAS_BY_NAME].map(([name, value]) => ({ parts: name.split(" "), value })).filter(({ parts }) => parts.length > 1);
}

/** Lê Thánh Tông, Trần Nhân tông. */
function rulerAt(folded: readonly string[], at: number): Taken | undefined {
  if (!RULING_HOUSES.has(folded[at] ?? "")) return undefined;
  const ruler = RULERS_BY_NAME.get(`${folded[at]} ${folded[at + 1]} ${folded[at + 2]}`);
  return ruler && { token: { kind: "ruler", ruler }, length: 3 };
}

function writtenAs(text: string, eras: readonly Era[]): readonly Era[] {
  const wanted = text.normalize("NFC").toLowerCase();
  return eras.filter((era) => era.vi.split("/").some((name) => name.toLowerCase() === wanted));
}

function phraseAt(folded: readonly string[], at: number): Taken | undefined {
  const [first = "", second = "", third = ""] = folded.slice(at, at + 3);
  const two = PHRASES[`${first} ${second}`];
  if (two) return { token: two, length: 2 };
  if (REGIME_LEADS.has(first) && rulerAt(folded, at + 1)) return { length: 1 };
  if (REGIME_LEADS.has(first)) return regimeAt([second, third, folded[at + 3] ?? ""], 1);
  if (second === "trieu" && REGIMES[first]) return { token: { kind: "regime", name: REGIMES[first] }, length: 2 };
  return undefined;
}

function regimeAt(words: readonly string[], lead: number): Taken | undefined {
  for (let length = 3; length >= 1; length--) {
    const name = REGIMES[words.slice(0, length).join(" ")];
    if (name) return { token: { kind: "regime", name }, length: lead + length };
  }
  return undefined;
}

const PHRASES: Readonly<Record<string, DateToken>> = {
  "the ky": { kind: "century" },
  "the ki": { kind: "century" },
  "nguyen nien": { kind: "number", value: 1, isOrdinal: true },
  "chinh nguyet": { kind: "month", month: 1 },
  "thang gieng": { kind: "month", month: 1 },
  "thang chap": { kind: "month", month: 12 },
  "lap nguyet": { kind: "month", month: 12 },
  "thang mot": { kind: "month", month: 11 },
  "mua xuan": { kind: "season", season: 1 },
  "mua ha": { kind: "season", season: 2 },
  "mua he": { kind: "season", season: 2 },
  "mua thu": { kind: "season", season: 3 },
  "mua dong": { kind: "season", season: 4 },
  "nien hieu": { kind: "other" },
  "co le": { kind: "unsure" },
  "am lich": { kind: "calendar", isLunar: true },
  "duong lich": { kind: "calendar", isLunar: false },
  ...Object.fromEntries(
    ["xuan", "ha", "thu", "dong"].flatMap((season, at) =>
      ["manh", "trong", "quy"].map((place, nth) => [`${place} ${season}`, { kind: "month", month: at * 3 + nth + 1 } as const]),
    ),
  ),
};

/** "Canh Tý" of a year; that of a day, month or hour says nothing that is used. "năm Dậu" tells the branch alone. */
function cycleAt(words: readonly string[], folded: readonly string[], at: number): Taken | undefined {
  const [stem, branch] = [stemInVietnamese(folded[at] ?? ""), branchInVietnamese(folded[at + 1] ?? "")];
  const index = stem === undefined || branch === undefined ? undefined : pairOf(stem, branch);
  if (index !== undefined) {
    if (NOT_OF_A_YEAR.has(folded[at - 1] ?? "")) return { length: 2 };
    return { token: { kind: "cycle", index, text: `${words[at]} ${words[at + 1]}` }, length: 2 };
  }
  // "năm đầu" is the first year, "năm Dậu" one of the branch 酉: only the marks tell them apart.
  const isFirst = words[at + 1]?.toLowerCase().normalize("NFC") === "đầu";
  if (folded[at] !== "nam" || branch === undefined || isFirst) return undefined;
  return { token: { kind: "branch", branch, text: words[at + 1] ?? "" }, length: 2 };
}

const NOT_OF_A_YEAR = new Set(["ngay", "thang", "gio"]);

/** Typed without marks, Ty is Tý or Tỵ, whichever meets its stem. */
function pairOf(stem: number, branch: number): number | undefined {
  const isTy = branch === 0 || branch === 5;
  return sexagenaryOf(stem, branch) ?? (isTy ? sexagenaryOf(stem, 5 - branch) : undefined);
}

function wordAt(folded: readonly string[], at: number, before: readonly DateToken[]): Taken {
  const word = folded[at] ?? "";
  if (/^\d+$/.test(word))
    return { token: { kind: "number", value: Number(word), isArabic: true, isOrdinal: folded[at - 1] === "thu" }, length: 1 };
  const roman = before.at(-1)?.kind === "century" ? romanNumeral(word) : undefined;
  if (roman !== undefined) return { token: { kind: "number", value: roman }, length: 1 };
  const isAutumn = folded[at - 1] === "thu" && before.at(-1)?.kind === "season";
  const isDue = (NUMBER_LEADS.has(folded[at - 1] ?? "") && !isAutumn) || before.at(-1)?.kind === "era";
  const run = readVietnameseNumeral(folded, at);
  if (run && (isDue || SINO_UNITS.has(folded[at + run.length] ?? "")) && !(word === "nam" && before.at(-1)?.kind === "era")) {
    return { token: { kind: "number", value: run.number, isOrdinal: folded[at - 1] === "thu" }, length: run.length };
  }
  return { token: WORDS[word] ?? { kind: "other" }, length: 1 };
}

const WORDS: Readonly<Record<string, DateToken>> = {
  nam: { kind: "unit", unit: "year", isBefore: true },
  thang: { kind: "unit", unit: "month", isBefore: true },
  ngay: { kind: "unit", unit: "day", isBefore: true },
  mong: { kind: "unit", unit: "day", isBefore: true },
  mung: { kind: "unit", unit: "day", isBefore: true },
  ram: { kind: "other" },
  nien: { kind: "unit", unit: "year", isBefore: false },
  nguyet: { kind: "unit", unit: "month", isBefore: false },
  nhat: { kind: "unit", unit: "day", isBefore: false },
  nhuan: { kind: "leap" },
  khoang: { kind: "about" },
  chung: { kind: "about" },
  dau: { kind: "part", part: "early" },
  giua: { kind: "part", part: "middle" },
  cuoi: { kind: "part", part: "late" },
  den: { kind: "to", isWord: true },
  al: { kind: "calendar", isLunar: true },
  dl: { kind: "calendar", isLunar: false },
};

function romanNumeral(word: string): number | undefined {
  if (!/^(x{0,2})(ix|iv|v?i{0,3})$/.test(word) || word === "") return undefined;
  const values: Readonly<Record<string, number>> = { x: 10, v: 5, i: 1 };
  const digits = [...word].map((each) => values[each] ?? 0);
  return digits.reduce((sum, value, index) => sum + (value < (digits[index + 1] ?? 0) ? -value : value), 0);
}
