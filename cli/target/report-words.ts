/** What a report says in words: shares, deadlines and forecasts, the same in text, spreadsheet and page. */

import type { TargetStanding } from "../../catalogue/progress/report.ts";
import type { Share } from "../../catalogue/progress/share.ts";
import type { Messages } from "../messages.ts";

/** "61,4 %"; a dash where nothing counts. */
export function percentText(messages: Messages, { percentage }: Share): string {
  return percentage === undefined ? "–" : `${percentage.toLocaleString(messages.language)} %`;
}

/** "2.149/3.500". */
export function countText(messages: Messages, { numerator, denominator }: Share): string {
  return `${numerator.toLocaleString(messages.language)}/${denominator.toLocaleString(messages.language)}`;
}

/** The unit and what counts: "trang, đã công bố". */
export function unitText(messages: Messages, { target }: TargetStanding): string {
  if (target.counted !== null) return messages.say("target.unit-counted");
  return `${messages.say(`target.unit-${target.unit}`)}, ${messages.say(`target.definition-${target.definition}`)}`;
}

/** "31-12-2025, quá hạn 325 ngày". */
export function deadlineText(messages: Messages, { target, daysLeft }: TargetStanding): string {
  const left = messages.say(daysLeft < 0 ? "target.overdue" : "target.left", { days: Math.abs(daysLeft) });
  return `${dayText(target.deadline)} (${left})`;
}

/** When it will be reached if work goes on as it does. */
export function forecastText(messages: Messages, { forecast, ended }: TargetStanding): string {
  if (ended) return messages.say("target.ended", { into: ended.into, on: dayText(ended.on) });
  if (forecast.kind !== "range") return messages.say(`target.forecast-${forecast.kind}`);
  const amount = (number: number) => number.toLocaleString(messages.language);
  const facts = { perWeek: amount(forecast.perWeek), from: dayText(forecast.from), until: dayText(forecast.until ?? "") };
  const when = messages.say(forecast.until === undefined ? "target.forecast-open" : "target.forecast-range", facts);
  if (forecast.neededPerWeek === undefined) return when;
  return `${when}; ${messages.say("target.needed", { perWeek: amount(forecast.neededPerWeek) })}`;
}

/** 31-12-2025, as Vietnamese writes days. */
export function dayText(day: string): string {
  return day.split("-").reverse().join("-");
}
