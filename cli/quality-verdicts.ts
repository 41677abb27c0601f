/** `sohoa quality accept|reject`, and decisions from a table: what a person says of pages, kept for the audit. */
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { readDecisions } from "../catalogue/quality/decisions.ts";
import { storeDescription } from "../pipeline/describe-item.ts";
import { InputError } from "../pipeline/errors.ts";
import type { ItemRow, NewVerdict, PageRow } from "../pipeline/ledger-rows.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { personAtWork } from "./person.ts";
import type { Outcome } from "./print.ts";
import { pageNamed, qualityOf } from "./quality-gather.ts";
import { standing } from "./standing.ts";

interface VerdictOptions {
  readonly reason?: string;
  readonly note?: string;
  readonly batch?: string;
  readonly agent?: string;
}

export function registerVerdicts(quality: Command): void {
  const verdictOptions = (command: Command) => command.option("--note <text>").option("--batch <batch>").option("--agent <name>");
  verdictOptions(quality.command("accept <pages...>").option("--reason <text>")).action(
    action(async (context, names: readonly string[], options: VerdictOptions) => await say(context, "accept", names, options)),
  );
  verdictOptions(quality.command("reject <pages...>").requiredOption("--reason <text>")).action(
    action(async (context, names: readonly string[], options: VerdictOptions) => await say(context, "rescan", names, options)),
  );
}

async function say(
  context: Context,
  verdict: NewVerdict["verdict"],
  names: readonly string[],
  options: VerdictOptions,
): Promise<Outcome> {
  const services = await context.services();
  const pages = new Map<string, PageRow>();
  for (const name of names) {
    const page = await pageNamed(services, name, options.batch);
    pages.set(page.id, page);
  }
  const { reason = "", note = "" } = options;
  const given: { readonly itemId: string; readonly verdict: NewVerdict }[] = [];
  for (const page of pages.values()) {
    const master = (await services.ledger.current(page.id, "image/master"))?.digest;
    if (master === undefined) throw new InputError({ code: "PAGE-UNKNOWN", subject: page.id, facts: { item: page.itemId } });
    given.push({ itemId: page.itemId, verdict: { subject: page.id, master, verdict, reason, note } });
  }
  const counts = { judged: 0, unchanged: 0 };
  const text: string[] = [];
  for (const itemId of new Set(given.map((each) => each.itemId))) {
    const verdicts = given.filter((each) => each.itemId === itemId).map((each) => each.verdict);
    const done = await keep(context, services, itemId, verdicts, options.agent);
    counts.judged += done.counts.judged;
    counts.unchanged += done.counts.unchanged;
    text.push(...done.text);
  }
  return { counts, text };
}

/** Decisions on one item from a table: all of it, or nothing and every problem. */
export async function decide(
  context: Context,
  services: Services,
  item: ItemRow,
  options: { readonly file: string; readonly agent?: string },
): Promise<Outcome> {
  const bytes = await readFile(options.file).catch((cause: unknown) => {
    throw new InputError({ code: "SRC-READ", subject: options.file, cause });
  });
  const { verdicts, undecided, problems } = readDecisions(bytes, (await qualityOf(services, item)).pages);
  if (problems.length > 0) {
    const errors = problems.map(({ code, facts }) => ({ code, path: options.file, facts }));
    const lines = errors.map(
      (error) =>
        `${context.printer.mark("bad")} ${context.messages.failure(error.code, { subject: error.path, ...error.facts }).message}`,
    );
    return {
      exit: "input",
      errors,
      counts: { judged: 0, problems: problems.length },
      text: [...lines, context.say("quality.nothingKept")],
    };
  }
  const { counts, text } = await keep(context, services, item.id, verdicts, options.agent);
  return {
    counts: { ...counts, undecided },
    text: [...text, ...(undecided > 0 ? [context.say("quality.undecided", { count: undecided })] : [])],
  };
}

async function keep(
  context: Context,
  services: Services,
  itemId: string,
  verdicts: readonly NewVerdict[],
  agent: string | undefined,
) {
  const counts = await services.ledger.judge(itemId, verdicts, personAtWork(agent));
  await storeDescription(services, itemId);
  const item = await services.ledger.item(itemId);
  const toRescan = item ? (await standing(services, item)).toRescan : 0;
  const text = [context.say("quality.judged", { ...counts, item: itemId })];
  if (toRescan > 0)
    text.push(`${context.printer.mark("bad")} ${context.say("quality.toRescan", { count: toRescan, item: itemId })}`);
  return { counts, text };
}
