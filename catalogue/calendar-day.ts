/** Days as people write them in tables, and the day that it is in Vietnam. */

/** "2025-07-01", "1/7/2025" as ISO 8601; undefined when empty, null when it is no day of the calendar. */
export function calendarDay(text: string): string | undefined | null {
  if (text === "") return undefined;
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
  const iso = year && month && day ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : text;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

/** Reports count days of Vietnam: UTC+7, without summer time. */
const OFFSET_MS = 7 * 3_600_000;

/** The day in Vietnam of a time, ISO 8601. */
export function dayInVietnam(time: string | Date): string {
  return new Date(new Date(time).getTime() + OFFSET_MS).toISOString().slice(0, 10);
}

/** The same for many times, ISO 8601 UTC: a day is found once for each hour. */
export function dayReader(): (time: string) => string {
  const days = new Map<string, string>();
  return (time) => {
    const hour = time.slice(0, 13);
    const day = days.get(hour) ?? dayInVietnam(`${hour}:00:00Z`);
    days.set(hour, day);
    return day;
  };
}

/** The hour in which a day of Vietnam begins, ISO 8601 UTC to the hour: 2026-11-21 begins in 2026-11-20T17. */
export function firstHourOf(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET_MS).toISOString().slice(0, 13);
}
