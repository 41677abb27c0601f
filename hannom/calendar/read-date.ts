/**
 * The date of a book as it states it, in Han characters, Quốc ngữ or both: 明命二十一年歲次庚子, "Minh Mạng năm thứ 21",
 * "thế kỷ XVIII". Nothing is guessed in silence: what can mean several things gives them all, and what contradicts itself says so.
 */
import { type DateFacts, dateFacts } from "./date-facts.ts";
import type { DateCandidate, DateProblem, DateReading, DateReason } from "./date-reading.ts";
import { dateTokens } from "./date-tokens.ts";
import { ERAS } from "./era.ts";
import { gregorianMonths } from "./lunar-month.ts";
import { type LunarYears, lunarYears } from "./lunar-years.ts";

const ALL: { readonly firstYear: number; readonly lastYear: number } = { firstYear: 970, lastYear: 1945 };

/** Read it. `asWritten` is kept as it is; a text without any date has no candidate and the problem DATE-UNREAD. */
export function readDate(asWritten: string): DateReading {
  const facts = dateFacts(dateTokens(asWritten));
  const found = lunarYears(facts, boundsOf(facts));
  const { years, problems } = withOurCount(found.years, facts);
  const candidates = distinct(years.length > 0 ? years.map((each) => candidateOf(each, facts)) : withoutLunarYear(facts));
  const all = [...found.problems, ...problems, ...dayProblems(facts)];
  return { asWritten, candidates, problems: [...all, ...openQuestions(candidates, all, facts)] };
}

/** A sexagenary name beside the name of a house is looked for among the years of that house. */
function boundsOf({ regime }: DateFacts): typeof ALL {
  if (regime === undefined) return ALL;
  const eras = ERAS.filter((era) => isOfRegime(era.regime, regime));
  if (eras.length === 0) return ALL;
  return { firstYear: Math.min(...eras.map((era) => era.firstYear)), lastYear: Math.max(...eras.map((era) => era.lastYear)) };
}

/** "Lê" names all houses of the Lê. */
function isOfRegime(regime: string, said: string): boolean {
  return regime === said || (said === "Lê" && regime.includes("Lê "));
}

/** Where the text also tells the year of our count, it decides; where it contradicts, both stand. */
function withOurCount(
  years: readonly LunarYears[],
  facts: DateFacts,
): { readonly years: readonly LunarYears[]; readonly problems: readonly DateProblem[] } {
  const [year] = facts.years;
  if (year === undefined || years.length === 0 || facts.isRange) return { years, problems: [] };
  const agreeing = years.filter((each) => each.first <= year && year <= each.last + 1);
  const exact = agreeing.filter((each) => year <= each.last || (facts.month ?? 12) >= 11);
  const kept = exact.filter((each) => each.first <= year && year <= each.last);
  const chosen = kept.length > 0 ? kept : exact;
  if (chosen.length > 0) {
    const reason = { code: "gregorian-agrees", year } as const;
    return { years: chosen.map((each) => ({ ...narrowed(each, year), reasons: [...each.reasons, reason] })), problems: [] };
  }
  const counted = [...new Set(years.map((each) => spanText(each.first, each.last)))].join(", ");
  return {
    years: [...years, { first: year, last: year, reasons: [{ code: "gregorian-alone", year }] }],
    problems: [{ code: "DATE-YEAR", year, counted }],
  };
}

function narrowed(years: LunarYears, year: number): LunarYears {
  return years.first === years.last ? years : { ...years, first: year, last: year };
}

function candidateOf(years: LunarYears, facts: DateFacts): DateCandidate {
  const { era, eraYear, first, last } = years;
  const [from, to] = monthsOf(years, facts) ?? [];
  const reasons: DateReason[] = [...years.reasons];
  if (from && to && to.year > last) reasons.push({ code: "crosses-new-year", month: facts.month ?? 12 });
  const edtf = from && to ? joined(monthText(from), monthText(to), facts) : joined(yearText(first), yearText(last), facts);
  return {
    edtf,
    firstYear: from?.year ?? first,
    lastYear: to?.year ?? last,
    ...(era && {
      era: {
        han: era.han.split("/")[0] ?? "",
        vi: era.vi.split("/")[0] ?? "",
        regime: era.regime,
        ...(eraYear === undefined ? {} : { year: eraYear }),
      },
    }),
    reasons,
  };
}

type Month = ReturnType<typeof gregorianMonths>[0];

function monthsOf({ first, last, era }: LunarYears, facts: DateFacts): readonly [Month, Month] | undefined {
  if (first !== last) return undefined;
  const { month, season, isLeap } = facts;
  if (month !== undefined && month >= 1 && month <= 12) return gregorianMonths(first, month, isLeap);
  if (season === undefined || !era) return undefined;
  return [gregorianMonths(first, season * 3 - 2)[0], gregorianMonths(first, season * 3)[1]];
}

