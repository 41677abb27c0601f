/**
 * The date of a book as it states it, in Han characters, Quốc ngữ or both: 明命二十一年歲次庚子, "Minh Mạng năm thứ 21",
 * "thế kỷ XVIII". Nothing is guessed in silence: what can mean several things gives them all, and what contradicts itself says so.
 */
import { type DateFacts, dateFacts } from "./date-facts.ts";
import type { DateCandidate, DateProblem, DateReading, DateReason } from "./date-reading.ts";
import { readSpan } from "./date-span.ts";
import type { DateToken } from "./date-token.ts";
import { dateTokens } from "./date-tokens.ts";
import { joined, monthsText, monthText, two, yearText } from "./edtf-text.ts";
import { ERAS, isOfHouse } from "./era.ts";
import { gregorianMonths, type YearMonth } from "./lunar-month.ts";
import { type LunarYears, lunarYears } from "./lunar-years.ts";
import { isDayOf, ofCentury, ofOurCount, thirdOf } from "./our-count.ts";

const ALL: { readonly firstYear: number; readonly lastYear: number } = { firstYear: 970, lastYear: 1945 };

/** Read it. `asWritten` is kept as it is; a text without any date has no candidate and the problem DATE-UNREAD. */
export function readDate(asWritten: string): DateReading {
  const tokens = dateTokens(asWritten);
  return readSpan(asWritten, tokens, readTokens) ?? readTokens(asWritten, tokens);
}

function readTokens(asWritten: string, tokens: readonly DateToken[]): DateReading {
  const facts = dateFacts(tokens);
  const found = lunarYears(facts, boundsOf(facts));
  const { years, problems } = withOurCount(found.years, facts);
  const candidates = distinct(years.length > 0 ? years.map((each) => candidateOf(each, facts)) : withoutLunarYear(facts));
  const all = [...found.problems, ...problems, ...dayProblems(facts)];
  return { asWritten, candidates, problems: [...all, ...openQuestions(candidates, all, facts)] };
}

/** A sexagenary name beside the name of a house is looked for among the years of that house. */
function boundsOf({ regime, century }: DateFacts): typeof ALL {
  if (century !== undefined) return { firstYear: (century - 1) * 100 + 1, lastYear: century * 100 };
  if (regime === undefined) return ALL;
  const eras = ERAS.filter((era) => isOfHouse(era, regime));
  if (eras.length === 0) return ALL;
  return { firstYear: Math.min(...eras.map((era) => era.firstYear)), lastYear: Math.max(...eras.map((era) => era.lastYear)) };
}

/** Where the text also tells the year of our count, it decides; where it contradicts, both stand. */
function withOurCount(
  years: readonly LunarYears[],
  facts: DateFacts,
): { readonly years: readonly LunarYears[]; readonly problems: readonly DateProblem[] } {
  const [year] = facts.years;
  if (year === undefined) return { years, problems: [] };
  // Without a year that the rest allows, the year of our count stands, and day and month stay those of the lunar year.
  if (years.length === 0 && facts.eras.length + facts.cycles.length > 0)
    return { years: [{ first: year, last: year, reasons: [{ code: "gregorian-alone", year }] }], problems: [] };
  if (years.length === 0) return { years, problems: [] };
  const agreeing = years.filter((each) => each.first <= year && year <= each.last + 1);
  const exact = agreeing.filter((each) => year <= each.last || (facts.month ?? 12) >= 11);
  const kept = exact.filter((each) => each.first <= year && year <= each.last);
  const chosen = kept.length > 0 ? kept : exact;
  if (chosen.length > 0) {
    const reason = { code: "gregorian-agrees", year } as const;
    return { years: chosen.map((each) => ({ ...narrowed(each, year), reasons: [...each.reasons, reason] })), problems: [] };
  }
  const counted = [
    ...new Set(years.map((each) => (each.first === each.last ? String(each.first) : `${each.first}–${each.last}`))),
  ].join(", ");
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
  const edtf = dayOfOurs(from, to, facts) ?? (from && to ? monthsText(from, to, facts) : yearsText(years, facts));
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

/** The day of our calendar that the text gives beside the lunar one, where the lunar month can hold it. */
function dayOfOurs(from: YearMonth | undefined, to: YearMonth | undefined, { dayOfOurs: told }: DateFacts): string | undefined {
  if (!told || !from || !to || !isDayOf(told.year, told.month, told.day)) return undefined;
  const at = ({ year, month }: YearMonth) => year * 12 + month;
  const isWithin = at(from) <= at(told) && at(told) <= at(to);
  return isWithin ? `${monthText(told)}-${two(told.day)}` : undefined;
}

/** The years; an early, middle or late part of an era is a third of it, more or less. */
function yearsText({ first, last }: LunarYears, facts: DateFacts): string {
  if (facts.part === undefined || first === last) return joined(yearText(first), yearText(last), facts);
  const [from, to] = thirdOf(first, last, facts.part);
  return joined(yearText(from), yearText(to), { ...facts, isAbout: true });
}

function monthsOf({ first, last, era }: LunarYears, facts: DateFacts): readonly [YearMonth, YearMonth] | undefined {
  if (first !== last) return undefined;
  const { month, season, isLeap } = facts;
  if (month !== undefined && month >= 1 && month <= 12) return gregorianMonths(first, month, isLeap);
  if (season === undefined || !era) return undefined;
  return [gregorianMonths(first, season * 3 - 2)[0], gregorianMonths(first, season * 3)[1]];
}

/** A date without era and sexagenary name: years of our count, a century, a house. */
function withoutLunarYear(facts: DateFacts): readonly DateCandidate[] {
  const [first, second] = facts.years;
  if (first !== undefined) return ofOurCount(first, facts.isRange ? second : undefined, facts);
  if (facts.century !== undefined) return [ofCentury(facts.century, facts)];
  if (facts.regime !== undefined) return ofRegime(facts.regime, facts);
  return [];
}

function ofRegime(name: string, facts: DateFacts): readonly DateCandidate[] {
  const names = [...new Set(ERAS.filter((era) => isOfHouse(era, name)).map((era) => era.regime))];
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
