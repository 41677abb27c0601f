/** Dates in Han characters, taken apart: 嗣德二十四年歲次辛未孟夏月吉日. */
import { readNumeral } from "../numeral.ts";
import { foldVariants } from "../variants.ts";
import type { DateToken } from "./date-token.ts";
import { ERAS, type Era, ofHouse } from "./era.ts";
import { type Named, nameFinder } from "./name-finder.ts";
import { RULERS_BY_HAN } from "./rulers.ts";
import { branchInHan, sexagenaryOf, stemInHan } from "./sexagenary.ts";

/** Full forms of numerals, as accounts and deeds write them against forgery, and forms that printers took for them. */
const PLAIN_NUMERAL: Readonly<Record<string, string>> = {
  壹: "一",
  弌: "一",
  弍: "二",
  貳: "二",
  叁: "三",
  參: "三",
  叄: "三",
  肆: "四",
  伍: "五",
  陸: "六",
  柒: "七",
  捌: "八",
  玖: "九",
  参: "三",
  贰: "二",
  陆: "六",
  什: "十",
  拾: "十",
  佰: "百",
  念: "廿",
  丗: "卅",
  卄: "廿",
};
const NUMERAL = /^[〇零一二三四五六七八九十廿卅卌百]$/u;
/** Forms that the table of variants leaves alone because they are also characters of their own; in the name of an era they are not. */
const ERA_FORMS: Readonly<Record<string, string>> = {
  徳: "德",
  广: "廣",
  丰: "豐",
  宁: "寧",
  歴: "歷",
  暦: "歷",
  万: "萬",
  寕: "寧",
  豊: "豐",
};
const SEASONS = "春夏秋冬";
/** One character before an era names its house: 宋嘉祐, 莫光寶. */
const HOUSES: Readonly<Record<string, string>> = {
  李: "Lý",
  陳: "Trần",
  莫: "Mạc",
  黎: "Lê",
  宋: "Tống",
  元: "Nguyên",
  明: "Minh",
  清: "Thanh",
  淸: "Thanh",
};
const REGIMES: Readonly<Record<string, string>> = {
  丁: "Đinh",
  李: "Lý",
  陳: "Trần",
  胡: "Hồ",
  莫: "Mạc",
  黎: "Lê",
  阮: "Nguyễn",
};

const RULING_HOUSES = new Set([...RULERS_BY_HAN.keys()].map((name) => [...name][0]));

let findEra: ReturnType<typeof nameFinder<readonly Era[]>> | undefined;
const foldedForms = new Map<string, string>();

/** The tokens of a run of Han characters; white space and punctuation are to be taken out before. */
export function hanDateTokens(run: string): readonly DateToken[] {
  const characters = [...run].map((each) => PLAIN_NUMERAL[each] ?? each);
  const folded = characters.map(foldEraForm);
  const tokens: DateToken[] = [];
  for (let at = 0; at < characters.length; ) {
    const { token, length } =
      rulerAt(folded, at) ?? eraAt(folded, at) ?? numberAt(characters, at) ?? pairAt(characters, at) ?? oneAt(characters, at);
    if (token) tokens.push(token);
    at += length;
  }
  return tokens;
}

interface Taken {
  readonly token?: DateToken;
  readonly length: number;
}

function eraAt(folded: readonly string[], at: number): Taken | undefined {
  findEra ??= nameFinder(erasByCharacters());
  const found = findEra(folded, at);
  if (!found) return undefined;
  const { parts, value: eras } = found;
  const house = HOUSES[folded[at - 1] ?? ""];
  const token = { kind: "era", eras: house === undefined ? eras : ofHouse(eras, house), text: parts.join("") } as const;
  return { token, length: parts.length };
}

/** 黎聖宗; the name of the house stands before the name in the temple. */
function rulerAt(folded: readonly string[], at: number): Taken | undefined {
  if (!RULING_HOUSES.has(folded[at] ?? "")) return undefined;
  const ruler = RULERS_BY_HAN.get(folded.slice(at, at + 3).join(""));
  return ruler && { token: { kind: "ruler", ruler }, length: 3 };
}

