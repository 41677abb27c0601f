/** What a date says, sorted: which numbers count years of an era, which months and days, which are years of our count. */
import type { DateToken, Unit } from "./date-token.ts";
import type { Era } from "./era.ts";
import type { Ruler } from "./rulers.ts";
import type { SexagenaryIndex } from "./sexagenary.ts";

/** An era, and the year of it where one is told. */
export interface EraClause {
  readonly eras: readonly Era[];
  readonly year?: number;
  readonly text: string;
}

/** Everything a date says. Lists stand in the order of the text. */
export interface DateFacts {
  readonly eras: readonly EraClause[];
  readonly cycles: readonly { readonly index: SexagenaryIndex; readonly text: string }[];
  readonly branch?: string;
  /** Years of our count. */
  readonly years: readonly number[];
  readonly month?: number;
  readonly season?: 1 | 2 | 3 | 4;
  readonly isLeap: boolean;
  readonly day?: number;
  /** 18 for the eighteenth, from 1701. */
  readonly century?: number;
  readonly part?: "early" | "middle" | "late";
  readonly regime?: string;
  /** Told by the name in the temple: Lê Thánh Tông. */
  readonly ruler?: Ruler;
  /** A year counted before its era or its ruler is named: "năm thứ 5 niên hiệu Thái Bình". */
  readonly countedYear?: number;
  /** A whole day of our calendar: (25/08/1924). */
  readonly dayOfOurs?: DayOfOurs;
  /** Told in so many words: âm lịch, dương lịch. */
  readonly isLunar?: boolean;
  readonly isAbout: boolean;
  readonly isUnsure: boolean;
  /** Two ends are told: "1840–1845". */
  readonly isRange: boolean;
}

/** A day of our calendar as written; it need not exist. */
export interface DayOfOurs {
  readonly day: number;
  readonly month: number;
  readonly year: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Open = Writable<Omit<DateFacts, "eras" | "cycles" | "years">> & {
  readonly eras: Writable<EraClause>[];
  readonly cycles: DateFacts["cycles"][number][];
  readonly years: number[];
};

/** A year of our count stands alone with three or four digits; smaller numbers count something. */
const LEAST_YEAR = 900;
const LAST_YEAR = 2099;

/** Sort the tokens of a date. */
export function dateFacts(tokens: readonly DateToken[]): DateFacts {
  const facts: Open = { eras: [], cycles: [], years: [], isLeap: false, isAbout: false, isUnsure: false, isRange: false };
  for (const [at, token] of tokens.entries()) note(facts, token, at, tokens);
  readDaysOfOurs(facts, tokens);
  const [era] = facts.eras;
  if (era && facts.eras.length === 1 && era.year === undefined && facts.countedYear !== undefined && facts.cycles.length === 0)
    era.year = facts.countedYear;
  return facts;
}

function note(facts: Open, token: DateToken, at: number, tokens: readonly DateToken[]): void {
  switch (token.kind) {
    case "era":
      facts.eras.push({ eras: token.eras, text: token.text });
      return;
    case "cycle":
      facts.cycles.push({ index: token.index, text: token.text });
      return;
    case "number":
      noteNumber(facts, token, at, tokens);
      return;
    case "to":
      facts.isRange = at > 0 && at < tokens.length - 1;
      return;
    default:
      noteWord(facts, token);
  }
}

function noteWord(facts: Open, token: DateToken): void {
  if (token.kind === "month") facts.month = token.month;
  if (token.kind === "season") facts.season = token.season;
  if (token.kind === "leap") facts.isLeap = true;
  if (token.kind === "branch") facts.branch = token.text;
  if (token.kind === "part") facts.part = token.part;
  if (token.kind === "regime") facts.regime = token.name;
  if (token.kind === "ruler") facts.ruler = token.ruler;
  if (token.kind === "calendar") facts.isLunar = token.isLunar;
  if (token.kind === "about") facts.isAbout = true;
  if (token.kind === "unsure") facts.isUnsure = true;
}

function noteNumber(
  facts: Open,
  { value, isArabic }: Extract<DateToken, { kind: "number" }>,
  at: number,
  tokens: readonly DateToken[],
): void {
  const before = tokens[at - 1];
  const isYearOfOurs = isArabic === true && value >= LEAST_YEAR && value <= LAST_YEAR;
  if (before?.kind === "century") facts.century = value;
  else if (isYearOfOurs) facts.years.push(value);
  else noteCount(facts, value, unitOf(at, tokens), before);
}

function noteCount(facts: Open, value: number, unit: Unit | undefined, before: DateToken | undefined): void {
  if (unit === "month") facts.month ??= value;
  else if (unit === "day") facts.day ??= value;
  else {
    const era = facts.eras.at(-1);
    if (era && era.year === undefined) era.year = value;
    else if (unit === "year" && facts.season === undefined) facts.countedYear ??= value;
    else if (facts.season !== undefined && before?.kind === "season") facts.month ??= value;
  }
}

/** The unit that a number counts: the Sino-Vietnamese or Han word after it, else the Vietnamese word before it. */
function unitOf(at: number, tokens: readonly DateToken[]): Unit | undefined {
  const after = tokens[at + 1];
  if (after?.kind === "unit" && !after.isBefore) return after.unit;
  const before = tokens[at - 1];
  const farther = before?.kind === "leap" || before?.kind === "other" ? tokens[at - 2] : before;
  return farther?.kind === "unit" && farther.isBefore ? farther.unit : undefined;
}

/** 12/3/1923 and 12-3-1923, as people write days of our calendar; 15/8/Minh Mạng 21 as well. */
function readDaysOfOurs(facts: Open, tokens: readonly DateToken[]): void {
  const [one, two, three, four] = [0, 1, 2, 3].map((at) => tokens[tokens[0]?.kind === "unit" ? at + 1 : at]);
  if (
    one?.kind === "number" &&
    two?.kind === "slash" &&
    three?.kind === "number" &&
    four?.kind !== "slash" &&
    four?.kind !== "to"
  ) {
    facts.day = one.value;
    facts.month = three.value;
  }
  const isJoined = (token: DateToken | undefined) => token?.kind === "slash" || (token?.kind === "to" && !token.isWord);
  for (let at = 0; at + 4 < tokens.length; at++) {
    const [day, slash, month, again, year] = tokens.slice(at, at + 5);
    if (day?.kind !== "number" || month?.kind !== "number" || !isJoined(slash) || !isJoined(again)) continue;
    if (year?.kind !== "number" && year?.kind !== "era") continue;
    if (year.kind === "number" && year.value >= LEAST_YEAR)
      facts.dayOfOurs = { day: day.value, month: month.value, year: year.value };
    if (at > 0) continue;
    facts.day = day.value;
    facts.month = month.value;
    facts.isRange = false;
  }
}
