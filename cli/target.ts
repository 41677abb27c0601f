/** `sohoa target`: what is to be reached, how far the library is, and the report of a day. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { type FullReport, gatherReport } from "../catalogue/progress/gather-report.ts";
import { type NewTarget, targetSchema } from "../catalogue/target.ts";
import { InputError } from "../pipeline/errors.ts";
import { action, type Context } from "./command.ts";
import { positiveNumber } from "./numbers.ts";
import { PACKAGE_ROOT } from "./package-root.ts";
import type { Outcome } from "./print.ts";
import { reportPage } from "./target/report-page.ts";
import { writeReportSheet } from "./target/report-sheet.ts";
import { reportText } from "./target/report-text.ts";
import { today } from "./target/today.ts";
import { workSummary, workText } from "./target/work-text.ts";

interface TargetOptions {
  readonly percentage: number;
  readonly deadline: string;
  readonly class?: readonly string[];
  readonly organisation?: string;
  readonly counted?: string;
  readonly unit?: string;
  readonly definition?: string;
  readonly source?: string;
}

interface ReportOptions {
  readonly asOf?: string;
  readonly explain?: boolean;
  readonly out?: string;
}

const PLAN_FOLDER = join(PACKAGE_ROOT, "config/targets");
/** A plan as a file of `config/targets`: several targets with one source. */
const planSchema = z.object({ source: z.string(), targets: z.array(targetSchema.omit({ source: true })) });

export function registerTargets(program: Command): void {
  const target = program.command("target");
  const list = (value: string, before: readonly string[] = []) => [...before, value];
  target
    .command("set <name>")
    .requiredOption("--percentage <n>", "", positiveNumber)
    .requiredOption("--deadline <date>")
    .option("--class <name>", "", list)
    .option("--organisation <name>")
    .option("--counted <register>")
    .option("--unit <items|pages>")
    .option("--definition <kind>")
    .option("--source <text>")
    .action(action(async (context, name: string, options: TargetOptions) => await setTarget(context, name, options)));
  target.command("remove <name>").action(action(async (context, name: string) => await removeTarget(context, name)));
  target
    .command("adopt [plan]")
    .option("--organisation <name>")
    .action(
      action(
        async (context, plan: string | undefined, options: { readonly organisation?: string }) =>
          await adoptPlan(context, plan, options.organisation),
      ),
    );
  target
    .command("show")
    .option("--as-of <date>")
    .option("--explain")
    .action(action(async (context, options: ReportOptions) => await showTargets(context, options, options.explain ?? false)));
  target
    .command("report")
    .option("--as-of <date>")
    .option("--explain")
    .option("--out <file>")
    .action(action(async (context, options: ReportOptions) => await showTargets(context, options, true)));
}

async function setTarget(context: Context, name: string, options: TargetOptions): Promise<Outcome> {
  const services = await context.services();
  const { percentage, deadline, organisation = null, counted = null, unit, definition, source } = options;
  const given = {
    ...{ name, percentage, deadline, organisation, counted, classes: [...(options.class ?? [])] },
    ...(unit === undefined ? {} : { unit }),
    ...(definition === undefined ? {} : { definition }),
    ...(source === undefined ? {} : { source }),
  };
  const target = await services.holdings.setTarget(given as NewTarget);
  return { data: target, text: [context.say("target.set", { name, percentage, deadline })] };
}

async function removeTarget(context: Context, name: string): Promise<Outcome> {
  const services = await context.services();
  if (await services.holdings.removeTarget(name)) return { text: [context.say("target.removed", { name })] };
  const known = (await services.holdings.targets()).map((each) => each.name).join(", ");
  throw new InputError({ code: "TARGET-UNKNOWN", subject: name, facts: { known: known || "–" } });
}

/** Set all targets of a plan that comes with the program, or list the plans. */
async function adoptPlan(context: Context, plan: string | undefined, organisation: string | undefined): Promise<Outcome> {
  const plans = (await readdir(PLAN_FOLDER)).filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -5));
  if (plan === undefined) return { data: plans, text: [context.say("target.plans", { plans: plans.join(", ") })] };
  if (!plans.includes(plan)) throw new InputError({ code: "PLAN-UNKNOWN", subject: plan, facts: { known: plans.join(", ") } });
  const { source, targets } = planSchema.parse(JSON.parse(await readFile(join(PLAN_FOLDER, `${plan}.json`), "utf8")));
  const { holdings } = await context.services();
  for (const each of targets) await holdings.setTarget({ ...each, source, organisation: organisation ?? each.organisation });
  return {
    data: targets,
    text: targets.map(({ name, percentage, deadline }) => context.say("target.set", { name, percentage, deadline })),
  };
}

async function showTargets(
  context: Context,
  options: ReportOptions & { readonly out?: string },
  isDetailed: boolean,
): Promise<Outcome> {
  const services = await context.services();
  const date = options.asOf ?? today(services);
  if (!z.iso.date().safeParse(date).success) throw new InputError({ code: "DATE-FORM", subject: date, exit: "usage" });
  const report = await gatherReport(services, date, options.explain ?? options.out !== undefined);
  if (report.targets.length === 0) {
    const work = isDetailed ? workText(context, report) : workSummary(context, report);
    return { data: report, isRepeatable: true, text: [context.say("target.none"), ...work] };
  }
  if (options.out !== undefined) await write(context, options.out, report);
  const written = options.out === undefined ? [] : [context.say("target.written", { path: options.out })];
  const isWhole = isDetailed && options.out === undefined;
  const work = isWhole ? workText(context, report) : workSummary(context, report);
  return { data: report, isRepeatable: true, text: [...reportText(context, report, isWhole), ...work, ...written] };
}

async function write(context: Context, path: string, report: FullReport): Promise<void> {
  const { messages } = context;
  const texts: Readonly<Record<string, () => string>> = {
    ".html": () => reportPage(messages, report, context.config.library ?? ""),
    ".json": () => `${JSON.stringify(report, null, 2)}\n`,
  };
  const extension = extname(path).toLowerCase();
  if (extension === ".xlsx") return await writeReportSheet(path, report, messages);
  const text = texts[extension];
  if (!text) throw new InputError({ code: "TARGET-FORMAT", subject: path, exit: "usage" });
  await writeFile(path, text()).catch((cause: unknown) => {
    throw new InputError({ code: "OUT-WRITE", subject: path, cause });
  });
}
