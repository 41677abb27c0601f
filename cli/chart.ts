/** `sohoa chart add|show`: shots of test charts, and what they say of a batch's capture session. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { CHART_KINDS, type ChartKind, GREY_CARD } from "../formats/chart/kinds.ts";
import { type ChartShot, readChart } from "../formats/chart/read-chart.ts";
import { readReference } from "../formats/chart/reference-table.ts";
import { decodeDevice } from "../formats/image-input.ts";
import { judgeSession, sessionLimitsOf } from "../pipeline/chart-limits.ts";
import { InputError, UsageError } from "../pipeline/errors.ts";
import type { Box } from "../pipeline/geometry.ts";
import { recordChart, sessionCharts } from "../pipeline/session-charts.ts";
import { chartText, patchText, verdictText } from "./chart-text.ts";
import { action, type Context } from "./command.ts";
import { boxInPixels, positiveNumber } from "./numbers.ts";
import { personAtWork } from "./person.ts";
import type { Outcome } from "./print.ts";
import { findItem } from "./standing.ts";

interface AddOptions {
  readonly batch: string;
  readonly kind?: string;
  readonly reference?: string;
  readonly pitchMm?: number;
  readonly ruler?: Box;
  readonly dpiTarget?: number;
  readonly agent?: string;
}

export function registerChart(program: Command): void {
  const chart = program.command("chart");
  chart
    .command("add <picture>")
    .requiredOption("--batch <batch>")
    .option("--kind <name>")
    .option("--reference <file>")
    .option("--pitch-mm <n>", "", positiveNumber)
    .option("--ruler <box>", "", boxInPixels)
    .option("--dpi-target <n>", "", positiveNumber)
    .option("--agent <name>")
    .action(action(async (context, picture: string, options: AddOptions) => await add(context, picture, options)));
  chart
    .command("show <batch>")
    .option("--patches")
    .action(
      action(async (context, batch: string, options: { readonly patches?: boolean }) => await show(context, batch, options)),
    );
}

async function add(context: Context, path: string, options: AddOptions): Promise<Outcome> {
  const services = await context.services();
  const item = await findItem(services, options.batch);
  const kind = await chosenKind(options);
  const device = await decodeDevice(path).catch((cause: unknown) => {
    throw (cause as NodeJS.ErrnoException).code === "ENOENT" ? new InputError({ code: "SRC-READ", subject: path, cause }) : cause;
  });
  const shot: ChartShot = {
    batch: options.batch,
    name: basename(path),
    kind,
    ...(options.pitchMm === undefined ? {} : { pitchMillimetres: options.pitchMm }),
    ...(options.ruler === undefined ? {} : { ruler: options.ruler }),
    ...(options.dpiTarget === undefined ? {} : { targetDpi: options.dpiTarget }),
  };
  const report = readChart(device, shot);
  const isNew = await recordChart(services, { itemId: item.id, picturePath: path, report, agent: personAtWork(options.agent) });
  const verdicts = judgeSession([report], sessionLimitsOf(item.profile));
  const missed = verdicts.filter((each) => each.verdict === "missed").length;
  const done = context.say(isNew ? "chart.added" : "chart.same", { batch: options.batch });
  return {
    ...(missed > 0 ? { exit: "partial" as const } : {}),
    counts: { added: isNew ? 1 : 0, missed },
    data: { report, verdicts },
    text: [done, ...chartText(context, report), ...verdictText(context, verdicts)],
  };
}

/** @throws {UsageError} CHART-KIND with the kinds there are; {InputError} SRC-READ */
async function chosenKind(options: AddOptions): Promise<ChartKind | typeof GREY_CARD> {
  const reference = options.reference === undefined ? undefined : await readTable(options.reference);
  if (reference && (options.kind === undefined || options.kind === reference.name)) return reference;
  const name = options.kind ?? "colorchecker-24";
  if (name === GREY_CARD) return GREY_CARD;
  const kind = CHART_KINDS.find((each) => each.name === name);
  const known = [...CHART_KINDS.map((each) => each.name), GREY_CARD].join(", ");
  if (!kind) throw new UsageError({ code: "CHART-KIND", subject: name, facts: { known } });
  if (!reference) return kind;
  if (reference.columns === kind.columns && reference.rows === kind.rows) return { ...reference, name };
  const facts = { row: 0, detail: `${reference.columns} × ${reference.rows} ≠ ${kind.columns} × ${kind.rows}` };
  throw new InputError({ code: "CHART-REFERENCE", subject: options.reference ?? "", facts });
}

async function readTable(path: string): Promise<ChartKind> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new InputError({ code: "SRC-READ", subject: path, cause });
  });
  return readReference(bytes, basename(path));
}

async function show(context: Context, id: string, options: { readonly patches?: boolean }): Promise<Outcome> {
  const services = await context.services();
  const item = await findItem(services, id);
  const isBatch = (await services.ledger.batch(id)) !== undefined;
  const charts = await sessionCharts(services, item.id, isBatch ? id : undefined);
  if (charts.length === 0) return { data: { charts: [], verdicts: [] }, text: [context.say("chart.none", { batch: id })] };
  const reports = charts.map((chart) => chart.report);
  const verdicts = judgeSession(reports, sessionLimitsOf(item.profile));
  const text = charts.flatMap((chart) => [
    context.say("chart.registered", { name: chart.report.picture.name, at: chart.registeredAt, agent: chart.agent }),
    ...chartText(context, chart.report),
    ...(options.patches ? patchText(context, chart.report) : []),
    "",
  ]);
  return {
    counts: { charts: charts.length, missed: verdicts.filter((each) => each.verdict === "missed").length },
    data: { charts, verdicts },
    text: [...text, ...verdictText(context, verdicts)],
  };
}
