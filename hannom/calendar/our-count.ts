/** Dates told in our count only: 1923-03-12, 1840–1845, the eighteenth century. */
import type { DateFacts } from "./date-facts.ts";
import type { DateCandidate, DateReason } from "./date-reading.ts";
import { joined, markOf, monthsText, two, yearText } from "./edtf-text.ts";
import { gregorianMonths } from "./lunar-month.ts";

/** French administration brought our calendar from 1862 on; earlier days and months in Vietnamese books are lunar ones. */
const OUR_CALENDAR_SINCE = 1862;

/** A year or a span of years; a month that may be of either calendar gives both, the lunar one first. */
export function ofOurCount(first: number, second: number | undefined, facts: DateFacts): readonly DateCandidate[] {
  const { month, isLunar } = facts;
  if (month === undefined || month < 1 || month > 12 || second !== undefined) return [years(first, second ?? first, facts)];
  if (isLunar === true) return [ofLunarMonth(first, month, facts)];
  const solar = ofMonth(first, month, facts);
  return isLunar === undefined && first < OUR_CALENDAR_SINCE ? [ofLunarMonth(first, month, facts), solar] : [solar];
}

function years(first: number, last: number, facts: DateFacts): DateCandidate {
  const edtf = joined(yearText(first), yearText(last), facts);
  return { edtf, firstYear: first, lastYear: last, reasons: [alone(first)] };
}

function ofMonth(year: number, month: number, facts: DateFacts): DateCandidate {
  const { day } = facts;
  const ofDay = day !== undefined && isDayOf(year, month, day) ? `-${two(day)}` : "";
  const text = `${yearText(year)}-${two(month)}${ofDay}`;
  return { edtf: joined(text, text, facts), firstYear: year, lastYear: year, reasons: [alone(year)] };
}

function ofLunarMonth(year: number, month: number, facts: DateFacts): DateCandidate {
  const [from, to] = gregorianMonths(year, month, facts.isLeap);
  const reasons = [alone(year), { code: "lunar-month", month } as const];
  return { edtf: monthsText(from, to, facts), firstYear: from.year, lastYear: to.year, reasons };
}

function alone(year: number): DateReason {
  return { code: "gregorian-alone", year };
}

/** A century, or the third of it that is told. */
export function ofCentury(century: number, facts: DateFacts): DateCandidate {
  const start = (century - 1) * 100;
  const reasons = [{ code: "century", name: String(century) } as const];
  if (facts.part === undefined) {
    return { edtf: `${two(century - 1)}XX${markOf(facts)}`, firstYear: start, lastYear: start + 99, reasons };
  }
  const [first, last] = thirdOf(start + 1, start + 100, facts.part);
  const edtf = joined(yearText(first), yearText(last), { ...facts, isAbout: true });
  return { edtf, firstYear: first, lastYear: last, reasons };
}

/** The first, middle or last third of a span of years. */
export function thirdOf(first: number, last: number, part: NonNullable<DateFacts["part"]>): readonly [number, number] {
  const third = Math.max(1, Math.floor((last - first + 1) / 3));
  if (part === "early") return [first, first + third - 1];
  return part === "middle" ? [first + third, first + 2 * third - 1] : [first + 2 * third, last];
}

/** Whether our calendar has the day. */
export function isDayOf(year: number, month: number, day: number): boolean {
  const lengths = [31, isLeapYear(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (lengths[month - 1] ?? 0);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
