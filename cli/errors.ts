/** `sohoa errors`: what needs a person, in words, grouped by what is wrong. */
import type { Command } from "commander";
import { failuresOf } from "../pipeline/item-failures.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { asError } from "./damage-error.ts";
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
  for (const item of items) {
    for (const { at: _, ...failure } of await failuresOf(services.ledger, item)) errors.push(failure);
  }
  const damaged = await damageOf(services, batch === undefined ? undefined : items[0]?.id);
  errors.push(...damaged);
  if (sheet !== undefined) await writeErrorSheet(sheet, errors, context.messages);
  const written = sheet === undefined ? [] : [context.say("errors.written", { count: errors.length, file: sheet })];
  if (errors.length === 0)
    return { counts: { errors: 0 }, text: [`${context.printer.mark("ok")} ${context.say("errors.none")}`, ...written] };
  const lines = [...byCode(errors)].flatMap(([code, group]) => groupText(context, code, group));
  return {
    exit: damaged.length > 0 ? "integrity" : "partial",
    counts: { errors: errors.length },
    errors,
    text: [...lines, ...written],
  };
}

/** The alarm of stored bytes: of one item, or of everything, also of what no item shows any more. */
async function damageOf({ ledger }: Services, itemId: string | undefined): Promise<readonly ListedError[]> {
  const errors: ListedError[] = [];
  for (const damaged of await ledger.damaged()) {
    const uses = damaged.uses.filter((use) => itemId === undefined || use.itemId === itemId);
    if (itemId !== undefined && uses.length === 0) continue;
    const [use] = uses;
    const { code, path, facts } = asError(damaged);
    const where = use ? { page: use.subject, facts: { ...facts, role: use.role } } : { facts };
    errors.push({ code, batch: use?.itemId ?? "", path, ...where });
  }
  return errors;
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
