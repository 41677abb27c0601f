/** `sohoa work`: workers and the reconciler, until stopped. */
import type { Command } from "commander";
import { keepSearchFresh } from "../catalogue/search/refresh.ts";
import { InputError } from "../pipeline/errors.ts";
import { keepFixity } from "../pipeline/fixity/keep-fixity.ts";
import { keepCopy2 } from "../pipeline/fixity/replicate.ts";
import { reconcile } from "../pipeline/reconcile.ts";
import { work } from "../pipeline/worker.ts";
import { action } from "./command.ts";
import type { Services } from "./compose.ts";
import { countingNumber } from "./numbers.ts";
import { refresherOf } from "./search-refresher.ts";

export function registerWork(program: Command): void {
  program
    .command("work")
    .option("--lanes <n>", "", countingNumber)
    .option("--stage <stage...>")
    .action(
      action(async (context, options: { readonly lanes?: number; readonly stage?: readonly string[] }) => {
        const services = await context.services();
        const names = services.workflow.map((step) => step.name);
        const unknown = options.stage?.find((name) => !names.includes(name));
        if (unknown)
          throw new InputError({ code: "STAGE-UNKNOWN", subject: unknown, facts: { known: names.join(", ") }, exit: "usage" });
        await services.queue.check();
        const lanes = options.lanes ?? services.config.worker.lanes;
        context.printer.note(context.say("work.started", { lanes }));
        const worker = { ...services.worker, lanes, ...(options.stage ? { stages: options.stage } : {}) };
        await Promise.all([
          work(worker, context.signal),
          reconcile(services, context.signal),
          keepSearchFresh({ ...services, ...refresherOf(services) }, context.signal),
          ...fixityDuties(services, context.signal),
        ]);
        return { text: [context.say("work.stopped")] };
      }),
    );
}

/** Scheduled checks within their budget, and the filling of the second copy. */
function fixityDuties(services: Services, signal: AbortSignal): readonly Promise<void>[] {
  const { verify, copy2 } = services.config;
  const budget = { bytesPerDay: verify.gibibytesPerDay * 2 ** 30, everyDays: verify.everyDays };
  const keeper = { ...services, budget, bytesPerSecond: verify.mebibytesPerSecond * 2 ** 20 };
  return [...(budget.bytesPerDay > 0 ? [keepFixity(keeper, signal)] : []), ...(copy2 ? [keepCopy2(services, signal)] : [])];
}
