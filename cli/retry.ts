/** `sohoa retry`: failed tasks of a batch become due again. */
import type { Command } from "commander";
import { InputError, UsageError } from "../pipeline/errors.ts";
import { action } from "./command.ts";
import type { Services } from "./compose.ts";
import { findItem } from "./standing.ts";

interface RetryOptions {
  readonly page?: string;
  readonly stage?: string;
  readonly code?: string;
}

export function registerRetry(program: Command): void {
  program
    .command("retry <batch>")
    .option("--page <name>")
    .option("--stage <stage>")
    .option("--code <code>")
    .action(
      action(async (context, batch: string, { page, stage, code }: RetryOptions) => {
        const services = await context.services();
        const item = await findItem(services, batch);
        const subject = page === undefined ? undefined : await pageNamed(services, item.id, page);
        const known = services.workflow.map((step) => step.name);
        if (stage !== undefined && !known.includes(stage))
          throw new UsageError({ code: "STAGE-UNKNOWN", subject: stage, facts: { known: known.join(", ") } });
        const notices = await services.ledger.retry({
          itemId: item.id,
          ...(subject ? { subject } : {}),
          ...(stage ? { stage } : {}),
          ...(code ? { code } : {}),
        });
        await services.queue.announce(notices);
        const count = notices.length;
        return {
          counts: { retried: count },
          text: [context.say(count > 0 ? "retry.done" : "retry.none", { count, batch: item.id })],
        };
      }),
    );
}

/** A page that is not there must not widen the retry to all pages. */
async function pageNamed({ ledger }: Services, itemId: string, name: string): Promise<string> {
  const page = (await ledger.pages(itemId)).find((each) => [each.id, each.sourceName].includes(name));
  if (!page) throw new InputError({ code: "PAGE-UNKNOWN", subject: name, facts: { item: itemId } });
  return page.id;
}
