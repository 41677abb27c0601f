/** A report of targets as a table in the terminal. */
import type { TargetReport, TargetStanding } from "../../catalogue/progress/report.ts";
import type { Context } from "../command.ts";
import { table } from "../table.ts";
import { countText, deadlineText, forecastText, percentText, unitText } from "./report-words.ts";

/** One line a target; parts and rows below where they are wanted. */
export function reportText(context: Context, report: TargetReport, isDetailed: boolean): readonly string[] {
  const { messages, printer } = context;
  const heads = [
    "target.name",
    "target.goal",
    "target.reached",
    "target.count",
    "target.unit",
    "target.deadline",
    "target.forecast",
  ];
  const rows = report.targets.map((at) => [
    at.target.name,
    `${at.target.percentage.toLocaleString(messages.language)} %`,
    `${printer.mark(at.isReached ? "ok" : "warn")} ${percentText(messages, at.share)}`,
    countText(messages, at.share),
    unitText(messages, at),
    deadlineText(messages, at),
    forecastText(messages, at),
  ]);
  const lines = table(
    heads.map((key) => context.say(key)),
    rows,
  );
  return isDetailed
    ? [...lines, ...report.targets.flatMap((at) => partsText(context, at)), ...explainText(context, report)]
    : lines;
}

function partsText(context: Context, at: TargetStanding): readonly string[] {
  const { messages } = context;
  if (at.byHolder.length === 0) return [];
  const heads = ["target.part", "target.items", "target.pages"].map((key) => context.say(key));
  const rowOf = ({ name, items, pages }: TargetStanding["byHolder"][number]) => [
    name || context.say("target.unnamed"),
    `${countText(messages, items)}  ${percentText(messages, items)}`,
    `${countText(messages, pages)}  ${percentText(messages, pages)}`,
  ];
  const without = at.withoutExtent > 0 ? [context.say("target.without-extent", { count: at.withoutExtent })] : [];
  return ["", `${at.target.name}:`, ...table(heads, [...at.byHolder.map(rowOf), ...at.byClass.map(rowOf)]), ...without];
}

function explainText(context: Context, { targets }: TargetReport): readonly string[] {
  return targets.flatMap(({ target, rows }) => {
    if (rows.length === 0) return [];
    const lines = rows.map((row) => {
      const mark = context.printer.mark(row.isDigitized ? "ok" : row.damaged.length > 0 ? "bad" : "idle");
      const evidence = row.item === null ? "" : `  ${row.item} ${(row.digest ?? "").slice(0, 16)}`;
      const damaged = row.damaged.map((digest) => `  ${context.say("target.damaged", { digest: digest.slice(0, 16) })}`).join("");
      const told = [row.decision, row.condition, row.consent, row.provenance].filter((each) => each !== "").join(" · ");
      return `  ${mark} ${row.key}  ${row.label}${told === "" ? "" : `  (${told})`}${evidence}${damaged}`;
    });
    return ["", `${target.name}:`, ...lines];
  });
}
