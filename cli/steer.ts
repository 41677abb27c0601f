/** `sohoa pause`, `resume`, `cancel`, `redo`: steering a batch. Nothing stored is ever removed by them. */
import type { Command } from "commander";
import { advanceAll } from "../pipeline/advance.ts";
import { closeItem } from "../pipeline/close-item.ts";
import { action } from "./command.ts";
import type { Services } from "./compose.ts";
import { profileInForce } from "./policies.ts";
import { findItem } from "./standing.ts";

export function registerSteering(program: Command): void {
  program.command("pause <batch>").action(
    action(async (context, batch: string) => {
      const services = await context.services();
      const item = await findItem(services, batch);
      await services.ledger.setPaused(item.id, true);
      return { text: [context.say("pause.done", { batch: item.id })] };
    }),
  );
  program.command("resume <batch>").action(
    action(async (context, batch: string) => {
      const services = await context.services();
      const item = await findItem(services, batch);
      await services.ledger.setPaused(item.id, false);
      await services.queue.announce(await advanceAll(services, item.id));
      await services.queue.announce(await services.ledger.pendingNotices(1000));
      return { text: [context.say("resume.done", { batch: item.id })] };
    }),
  );
  program.command("cancel <batch>").action(
    action(async (context, batch: string) => {
      const services = await context.services();
      const item = await findItem(services, batch);
      const withdrawn = await services.ledger.cancel(item.id);
      return { counts: { withdrawn }, text: [context.say("cancel.done", { batch: item.id, count: withdrawn })] };
    }),
  );
  program
    .command("redo <batch>")
    .requiredOption("--profile <name>")
    .action(
      action(async (context, batch: string, options: { readonly profile: string }) => {
        const services = await context.services();
        const item = await findItem(services, batch);
        await services.ledger.setProfile(item.id, await profileInForce(services, options.profile));
        await rewriteStructure(services, item.id);
        const notices = await advanceAll(services, item.id);
        await services.queue.announce(notices);
        return {
          counts: { due: notices.length },
          text: [context.say("redo.done", { count: notices.length, profile: options.profile })],
        };
      }),
    );
}

/** Script and reading direction stand in the page list too. */
async function rewriteStructure(services: Services, itemId: string): Promise<void> {
  const batch = (await services.ledger.batches()).find((each) => each.itemId === itemId && each.state === "closed");
  if (batch) await closeItem(services, batch, { delivered: [] });
}
