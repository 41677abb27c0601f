/** `sohoa organisation` and `sohoa count`: whose holdings are counted, and the counted registers of targets that are not about holdings. */
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { readOrganisations } from "../catalogue/organisation/organisation-import.ts";
import { organisationTree } from "../catalogue/organisation/organisation-tree.ts";
import { readCounted } from "../catalogue/progress/counted-import.ts";
import { InputError } from "../pipeline/errors.ts";
import { action, type Context } from "./command.ts";
import type { Outcome } from "./print.ts";
import { table } from "./table.ts";

import { dayText } from "./target/report-words.ts";
import { today } from "./target/today.ts";

export function registerOrganisations(program: Command): void {
  const organisation = program.command("organisation");
  organisation.command("import <file>").action(action(async (context, file: string) => await importOrganisations(context, file)));
  organisation
    .command("list")
    .option("--as-of <date>")
    .action(action(async (context, options: { readonly asOf?: string }) => await listOrganisations(context, options.asOf)));
  program
    .command("count")
    .command("import <register> <file>")
    .action(action(async (context, register: string, file: string) => await importCounted(context, register, file)));
}

/** The file takes the place of all organisations, so that a plan of mergers is put right in one place. */
async function importOrganisations(context: Context, file: string): Promise<Outcome> {
  const bytes = await bytesOf(file);
  const organisations = file.toLowerCase().endsWith(".json") ? listIn(file, bytes) : await readOrganisations(bytes);
  const { holdings } = await context.services();
  await holdings.setOrganisations(organisations);
  return {
    counts: { organisations: organisations.length },
    text: [context.say("organisation.imported", { count: organisations.length })],
  };
}

function listIn(file: string, bytes: Uint8Array): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (Array.isArray(parsed)) return parsed;
    throw new TypeError("not a list");
  } catch (cause) {
    throw new InputError({
      code: "REG-FILE",
      subject: file,
      facts: { detail: cause instanceof Error ? cause.message : "" },
      cause,
    });
  }
}

async function listOrganisations(context: Context, asOf: string | undefined): Promise<Outcome> {
  const services = await context.services();
  const organisations = await services.holdings.organisations();
  const tree = organisationTree(organisations, asOf ?? today(services));
  const rows = organisations.map((each) => {
    const standing = tree.standingFor(each);
    const ended =
      standing === each ? "" : context.say("target.ended", { into: tree.nameOf(standing), on: dayText(each.until ?? "") });
    return [each.id, tree.nameOf(each), tree.ancestorsOf(each).map(tree.nameOf).join(" › "), ended];
  });
  const heads = ["organisation.id", "organisation.name", "organisation.within", "organisation.ended"].map((key) =>
    context.say(key),
  );
  return { data: organisations, isRepeatable: true, text: table(heads, rows) };
}

async function importCounted(context: Context, register: string, file: string): Promise<Outcome> {
  const { found, entries, rejected } = await readCounted(await bytesOf(file));
  const errors = rejected.map(({ row, code, facts }) => ({ code, path: file, facts: { row, ...facts } }));
  const counts = { rows: found, kept: rejected.length > 0 ? 0 : entries.length, rejected: rejected.length };
  const lines = errors.map(
    ({ code, facts }) =>
      `  ${context.printer.mark("bad")} ${context.say("register.row", { row: facts.row })}: ${context.messages.failure(code, facts).message}`,
  );
  // All or nothing: a register that counts people must not lack those whose rows had a slip.
  if (errors.length > 0) return { exit: "partial", counts, errors, text: [context.say("count.refused", counts), ...lines] };
  const { holdings } = await context.services();
  await holdings.setCounted(register, entries);
  return { counts, text: [context.say("count.imported", { register, ...counts })] };
}

async function bytesOf(file: string): Promise<Uint8Array> {
  return await readFile(file).catch((cause: unknown) => {
    throw new InputError({ code: "SRC-READ", subject: file, cause });
  });
}
