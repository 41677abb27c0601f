/** What a report of work says in words and tables, the same in text, spreadsheet and page. */
import type { WorkReport } from "../../catalogue/progress/work-report.ts";
import type { Messages } from "../messages.ts";
import { dayText } from "./report-words.ts";

/** A table of a report: headings, those of figures with ">" before them, and rows. */
export interface WorkTable {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** Sentences below it. */
  readonly notes: readonly string[];
}

/** The tables of a report of work, those that a day has. */
export function workTables(messages: Messages, work: WorkReport): readonly WorkTable[] {
  const now = [
    ...(work.funnel ? [funnelTable(messages, work.funnel)] : []),
    ...(work.backlog ? [backlogTable(messages, work.backlog)] : []),
  ];
  return [...now, throughputTable(messages, work.throughput), peopleTable(messages, work.people)];
}

/** What a step of the workflow is called. */
export function stageText(messages: Messages, stage: string): string {
  return messages.find(`work.stage-${stage}`) ?? messages.say(`stage.${stage}`);
}

/** The funnel in one line: "quét 2.410 → xử lý 2.380 → … nghẽn ở: duyệt". */
export function funnelLine(messages: Messages, { steps, narrowest }: NonNullable<WorkReport["funnel"]>): string {
  const numbers = steps.map(
    ({ step, items }) => `${messages.say(`work.step-${step}`)} ${items.toLocaleString(messages.language)}`,
  );
  const stuck = narrowest ? [messages.say("work.narrowest", { step: messages.say(`work.step-${narrowest}`) })] : [];
  return [numbers.join(" → "), ...stuck].join("   ");
}

function funnelTable(messages: Messages, funnel: NonNullable<WorkReport["funnel"]>): WorkTable {
  const { steps, registered, notScanned, notRegistered, cancelled, empty } = funnel;
  const balance = { registered, notScanned, notRegistered, cancelled, empty, scanned: steps[0]?.items ?? 0 };
  const passed = { withoutReview: funnel.publishedWithoutReview, withoutRecord: funnel.publishedWithoutRecord };
  return {
    title: messages.say("work.funnel"),
    heads: heads(messages, ["step", ">items", ">pages", ">held"]),
    rows: steps.map(({ step, items, pages, held }) => [messages.say(`work.step-${step}`), items, pages, held]),
    notes: [
      ...(funnel.narrowest ? [messages.say("work.narrowest", { step: messages.say(`work.step-${funnel.narrowest}`) })] : []),
      messages.say("work.balance", balance),
      ...(passed.withoutReview + passed.withoutRecord > 0 ? [messages.say("work.passed", passed)] : []),
    ],
  };
}

function backlogTable(messages: Messages, backlog: NonNullable<WorkReport["backlog"]>): WorkTable {
  return {
    title: messages.say("work.backlog"),
    heads: heads(messages, ["stage", "unit", ">waiting", ">running", ">failed", ">person", ">open"]),
    rows: backlog.map(({ stage, of, waiting, running, failed, person, open }) => [
      stageText(messages, stage),
      messages.say(`work.unit-${of}`),
      ...[waiting, running, failed, person, open],
    ]),
    notes: backlog.length === 0 ? [messages.say("work.backlog-none")] : [],
  };
}

function throughputTable(messages: Messages, { weeks, stages }: WorkReport["throughput"]): WorkTable {
  return {
    title: messages.say("work.throughput"),
    heads: [...heads(messages, ["stage", "unit"]), ...weekHeads(messages, weeks), ...heads(messages, [">total"])],
    rows: stages.map(({ stage, of, counts, total }) => [
      stageText(messages, stage),
      messages.say(`work.unit-${of}`),
      ...counts,
      total,
    ]),
    notes: stages.length === 0 ? [messages.say("work.none-done", { weeks: weeks.length })] : [],
  };
}

function peopleTable(messages: Messages, { weeks, kinds }: WorkReport["people"]): WorkTable {
  return {
    title: messages.say("work.people"),
    heads: [
      ...heads(messages, ["kind"]),
      ...weekHeads(messages, weeks),
      ...heads(messages, [">minutes", ">answers", ">logged", ">unknown"]),
    ],
    rows: kinds.map(({ kind, minutes, totalMinutes, answers, logged, unknown }) => [
      messages.say(`work.kind-${kind}`),
      ...[...minutes, totalMinutes, answers, logged, unknown],
    ]),
    notes: [],
  };
}

function heads(messages: Messages, keys: readonly string[]): readonly string[] {
  return keys.map((key) => (key.startsWith(">") ? `>${messages.say(`work.${key.slice(1)}`)}` : messages.say(`work.${key}`)));
}

/** A week by its last day, without the year: the title has it. */
function weekHeads(messages: Messages, weeks: readonly string[]): readonly string[] {
  return weeks.map((end) => `>${messages.say("work.week-ending", { date: dayText(end.slice(5)) })}`);
}