/** A date without era and sexagenary name: years of our count, a century, a house. */
function withoutLunarYear(facts: DateFacts): readonly DateCandidate[] {
  const [first, second] = facts.years;
  if (first !== undefined) return [ofOurCount(first, facts.isRange ? second : undefined, facts)];
  if (facts.century !== undefined) return [ofCentury(facts.century, facts)];
  if (facts.regime !== undefined) return ofRegime(facts.regime, facts);
  return [];
}

function ofOurCount(first: number, second: number | undefined, facts: DateFacts): DateCandidate {
  const last = second ?? first;
  const reasons = [{ code: "gregorian-alone", year: first } as const];
  const { month, day } = facts;
  const isMonth = second === undefined && month !== undefined && month >= 1 && month <= 12;
  const ofMonth = isMonth ? `-${two(month)}${day !== undefined && isDayOf(first, month, day) ? `-${two(day)}` : ""}` : "";
  return {
    edtf: joined(`${yearText(first)}${ofMonth}`, `${yearText(last)}${ofMonth}`, facts),
    firstYear: first,
    lastYear: last,
    reasons,
  };
}

function ofCentury(century: number, facts: DateFacts): DateCandidate {
  const start = (century - 1) * 100;
  const reasons = [{ code: "century", name: String(century) } as const];
  const parts = { early: [start + 1, start + 33], middle: [start + 34, start + 66], late: [start + 67, start + 100] } as const;
  if (facts.part === undefined) {
    return { edtf: `${two(century - 1)}XX${markOf(facts)}`, firstYear: start, lastYear: start + 99, reasons };
  }
  const [first, last] = parts[facts.part];
  return {
    edtf: joined(yearText(first), yearText(last), { ...facts, isAbout: true }),
    firstYear: first,
    lastYear: last,
    reasons,
  };
}

function ofRegime(name: string, facts: DateFacts): readonly DateCandidate[] {
  const names = [...new Set(ERAS.map((era) => era.regime))].filter((regime) => isOfRegime(regime, name));
  return names.map((regime) => {
    const eras = ERAS.filter((era) => era.regime === regime);
    const first = Math.min(...eras.map((era) => era.firstYear));
    const last = Math.max(...eras.map((era) => era.lastYear));
    const edtf = joined(yearText(first), yearText(last), facts);
    return { edtf, firstYear: first, lastYear: last, reasons: [{ code: "regime", name: regime } as const] };
  });
}

function dayProblems({ day, month, eras, cycles, years }: DateFacts): readonly DateProblem[] {
  if (month !== undefined && (month < 1 || month > 12)) return [{ code: "DATE-DAY", day: day ?? 0, month }];
  if (day === undefined) return [];
  const isLunar = eras.length > 0 || cycles.length > 0;
  const [year] = years;
  const isDay = isLunar || year === undefined || month === undefined ? day >= 1 && day <= 30 : isDayOf(year, month, day);
  return isDay ? [] : [{ code: "DATE-DAY", day, month: month ?? 0 }];
}

function openQuestions(
  candidates: readonly DateCandidate[],
  problems: readonly DateProblem[],
  facts: DateFacts,
): readonly DateProblem[] {
  if (candidates.length > 1 && problems.length === 0) return [{ code: "DATE-AMBIGUOUS", candidates: candidates.length }];
  if (candidates.length > 0 || problems.length > 0) return [];
  return [facts.branch === undefined ? { code: "DATE-UNREAD" } : { code: "DATE-BRANCH", branch: facts.branch }];
}

function distinct(candidates: readonly DateCandidate[]): readonly DateCandidate[] {
  return candidates.filter(
    (each, at) => candidates.findIndex((other) => other.edtf === each.edtf && other.era?.han === each.era?.han) === at,
  );
}

function joined(first: string, last: string, facts: DateFacts): string {
  const mark = markOf(facts);
  return first === last ? `${first}${mark}` : `${first}${mark}/${last}${mark}`;
}

function markOf({ isAbout, isUnsure }: DateFacts): string {
  if (isAbout && isUnsure) return "%";
  return isAbout ? "~" : isUnsure ? "?" : "";
}

function spanText(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`;
}

function yearText(year: number): string {
  return String(year).padStart(4, "0");
}

function monthText({ year, month }: Month): string {
  return `${yearText(year)}-${two(month)}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function isDayOf(year: number, month: number, day: number): boolean {
  const lengths = [31, isLeapYear(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (lengths[month - 1] ?? 0);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
