/** What a chart said, as people read it. */
import { SESSION_MEASURES, type SessionVerdict } from "../pipeline/chart-limits.ts";
import type { ChartReport } from "../pipeline/chart-report.ts";
import type { Context } from "./command.ts";
import { table } from "./table.ts";

/** Measures in the order in which people ask for them: colour, tone, light, sharpness, size. */
const ORDER = [...Object.values(SESSION_MEASURES).map(({ measure }) => measure), "lightGradientShare", "mtf50"];

/** The chart, its measures, and what to know of them. */
export function chartText(context: Context, report: ChartReport): readonly string[] {
  const { place, patches } = report;
  const where = place
    ? context.say("chart.found", { kind: report.kind, turn: place.turnDegrees, seen: place.seenPatches, patches: patches.length })
    : context.say("chart.card", { kind: report.kind });
  const names = [...new Set([...ORDER.filter((name) => name in report.measures), ...Object.keys(report.measures)])];
  const rows = names.map((name) => {
    const { value, unit } = report.measures[name] as ChartReport["measures"][string];
    return [context.say(`chart.measure.${name}`), shown(context, value, unit)];
  });
  const notes = report.findings.map(
    ({ code, facts }) => `  ${context.printer.mark("warn")} ${context.messages.failure(code, facts).message} [${code}]`,
  );
  return [
    where,
    ...indented(table([context.say("chart.measure"), `>${context.say("chart.value")}`], rows, form(context))),
    ...notes,
  ];
}

/** Each patch beside what it ought to be. */
export function patchText(context: Context, { patches }: ChartReport): readonly string[] {
  // Rounded first: a value just below zero would be shown as "-0".
  const number = (value: number) => (Math.round(value * 10) / 10 + 0).toLocaleString(context.messages.language);
  const rows = patches.map(({ name, measured, reference, deltaE2000, deltaL }) => [
    name,
    [reference.l, reference.a, reference.b].map(number).join(" "),
    [measured.l, measured.a, measured.b].map(number).join(" "),
    deltaE2000 === null ? "–" : number(deltaE2000),
    number(deltaL),
  ]);
  const heads = [context.say("chart.patch"), context.say("chart.wanted"), context.say("chart.measured"), ">ΔE2000", ">ΔL*"];
  return rows.length === 0 ? [] : indented(table(heads, rows, form(context)));
}

/** What the quality profile demands, and what became of it. */
export function verdictText(context: Context, verdicts: readonly SessionVerdict[]): readonly string[] {
  if (verdicts.length === 0) return [context.say("chart.noDemands")];
  const marks = { met: "ok", missed: "bad", unmeasured: "idle" } as const;
  const rows = verdicts.map(({ limit, measure, threshold, value, unit, verdict }) => [
    context.say(`chart.measure.${measure}`),
    `${limit.startsWith("min") ? "≥" : "≤"} ${shown(context, threshold, unit)}`,
    value === null ? "–" : shown(context, value, unit),
    `${context.printer.mark(marks[verdict])} ${context.say(`chart.${verdict}`)}`,
  ]);
  const heads = [
    context.say("chart.demand"),
    `>${context.say("chart.limit")}`,
    `>${context.say("chart.value")}`,
    context.say("chart.verdict"),
  ];
  return table(heads, rows, form(context));
}

/** A number with its unit: shares as per cent. */
export function shown(context: Context, value: number, unit: string): string {
  const digits = unit === "dpi" ? 0 : 2;
  const number = (each: number) => each.toLocaleString(context.messages.language, { maximumFractionDigits: digits });
  if (unit === "share") return `${number(value * 100)} %`;
  return unit === "" || unit === "ratio" ? number(value) : `${number(value)} ${unit}`;
}

function form(context: Context) {
  return { language: context.messages.language, columns: context.printer.columns };
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
