/** `sohoa register import`, `target set|show`: what the library owns, and how far it is from its targets. */
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { progressOf } from "../catalogue/progress.ts";
import { readRegister } from "../catalogue/register-import.ts";
import { InputError } from "../pipeline/errors.ts";
import { action, type Context } from "./command.ts";
import { positiveNumber } from "./numbers.ts";
import type { Outcome } from "./print.ts";
import { table } from "./table.ts";

interface TargetOptions {
  readonly percentage: number;
  readonly deadline: string;
  readonly class?: string;
  readonly source?: string;
}

export function registerHoldings(program: Command): void {
  program
    .command("register")
    .command("import <file>")
    .option("--dry-run")
    .action(
      action(
        async (context, file: string, options: { readonly dryRun?: boolean }) =>
          await importRegister(context, file, options.dryRun ?? false),
      ),
    );
  const target = program.command("target");
  target
    .command("set <name>")
    .requiredOption("--percentage <n>", "", positiveNumber)
    .requiredOption("--deadline <date>")
    .option("--class <name>")
    .option("--source <text>")
    .action(
      action(async (context, name: string, options: TargetOptions) => {
        const services = await context.services();
        const { percentage, deadline, source } = options;
        await services.holdings.setTarget({
          name,
          percentage,
          deadline,
          holdingClass: options.class ?? null,
          ...(source ? { source } : {}),
        });
        return { text: [context.say("target.set", { name, percentage, deadline })] };
      }),
    );
  target
    .command("show")
    .option("--as-of <date>")
    .option("--explain")
    .action(
      action(
        async (context, options: { readonly asOf?: string; readonly explain?: boolean }) => await showTargets(context, options),
      ),
    );
}

async function importRegister(context: Context, file: string, isDryRun: boolean): Promise<Outcome> {
  const services = await context.services();
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new InputError({ code: "SRC-READ", subject: file, cause });
  });
  const reading = await readRegister(bytes);
  const kept = isDryRun ? { added: 0, updated: 0, unchanged: 0 } : await services.holdings.importEntries(reading.entries);
  const errors = reading.rejected.map((each) => ({ code: each.code, path: file, facts: { row: each.row, ...each.facts } }));
  const counts = { rows: reading.found, ...kept, rejected: reading.rejected.length };
  const lines = errors.map(
    (error) => `  ${context.printer.mark("bad")} ${context.messages.failure(error.code, error.facts).message}`,
  );
  const exit = errors.length > 0 ? { exit: "partial" as const } : {};
  return { ...exit, counts, errors, text: [context.say("register.imported", counts), ...lines] };
}

async function showTargets(context: Context, options: { readonly asOf?: string; readonly explain?: boolean }): Promise<Outcome> {
  const services = await context.services();
  const [register, published, targets] = await Promise.all([
    services.holdings.register(),
    services.holdings.published(),
    services.holdings.targets(),
  ]);
  if (targets.length === 0) return { data: [], text: [context.say("target.none")] };
  const date = options.asOf ?? services.clock.now().toISOString().slice(0, 10);
  const all = targets.map((target) => progressOf(target, register, published, date));
  const rows = all.map((at) => [
    at.target.name,
    `${at.target.percentage} %`,
    `${context.printer.mark(at.isReached ? "ok" : "warn")} ${at.percentage === undefined ? "–" : `${at.percentage.toLocaleString(context.messages.language)} %`}`,
    `${at.numerator}/${at.denominator}`,
    `${at.target.deadline} (${context.say(at.daysLeft < 0 ? "target.overdue" : "target.left", { days: Math.abs(at.daysLeft) })})`,
  ]);
  const heads = ["target.name", "target.goal", "target.reached", "target.items", "target.deadline"].map((key) =>
    context.say(key),
  );
  const explained = options.explain ? all.flatMap((at) => explain(context, at)) : [];
  return {
    data: options.explain ? all : all.map(({ rows: _rows, ...at }) => at),
    text: [...table(heads, rows), context.say("target.unit"), ...explained],
  };
}

function explain(context: Context, at: ReturnType<typeof progressOf>): readonly string[] {
  const lines = at.rows.map(({ entry, evidence }) => {
    const mark = context.printer.mark(evidence ? "ok" : "idle");
    return `  ${mark} ${entry.shelfmark}  ${entry.title}${evidence ? `  ${evidence.itemId} ${evidence.publication.slice(0, 16)}` : ""}`;
  });
  return [`${at.target.name}:`, ...lines];
}
