/** `sohoa register`: what the library owns, from the file in which it keeps that. */
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import type { OpenFile } from "../catalogue/csv-records.ts";
import { REGISTER_COLUMNS, type RegisterColumn, type RegisterRow } from "../catalogue/register.ts";
import { readRegisterFile } from "../catalogue/register-file.ts";
import type { RegisterFile } from "../catalogue/register-import.ts";
import { foldColumnName } from "../formats/column-name.ts";
import { ENCODINGS, type Encoding } from "../formats/legacy-vietnamese.ts";
import { InputError } from "../pipeline/errors.ts";
import { action, type Context } from "./command.ts";
import { personAtWork } from "./person.ts";
import type { Outcome } from "./print.ts";
import { type CheckOptions, checkAgainstFiles } from "./register/check.ts";
import { previewText, readingText } from "./register/preview-text.ts";
import { writeRegister, writeRejectedRows, writeTemplate } from "./register/sheets.ts";
import { table } from "./table.ts";

interface ImportOptions {
  readonly dryRun?: boolean;
  readonly skipBad?: boolean;
  readonly map?: readonly string[];
  readonly encoding?: string;
  readonly effective?: string;
  readonly result?: string;
}

export function registerRegister(program: Command): void {
  const register = program.command("register");
  const list = (value: string, before: readonly string[] = []) => [...before, value];
  register
    .command("import <file>")
    .option("--dry-run")
    .option("--skip-bad")
    .option("--map <heading=column>", "", list)
    .option("--encoding <name>")
    .option("--effective <date>")
    .option("--result <xlsx>")
    .action(action(async (context, file: string, options: ImportOptions) => await importRegister(context, file, options)));
  register.command("undo [import]").action(action(async (context, id: string | undefined) => await undo(context, id)));
  register.command("history").action(action(async (context) => await history(context)));
  register.command("template <xlsx>").action(
    action(async (context, path: string) => {
      await writeTemplate(path, context.messages);
      return { isRepeatable: true, text: [context.say("register.template", { path })] };
    }),
  );
  register
    .command("check")
    .option("--as-of <date>")
    .option("--result <xlsx>")
    .action(action(async (context, options: CheckOptions) => await checkAgainstFiles(context, options)));
  register.command("export <xlsx>").action(action(async (context, path: string) => await exportRegister(context, path)));
}

async function exportRegister(context: Context, path: string): Promise<Outcome> {
  const { holdings } = await context.services();
  const rows: RegisterRow[] = [];
  for await (const part of holdings.registerRows()) rows.push(...part);
  await writeRegister(path, rows, context.messages);
  return {
    counts: { rows: rows.length },
    isRepeatable: true,
    text: [context.say("register.exported", { path, rows: rows.length })],
  };
}

async function importRegister(context: Context, file: string, options: ImportOptions): Promise<Outcome> {
  const { holdings } = await context.services();
  const said = saidMapping(options.map ?? []);
  const mapping = new Map([...(await holdings.headings()), ...said]);
  const reading = await readRegisterFile(opener(file), { mapping, encoding: encodingOf(options.encoding) });
  if (options.result !== undefined) await writeRejectedRows(options.result, reading, context.messages);
  const isRefused = reading.rejected.length > 0 && !options.skipBad;
  const { effective } = options;
  if (options.dryRun || isRefused) {
    const preview = await holdings.previewImport(reading.entries, { effective });
    const text = [...readingText(context, reading), ...previewText(context, preview)];
    const counts = countsOf(reading, isRefused ? NOTHING : preview);
    const last = context.say(isRefused && !options.dryRun ? "register.refused" : "register.dry-run", counts);
    return {
      ...exitOf(reading),
      counts,
      errors: errorsOf(reading, file),
      data: { columns: reading.columns, ...preview },
      text: [...text, last],
    };
  }
  for (const [heading, column] of said) await holdings.setHeading(heading, column);
  const source = { agent: personAtWork(undefined), file: basename(file) };
  const { id, ...kept } = await holdings.importEntries(reading.entries, { effective, source });
  const counts = countsOf(reading, kept);
  const undoable = id === undefined ? [] : [context.say("register.undoable", { id })];
  return {
    ...exitOf(reading),
    counts,
    errors: errorsOf(reading, file),
    data: { import: id ?? null },
    text: [...readingText(context, reading), context.say("register.imported", counts), ...undoable],
  };
}

/** Opens the file from its beginning, as often as it is read. @throws {InputError} SRC-READ */
function opener(file: string): OpenFile {
  return async function* () {
    try {
      yield* createReadStream(file) as AsyncIterable<Uint8Array>;
    } catch (cause) {
      throw new InputError({ code: "SRC-READ", subject: file, cause });
    }
  };
}

const NOTHING = { added: 0, updated: 0, unchanged: 0 };

function countsOf(reading: RegisterFile, { added, updated, unchanged }: typeof NOTHING): Readonly<Record<string, number>> {
  const rejected = reading.rejected.length;
  return { rows: reading.found, usable: reading.found - rejected, added, updated, unchanged, rejected };
}

function exitOf({ rejected }: RegisterFile): Pick<Outcome, "exit"> {
  return rejected.length > 0 ? { exit: "partial" } : {};
}

function errorsOf({ rejected }: RegisterFile, file: string): NonNullable<Outcome["errors"]> {
  return rejected.map(({ code, row, sheet, facts }) => ({
    code,
    path: file,
    facts: { row, ...(sheet ? { sheet } : {}), ...facts },
  }));
}

/** "Tên cột=title": what a person says that a heading means; it is remembered. */
function saidMapping(given: readonly string[]): ReadonlyMap<string, RegisterColumn> {
  return new Map(
    given.map((text) => {
      const at = text.lastIndexOf("=");
      const column = REGISTER_COLUMNS.find((name) => name === text.slice(at + 1).trim());
      if (at > 0 && column) return [foldColumnName(text.slice(0, at)), column] as const;
      throw new InputError({ code: "REG-MAP", subject: text, facts: { columns: REGISTER_COLUMNS.join(", ") }, exit: "usage" });
    }),
  );
}

function encodingOf(text: string | undefined): Encoding | undefined {
  if (text === undefined) return undefined;
  const known = ENCODINGS.find((each) => each === text.toLowerCase());
  if (known) return known;
  throw new InputError({ code: "REG-ENCODING-NAME", subject: text, facts: { known: ENCODINGS.join(", ") }, exit: "usage" });
}

async function undo(context: Context, id: string | undefined): Promise<Outcome> {
  const { holdings } = await context.services();
  const undone = await holdings.undoImport(id);
  return { data: undone, text: [context.say("register.undone", { id: undone.id, file: undone.file })] };
}

async function history(context: Context): Promise<Outcome> {
  const { holdings } = await context.services();
  const imports = await holdings.imports();
  const rows = imports.map((each) => [
    each.id,
    each.at.slice(0, 16).replace("T", " "),
    each.agent,
    each.file,
    context.say("register.changes", { ...each.counts }),
    each.isUndone ? context.say("register.is-undone") : "",
  ]);
  const heads = ["id", "at", "by", "file", "what", "note"].map((key) => context.say(`register.${key}`));
  return {
    data: imports,
    isRepeatable: true,
    text: imports.length === 0 ? [context.say("register.no-imports")] : table(heads, rows),
  };
}
