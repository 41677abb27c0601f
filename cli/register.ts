/** `sohoa register import`: what the library owns, from the file in which it keeps that. */
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { readRegister } from "../catalogue/register-import.ts";
import { InputError } from "../pipeline/errors.ts";
import { action, type Context } from "./command.ts";
import type { Outcome } from "./print.ts";

export function registerRegister(program: Command): void {
  program
    .command("register")
    .command("import <file>")
    .option("--dry-run")
    .action(
      action(
        async (context, file: string, options: { readonly dryRun?: boolean }) =>
          await importRegister(context, file, options.dryRun ?? false),
      ),
    );
}

async function importRegister(context: Context, file: string, isDryRun: boolean): Promise<Outcome> {
  const services = await context.services();
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new InputError({ code: "SRC-READ", subject: file, cause });
  });
  const reading = await readRegister(bytes);
  const kept = isDryRun ? { added: 0, updated: 0, unchanged: 0 } : await services.holdings.importEntries(reading.entries);
  const errors = reading.rejected.map((each) => ({ code: each.code, path: file, facts: { row: each.row, ...each.facts } }));
  const counts = { rows: reading.found, ...kept, rejected: reading.rejected.length };
  const lines = errors.map(
    (error) => `  ${context.printer.mark("bad")} ${context.messages.failure(error.code, error.facts).message}`,
  );
  const exit = errors.length > 0 ? { exit: "partial" as const } : {};
  return { ...exit, counts, errors, text: [context.say("register.imported", counts), ...lines] };
}
