/** `sohoa errors`: what needs a person, in words, grouped by what is wrong. */
import type { Command } from "commander";
import type { ItemRow, TaskRow } from "../pipeline/ledger-rows.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { type ListedError, writeErrorSheet } from "./errors-sheet.ts";
import { visible } from "./messages.ts";
import type { Outcome } from "./print.ts";
import { findItem } from "./standing.ts";
import { table } from "./table.ts";

const SHOWN_A_CODE = 20;

export function registerErrors(program: Command): void {
  program
    .command("errors [batch]")
    .option("--export <xlsx>")
    .action(
      action(
        async (context, batch: string | undefined, options: { readonly export?: string }) =>
          await listErrors(context, batch, options.export),
      ),
    );
}

async function listErrors(context: Context, batch: string | undefined, sheet: string | undefined): Promise<Outcome> {
  const services = await context.services();
  const items = batch ? [await findItem(services, batch)] : await services.ledger.items();
  const errors: ListedError[] = [];
  for (const item of items) errors.push(...(await failed(services, item)), ...(await rejected(services, item)));
  if (sheet !== undefined) await writeErrorSheet(sheet, errors, context.messages);
  const written = sheet === undefined ? [] : [context.say("errors.written", { count: errors.length, file: sheet })];
  if (errors.length === 0)
    return { counts: { errors: 0 }, text: [`${context.printer.mark("ok")} ${context.say("errors.none")}`, ...written] };
  const lines = [...byCode(errors)].flatMap(([code, group]) => groupText(context, code, group));
  return { exit: "partial", counts: { errors: errors.length }, errors, text: [...lines, ...written] };
}

function groupText(context: Context, code: string, group: readonly ListedError[]): readonly string[] {
  const { messages, printer, say } = context;
  const advice = messages.failure(code, group[0]?.facts ?? {}).advice;
  const rows = group
    .slice(0, SHOWN_A_CODE)
    .map((error) => [
      `  ${visible(error.path ?? error.page ?? "")}`,
      messages.failure(code, { subject: error.path ?? "", ...error.facts }).message,
    ]);
  const more = group.length > SHOWN_A_CODE ? [say("errors.more", { count: group.length - SHOWN_A_CODE })] : [];
  const shown = table(["", ""], rows, { columns: printer.columns }).slice(1);
  return [`${code} · ${group.length}`, ...shown, ...more, ...(advice ? [`  → ${advice}`] : [])];
}

function byCode(errors: readonly ListedError[]): ReadonlyMap<string, readonly ListedError[]> {
  const groups = new Map<string, ListedError[]>();
  for (const error of errors) groups.set(error.code, [...(groups.get(error.code) ?? []), error]);
  return groups;
}

async function failed(services: Services, item: ItemRow): Promise<readonly ListedError[]> {
  const names = new Map((await services.ledger.pages(item.id)).map((page) => [page.id, page.sourceName]));
  const tasks = await services.ledger.tasks({ itemId: item.id, states: ["failed", "quarantined"] });
  return tasks.map((task) => ofTask(task, item, names));
}

function ofTask(task: TaskRow, item: ItemRow, names: ReadonlyMap<string, string>): ListedError {
  const name = names.get(task.subject) ?? task.subject;
  return {
    code: task.failure?.code ?? "TASK-POISON",
    batch: item.id,
    path: name,
    page: task.subject,
    facts: { file: name, stage: task.stage, ...task.failure?.facts },
  };
}

async function rejected(services: Services, item: ItemRow): Promise<readonly ListedError[]> {
  const batches = (await services.ledger.batches()).filter((batch) => batch.itemId === item.id);
  const all = await Promise.all(
    batches.map(async (batch) => (await services.ledger.rejections(batch.id)).map((each) => ({ ...each, batch: batch.id }))),
  );
  return all.flat().map(({ batch, code, sourcePath, facts }) => ({ code, batch, path: sourcePath, facts }));
}