function numberAt(characters: readonly string[], at: number): Taken | undefined {
  let end = at;
  while (NUMERAL.test(characters[end] ?? "")) end++;
  const value = end > at ? readNumeral(characters.slice(at, end).join("")) : undefined;
  return value === undefined ? undefined : { token: { kind: "number", value }, length: end - at };
}

/** 庚子 of a year; that of a month or a day is told by the character after it, and says nothing that is used. */
function pairAt(characters: readonly string[], at: number): Taken | undefined {
  const [first = "", second = "", third = ""] = characters.slice(at, at + 3);
  const stem = stemInHan(first);
  const branch = branchInHan(second);
  const index = stem === undefined || branch === undefined ? undefined : sexagenaryOf(stem, branch);
  if (index !== undefined) {
    const isOfYear = third !== "月" && third !== "日" && third !== "時";
    return isOfYear ? { token: { kind: "cycle", index, text: first + second }, length: 2 } : { length: 3 };
  }
  const two = PAIRS[first + second];
  if (two) return { token: two, length: 2 };
  const season = "孟仲季".indexOf(first) >= 0 ? SEASONS.indexOf(second) : -1;
  if (season >= 0) return { token: { kind: "month", month: season * 3 + "孟仲季".indexOf(first) + 1 }, length: 2 };
  const regime = second === "朝" ? REGIMES[first] : undefined;
  return regime ? { token: { kind: "regime", name: regime }, length: 2 } : undefined;
}

const PAIRS: Readonly<Record<string, DateToken>> = {
  正月: { kind: "month", month: 1 },
  臘月: { kind: "month", month: 12 },
  冬月: { kind: "month", month: 11 },
  元年: { kind: "number", value: 1, isOrdinal: true },
  初年: { kind: "part", part: "early" },
  末年: { kind: "part", part: "late" },
  中年: { kind: "part", part: "middle" },
  年間: { kind: "other" },
};

function oneAt(characters: readonly string[], at: number): Taken {
  const character = characters[at] ?? "";
  const season = SEASONS.indexOf(character);
  if (season >= 0) return { token: { kind: "season", season: (season + 1) as 1 | 2 | 3 | 4 }, length: 1 };
  const token = ONES[character];
  if (token) return { token, length: 1 };
  const branch = branchInHan(character);
  if (branch !== undefined && characters[at + 1] === "年")
    return { token: { kind: "branch", branch, text: character }, length: 2 };
  return { token: { kind: "other" }, length: 1 };
}

const ONES: Readonly<Record<string, DateToken>> = {
  年: { kind: "unit", unit: "year", isBefore: false },
  載: { kind: "unit", unit: "year", isBefore: false },
  月: { kind: "unit", unit: "month", isBefore: false },
  日: { kind: "unit", unit: "day", isBefore: false },
  閏: { kind: "leap" },
  闰: { kind: "leap" },
  約: { kind: "about" },
  至: { kind: "to", isWord: true },
  盡: { kind: "to", isWord: true },
  尽: { kind: "to", isWord: true },
  迄: { kind: "to", isWord: true },
};

function foldEraForm(character: string): string {
  const known = foldedForms.get(character);
  if (known !== undefined) return known;
  const folded = foldVariants(ERA_FORMS[character] ?? character);
  foldedForms.set(character, folded);
  return folded;
}

/** A name of one character alone is a character like any other. */
function erasByCharacters(): readonly Named<readonly Era[]>[] {
  const names = new Map<string, Era[]>();
  for (const era of ERAS) {
    for (const name of era.han.split("/")) {
      const key = [...name].map(foldEraForm).join("");
      const known = names.get(key) ?? [];
      if (!known.includes(era)) names.set(key, [...known, era]);
    }
  }
  return [...names].map(([name, value]) => ({ parts: [...name], value })).filter(({ parts }) => parts.length > 1);
}
