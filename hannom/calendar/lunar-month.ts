/**
 * Which Gregorian months a lunar month can reach into. Every calendar that Vietnam or China used has the month numbered m
 * contain the m-th principal term of the sun (雨水 in the first … 大寒 in the twelfth), and a leap month none; so the bounds hold
 * whichever calendar was in force, where a computed day would differ between the calendars of the Lê, the Tây Sơn and the
 * Nguyễn. Source of the rule: N. Dershowitz and E. Reingold, Calendrical Calculations, chapter on the Chinese calendar.
 */

/** A month of the Gregorian calendar, extended backwards before 1582 as ISO 8601 does. */
export interface YearMonth {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
}

/** Day of the year (1 = 1 January) of the principal term in months 1 to 12; that of the twelfth lies in the next year. */
const PRINCIPAL_TERM_DAY = [50, 80, 110, 141, 172, 204, 235, 266, 296, 326, 355, 385] as const;
/** Mean and true sun part by two and a half days at most, and the Gregorian date of a term wanders by one. */
const MARGIN_DAYS = 4;
const LONGEST_MONTH_DAYS = 30;

/** First and last Gregorian month that the lunar month of the lunar year may touch. `month` is 1 to 12. */
export function gregorianMonths(year: number, month: number, isLeap = false): readonly [YearMonth, YearMonth] {
  const term = PRINCIPAL_TERM_DAY[month - 1] as number;
  if (isLeap) {
    const next = month === 12 ? (PRINCIPAL_TERM_DAY[0] as number) + 365 : (PRINCIPAL_TERM_DAY[month] as number);
    return [monthOfDay(year, term + 1 - MARGIN_DAYS), monthOfDay(year, next - 1 + MARGIN_DAYS)];
  }
  const reach = LONGEST_MONTH_DAYS - 1 + MARGIN_DAYS;
  return [monthOfDay(year, term - reach), monthOfDay(year, term + reach)];
}

const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

/** The month of the n-th day of a year of 365 days; days before the first and after the last are in the years beside it. */
function monthOfDay(year: number, day: number): YearMonth {
  if (day < 1) return monthOfDay(year - 1, day + 365);
  if (day > 365) return monthOfDay(year + 1, day - 365);
  let month = 12;
  while ((DAYS_BEFORE[month - 1] as number) >= day) month--;
  return { year, month };
}
