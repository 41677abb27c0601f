/** `sohoa status`: where every batch stands, from rows as they are now. */
import type { Command } from "commander";
import { gatherTargets } from "../catalogue/progress/gather-report.ts";
import type { Standing } from "../pipeline/completeness.ts";
import type { ItemRow } from "../pipeline/ledger-rows.ts";
import { stagesOf } from "../pipeline/plan.ts";
import { waitingOf } from "../pipeline/waiting.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { visible } from "./messages.ts";
import type { Outcome } from "./print.ts";
import { findItem, standing, standingIn } from "./standing.ts";
import { fixityLines, withFixity } from "./status-fixity.ts";
import { table } from "./table.ts";
import { today } from "./target/today.ts";
import { waitingText } from "./waiting.ts";
import { watch } from "./watch.ts";

const TASK_STATES = ["done", "leased", "pending", "failed", "quarantined"] as const;
const MARKS = { complete: "ok", working: "busy", attention: "bad", waiting: "warn", paused: "idle", empty: "idle" } as const;

export function registerStatus(program: Command): void {
  program
    .command("status [batch]")
    .option("--watch")
    .action(
      action(async (context, batch: string | undefined, options: { readonly watch?: boolean }) => {
        const services = await context.services();
        const look = async () =>
          batch ? await ofItem(context, services, await findItem(services, batch)) : await ofAll(context, services);
        const lookAll = async () => withFixity(await look(), await fixityLines(context, services, batch === undefined));
        return options.watch ? await watch(context, lookAll) : await lookAll();
      }),
    );
}

async function ofAll(context: Context, services: Services): Promise<Outcome> {
  const items = await services.ledger.items();
  const targets = await targetLines(context, services);
  if (items.length === 0) return { text: [context.say("status.empty"), ...targets], data: [] };
  const tallies = await services.ledger.tallies();
  const rows = items.map((item) => ({ item, at: standingIn(services.workflow, item, tallies) }));
  const heads = [
    context.say("status.batch"),
    ...["pages", "done", "running", "waiting", "failed", "reviewed"].map((head) => `>${context.say(`status.${head}`)}`),
    context.say("status.state"),
  ];
  const cells = rows.map(({ item, at }) => [
    visible(item.shelfmark),
    at.pages,
    percent(at),
    at.running,
    at.pending,
    at.failed,
    at.reviewedPages,
    stateText(context, at),
  ]);
  const counts = sum(rows.map((row) => row.at));
  const data = rows.map(({ item, at }) => ({ item: item.id, shelfmark: item.shelfmark, version: item.version, ...at }));
  return { counts, data, text: [...table(heads, cells, form(context)), context.say("status.queue", counts), ...targets] };
}

async function ofItem(context: Context, services: Services, item: ItemRow): Promise<Outcome> {
  const at = await standing(services, item);
  const counts = await services.ledger.stageCounts(item.id);
  const waiting = await waitingOf(services, item);
  const stages = [...stagesOf(services.workflow, "page"), ...stagesOf(services.workflow, "item")];
  const count = (stage: string, state: string) => counts.find((each) => each.stage === stage && each.state === state)?.count ?? 0;
  const rows = stages.map((stage) => [
    context.say(`stage.${stage.name}`),
    ...TASK_STATES.map((state) => count(stage.name, state)),
  ]);
  const heads = [context.say("status.stage"), ...TASK_STATES.map((state) => `>${context.say(`task.${state}`)}`)];
  const { state, ...numbers } = at;
  return {
    counts: numbers,
    data: { item: item.id, state, version: item.version, stages: counts, waiting },
    text: [
      context.say("status.item", {
        shelfmark: item.shelfmark,
        version: item.version,
        done: at.donePages,
        pages: at.pages,
        reviewed: at.reviewedPages,
      }),
      stateText(context, at),
      ...table(heads, rows, form(context)),
      ...(waiting.length > 0 ? [context.say("waiting.title"), ...waitingText(context, waiting)] : []),
      ...(at.failed > 0 ? [context.say("status.attention", { count: at.failed, batch: item.id })] : []),
      ...(at.toRescan > 0 ? [context.say("quality.toRescan", { count: at.toRescan, item: item.id })] : []),
      ...(at.earlierTexts > 0 ? [context.say("quality.earlierTexts", { count: at.earlierTexts, item: item.id })] : []),
    ],
  };
}

/** One line a target: how far the library is, and what it owes. */
async function targetLines(context: Context, services: Services): Promise<readonly string[]> {
  const targets = await services.holdings.targets();
  if (targets.length === 0) return [];
  const { targets: standings } = await gatherTargets(services, today(services));
  return standings.map(({ target, share }) => {
    const reached = share.percentage === undefined ? "–" : `${share.percentage.toLocaleString(context.messages.language)} %`;
    return context.say("status.target", { name: target.name, reached, goal: target.percentage });
  });
}

function form(context: Context) {
  return { language: context.messages.language, columns: context.printer.columns };
}

function stateText(context: Context, at: Standing): string {
  return `${context.printer.mark(MARKS[at.state])} ${context.say(`state.${at.state}`)}`;
}

function percent(at: Standing): string {
  return at.pages === 0 ? "–" : `${Math.floor((at.donePages / at.pages) * 100)} %`;
}

function sum(all: readonly Standing[]): Record<string, number> {
  const totals = { pages: 0, donePages: 0, running: 0, pending: 0, failed: 0 };
  for (const at of all) for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += at[key];
  return totals;
}
