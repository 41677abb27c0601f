/** A report of work in the terminal. */

import type { FullReport } from "../../catalogue/progress/gather-report.ts";
import type { Context } from "../command.ts";
import { table } from "../table.ts";
import { dayText } from "./report-words.ts";
import { funnelLine, workTables } from "./work-words.ts";

/** All tables. */
export function workText(context: Context, { work, date }: FullReport): readonly string[] {
  const { messages } = context;
  const form = { language: messages.language };
  const title = context.say("work.title", { weeks: work.throughput.weeks.length, date: dayText(date) });
  const tables = workTables(messages, work).flatMap(({ title: name, heads, rows, notes }) => [
    "",
    `${name}:`,
    ...(rows.length > 0 ? table(heads, rows, form) : []),
    ...notes,
  ]);
  return ["", title, ...tables, ...(work.backlog ? [] : ["", context.say("work.only-now")])];
}

/** How far the items are, in one line; nothing for a day that is over. */
export function workSummary(context: Context, { work }: FullReport): readonly string[] {
  return work.funnel?.steps.some(({ items }) => items > 0) ? ["", funnelLine(context.messages, work.funnel)] : [];
}
