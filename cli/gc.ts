/** `sohoa gc`: takes away what nobody needs any more, in two steps and never on the word of a listing. */
import { join } from "node:path";
import type { Command } from "commander";
import { SohoaError } from "../pipeline/errors.ts";
import { type Collected, type Collection, collectOrphans } from "../pipeline/gc/collect-orphans.ts";
import { type LeftOver, removeLeftOvers } from "../pipeline/gc/left-overs.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import type { Outcome } from "./print.ts";

const DUTY = "gc";
const DUTY_SECONDS = 120;
const SHOWN = 20;

export function registerCollection(program: Command): void {
  program
    .command("gc")
    .option("--dry-run")
    .action(action(async (context, options: { readonly dryRun?: boolean }) => await collect(context, options.dryRun ?? false)));
}

async function collect(context: Context, isRehearsal: boolean): Promise<Outcome> {
  const services = await context.services();
  return await alone(services, async (signal) => {
    const { orphanGraceDays, shelfDays } = services.config.retention;
    const stop = AbortSignal.any([context.signal, signal]);
    const collection = await collectOrphans({ ...services, orphanGraceDays, shelfDays, isRehearsal, signal: stop });
    const leftOvers = stop.aborted ? [] : await clearHome(services, isRehearsal);
    if (!isRehearsal) await noteDestroyed(services, collection.collected);
    if (context.signal.aborted) throw new SohoaError({ code: "INTERRUPTED", subject: "gc", exit: "interrupted" });
    return told(context, collection, leftOvers, isRehearsal);
  });
}

/** What is gone for good stays in the log: these objects were nobody's, so no package tells of them. */
async function noteDestroyed({ users }: Services, collected: readonly Collected[]): Promise<void> {
  for (const { digest, sizeBytes, fate } of collected)
    if (fate === "destroyed")
      await users.note({ actor: "gc", action: "object-destroyed", subject: digest, facts: { bytes: String(sizeBytes) } });
}

/** One at a time; two would do no harm, only the same work twice. @throws {SohoaError} GC-BUSY */
async function alone<T>({ ledger, owner }: Services, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
  const hold = () => ledger.holdDuty(DUTY, owner, DUTY_SECONDS);
  if (!(await hold())) throw new SohoaError({ code: "GC-BUSY", exit: "busy", retry: "later" });
  const lost = new AbortController();
  const timer = setInterval(
    () =>
      hold().then(
        (isMine) => isMine || lost.abort(),
        () => {}, // The catalogue may be away for a moment; every step asks it anyway.
      ),
    (DUTY_SECONDS * 1000) / 4,
  );
  try {
    return await work(lost.signal);
  } finally {
    clearInterval(timer);
    await ledger.holdDuty(DUTY, owner, 0).catch(() => {});
  }
}

async function clearHome({ config, clock }: Services, isRehearsal: boolean): Promise<readonly LeftOver[]> {
  const { scratchDays, uploadDays } = config.retention;
  const kept = [
    { folder: join(config.home, "scratch"), days: scratchDays, except: ["workers"] },
    { folder: join(config.home, "scratch", "workers"), days: scratchDays },
    { folder: join(config.home, "uploads"), days: uploadDays },
  ];
  const removed: LeftOver[] = [];
  for (const each of kept) removed.push(...(await removeLeftOvers(each, clock.now(), isRehearsal)));
  return removed;
}

function told(
  context: Context,
  { objects, collected, waiting }: Collection,
  left: readonly LeftOver[],
  isRehearsal: boolean,
): Outcome {
  const of = (fate: Collected["fate"]) => collected.filter((each) => each.fate === fate);
  const counts = {
    objects,
    laid: of("laid").length,
    putBack: of("put-back").length,
    destroyed: of("destroyed").length,
    damaged: of("damaged").length,
    waiting,
    leftOvers: left.length,
    freedBytes: [...of("destroyed"), ...left].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
  const freedMiB = Math.round(counts.freedBytes / 2 ** 20);
  const { shelfDays } = context.config.retention;
  const lines = [
    ...collected.slice(0, SHOWN).map(({ digest, fate }) => `  ${context.say(`gc.fate.${fate}`)}  ${digest}`),
    ...left.slice(0, SHOWN).map(({ path }) => `  ${context.say("gc.fate.left-over")}  ${path}`),
  ];
  const done = context.say(isRehearsal ? "gc.would" : "gc.done", { ...counts, freedMiB, shelfDays });
  const errors = of("damaged").map(({ digest }) => ({ code: "FIX-MISMATCH", path: digest, facts: { subject: digest } }));
  return {
    ...(errors.length > 0 ? { exit: "integrity" as const } : {}),
    counts,
    data: { isRehearsal, collected, leftOvers: left },
    errors,
    text: [`${context.printer.mark(errors.length === 0 ? "ok" : "bad")} ${done}`, ...lines],
  };
}
