/** Works on an item in this process until nothing is left that a machine can do. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Role } from "../pipeline/artifact.ts";
import { isAtRest } from "../pipeline/at-rest.ts";
import type { Tally } from "../pipeline/ledger-rows.ts";
import { stagesOf } from "../pipeline/plan.ts";
import { reconcile } from "../pipeline/reconcile.ts";
import type { AnyStage } from "../pipeline/stage.ts";
import { work } from "../pipeline/worker.ts";
import type { Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { type Bar, Progress } from "./progress.ts";
import { NOTHING } from "./standing.ts";

const LOOK_MS = 400;
const SLOW_SECONDS = 30;

/** `done`: nothing left to do now. `interrupted`: the person asked to stop. */
export type WaitEnd = "done" | "interrupted";

/** Start workers, show progress, stop when the item has no work left or the person interrupts. */
export async function workUntilDone(context: Context, services: Services, itemId: string): Promise<WaitEnd> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, context.signal]);
  const running = [work(services.worker, signal, context.signal.aborted ? 0 : 5), reconcile(services, signal)];
  const progress = new Progress(context.printer);
  try {
    while (!context.signal.aborted) {
      const tally = (await services.ledger.tallies(itemId)).get(itemId) ?? NOTHING;
      progress.show(await bars(context, services, itemId, tally), tail(context, tally));
      if ((await isAtRest(services.ledger, itemId)) || (await isHeld(services, itemId))) return "done";
      await sleep(LOOK_MS, undefined, { signal: context.signal }).catch(() => {});
    }
    return "interrupted";
  } finally {
    progress.end();
    stop.abort();
    await Promise.all(running);
  }
}

/** Nobody takes the work of a paused item: waiting for it would never end. */
async function isHeld({ ledger }: Services, itemId: string): Promise<boolean> {
  if (!(await ledger.item(itemId))?.paused) return false;
  return !(await ledger.stageCounts(itemId)).some(({ state, count }) => state === "leased" && count > 0);
}

function tail(context: Context, { counts }: Tally): string {
  const failed = counts.filter(({ state }) => state === "failed" || state === "quarantined");
  return context.say("progress.tail", { failed: failed.reduce((sum, each) => sum + each.count, 0) });
}

async function bars(context: Context, services: Services, itemId: string, { having }: Tally): Promise<readonly Bar[]> {
  const pages = having.get("image/master") ?? 0;
  const slow = await slowest(services, itemId);
  const doneOf = (stage: AnyStage) => Math.min(...Object.values<Role>(stage.outputs).map((role) => having.get(role) ?? 0));
  const ofPages = stagesOf(services.workflow, "page").map((stage) => ({
    label: context.say(`stage.${stage.name}`),
    done: doneOf(stage),
    total: pages,
    ...(slow?.stage === stage.name ? { slow: slow.text } : {}),
  }));
  const itemStages = stagesOf(services.workflow, "item");
  const made = itemStages.filter((stage) => doneOf(stage) > 0).length;
  return [...ofPages, { label: context.say("stage.item"), done: made, total: itemStages.length }];
}

async function slowest(services: Services, itemId: string) {
  const leased = await services.ledger.tasks({ itemId, states: ["leased"] });
  const now = services.clock.now().getTime();
  const aged = leased
    .map((task) => ({ task, seconds: Math.round((now - Date.parse(task.updatedAt)) / 1000) }))
    .sort((a, b) => b.seconds - a.seconds);
  const [oldest] = aged;
  if (!oldest || oldest.seconds < SLOW_SECONDS) return undefined;
  const page = (await services.ledger.pages(itemId)).find((each) => each.id === oldest.task.subject);
  return { stage: oldest.task.stage, text: `${page?.sourceName ?? oldest.task.subject} (${oldest.seconds} s)` };
}
