/** `sohoa status`: where every batch stands, from rows as they are now. */

import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import type { Standing } from "../pipeline/completeness.ts";
import type { ItemRow } from "../pipeline/ledger.ts";
import { stagesOf } from "../pipeline/plan.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import type { Outcome } from "./print.ts";
import { findItem, standing } from "./standing.ts";
import { table } from "./table.ts";

export function registerStatus(program: Command): void {
  program
    .command("status [batch]")
    .option("--watch", "show again every two seconds")
    .action(
      action(async (context, batch: string | undefined, options: { readonly watch?: boolean }) => {
        const services = await context.services();
        const look = async () =>
          batch ? await ofItem(context, services, await findItem(services, batch)) : await ofAll(context, services);
        while (options.watch && !context.signal.aborted) {
          const { text } = await look();
          process.stdout.write(`\u001b[2J\u001b[H${text.join("\n")}\n`);
          await sleep(2000, undefined, { signal: context.signal }).catch(() => {});
        }
        return await look();
      }),
    );
}

async function ofAll(context: Context, services: Services): Promise<Outcome> {
  const items = await services.ledger.items();
  if (items.length === 0) return { text: [context.say("status.empty")], data: [] };
  const rows: { readonly item: ItemRow; readonly standing: Standing }[] = [];
  for (const item of items) rows.push({ item, standing: await standing(services, item) });
  const heads = ["batch", ">pages", ">done", ">running", ">waiting", ">failed", ">reviewed", "state"].map((head) =>
    heading(context, head),
  );
  const cells = rows.map(({ item, standing: at }) => [
    item.shelfmark,
    at.pages,
    percent(at),
    at.running,
    at.pending,
    at.failed,
    `${at.reviewedPages}/${at.pages}`,
    `${context.printer.mark(markOf(at.state))} ${context.say(`state.${at.state}`)}`,
  ]);
  const counts = sum(rows.map((row) => row.standing));
  const queue = context.say("status.queue", counts);
  const data = rows.map(({ item, standing: at }) => ({ item: item.id, shelfmark: item.shelfmark, version: item.version, ...at }));
  return { counts, data, text: [...table(heads, cells, context.messages.language), queue] };
}

async function ofItem(context: Context, services: Services, item: ItemRow): Promise<Outcome> {
  const at = await standing(services, item);
  const counts = await services.ledger.stageCounts(item.id);
  const states = ["done", "leased", "pending", "failed", "quarantined"] as const;
  const stages = [...stagesOf(services.workflow, "page"), ...stagesOf(services.workflow, "item")];
  const count = (stage: string, state: string) => counts.find((each) => each.stage === stage && each.state === state)?.count ?? 0;
  const rows = stages.map((stage) => [context.say(`stage.${stage.name}`), ...states.map((state) => count(stage.name, state))]);
  const heads = [context.say("status.stage"), ...states.map((state) => `>${context.say(`task.${state}`)}`)];
  const first =
    `${item.shelfmark} · ${context.say("status.version", { version: item.version })} · ${at.donePages}/${at.pages} · ` +
    `${context.printer.mark(markOf(at.state))} ${context.say(`state.${at.state}`)}`;
  const attention = at.failed > 0 ? [context.say("status.attention", { count: at.failed, batch: item.id })] : [];
  const { state, ...numbers } = at;
  return {
    counts: numbers,
    data: { item: item.id, state, version: item.version, stages: counts },
    text: [first, ...table(heads, rows, context.messages.language), ...attention],
  };
}

function heading(context: Context, head: string): string {
  return head.startsWith(">") ? `>${context.say(`status.${head.slice(1)}`)}` : context.say(`status.${head}`);
}

function percent(at: Standing): string {
  return at.pages === 0 ? "–" : `${Math.floor((at.donePages / at.pages) * 100)} %`;
}

function markOf(state: Standing["state"]) {
  const marks = { complete: "ok", working: "busy", attention: "bad", waiting: "warn", paused: "idle", empty: "idle" } as const;
  return marks[state];
}

function sum(all: readonly Standing[]): Record<string, number> {
  const totals = { pages: 0, donePages: 0, running: 0, pending: 0, failed: 0 };
  for (const at of all) for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += at[key];
  return totals;
}
