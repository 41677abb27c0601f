/** `sohoa errors`, `retry`: what needs a person, in words, and trying again. */
import type { Command } from "commander";
import type { TaskRow } from "../pipeline/ledger.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import type { ErrorLine, Outcome } from "./print.ts";
import { findItem } from "./standing.ts";
import { table } from "./table.ts";

export function registerErrors(program: Command): void {
  program
    .command("errors [batch]")
    .action(action(async (context, batch: string | undefined) => await listErrors(context, batch)));
  program
    .command("retry <batch>")
    .option("--page <name>", "only this page: file name or page id")
    .option("--stage <name>", "only this stage")
    .option("--code <code>", "only this failure code")
    .action(
      action(
        async (context, batch: string, options: { readonly page?: string; readonly stage?: string; readonly code?: string }) => {
          const services = await context.services();
          const item = await findItem(services, batch);
          const page =
            options.page &&
            (await services.ledger.pages(item.id)).find((each) => [each.id, each.sourceName].includes(options.page ?? ""));
          const { stage, code } = options;
          const filter = {
            itemId: item.id,
            ...(page ? { subject: page.id } : {}),
            ...(stage ? { stage } : {}),
            ...(code ? { code } : {}),
          };
          const notices = await services.ledger.retry(filter);
          await services.queue.announce(notices);
          return { counts: { retried: notices.length }, text: [context.say("retry.done", { count: notices.length })] };
        },
      ),
    );
}

async function listErrors(context: Context, batch: string | undefined): Promise<Outcome> {
  const services = await context.services();
  const items = batch ? [await findItem(services, batch)] : await services.ledger.items();
  const errors: ErrorLine[] = [];
  for (const item of items) {
    const names = new Map((await services.ledger.pages(item.id)).map((page) => [page.id, page.sourceName]));
    const tasks = await services.ledger.tasks({ itemId: item.id, states: ["failed", "quarantined"] });
    errors.push(...tasks.map((task) => ofTask(task, names)), ...(await rejected(services, item.id)));
  }
  if (errors.length === 0)
    return { counts: { errors: 0 }, text: [`${context.printer.mark("ok")} ${context.say("errors.none")}`] };
  const groups = groupByCode(errors);
  const lines = [...groups].flatMap(([code, group]) => {
    const advice = context.messages.failure(code, group[0]?.facts ?? {}).advice;
    const shown = group
      .slice(0, 20)
      .map((error) => [
        `  ${error.path ?? error.page ?? ""}`,
        context.messages.failure(code, { subject: error.path ?? "", ...error.facts }).message,
      ]);
    const more = group.length > 20 ? [context.say("errors.more", { count: group.length - 20 })] : [];
    return [`${code} · ${group.length}`, ...table(["", ""], shown).slice(1), ...more, ...(advice ? [`  → ${advice}`] : [])];
  });
  return { exit: "partial", counts: { errors: errors.length }, errors, text: lines };
}

function groupByCode(errors: readonly ErrorLine[]): ReadonlyMap<string, readonly ErrorLine[]> {
  const groups = new Map<string, ErrorLine[]>();
  for (const error of errors) groups.set(error.code, [...(groups.get(error.code) ?? []), error]);
  return groups;
}

function ofTask(task: TaskRow, names: ReadonlyMap<string, string>): ErrorLine {
  const name = names.get(task.subject) ?? task.subject;
  return {
    code: task.failure?.code ?? "TASK-POISON",
    path: name,
    page: task.subject,
    facts: { file: name, stage: task.stage, ...task.failure?.facts },
  };
}

async function rejected(services: Services, itemId: string): Promise<readonly ErrorLine[]> {
  const batches = (await services.ledger.batches()).filter((batch) => batch.itemId === itemId);
  const all = await Promise.all(batches.map((batch) => services.ledger.rejections(batch.id)));
  return all.flat().map((each) => ({ code: each.code, path: each.sourcePath, facts: each.facts }));
}
