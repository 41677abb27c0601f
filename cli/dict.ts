/** `sohoa dict`: the library's own dictionaries of readings, for the input aid of the review room. */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { type DictionaryReading, readDictionary } from "../hannom/input-aid/dictionary.ts";
import { InputError } from "../pipeline/errors.ts";
import {
  dictionaryNames,
  isDictionaryName,
  readDictionaryFile,
  removeDictionaryFile,
  writeDictionaryFile,
} from "../web/server/workroom/input-aid/dictionaries.ts";
import { action, type Context } from "./command.ts";
import type { Outcome } from "./print.ts";
import { table } from "./table.ts";

/** The largest table known has 3 MB; a file beyond this is another file. */
const MOST_BYTES = 50 * 2 ** 20;
const MOST_SHOWN = 20;

export function registerDictionaries(program: Command): void {
  const dict = program.command("dict");
  dict
    .command("import <file>")
    .option("--name <name>")
    .option("--dry-run")
    .action(action((context, file: string, options: ImportOptions) => importDictionary(context, file, options)));
  dict.command("list").action(action(list));
  dict.command("remove <name>").action(action(remove));
}

interface ImportOptions {
  readonly name?: string;
  readonly dryRun?: boolean;
}

async function importDictionary(context: Context, file: string, options: ImportOptions): Promise<Outcome> {
  const { say, config } = context;
  const read = readDictionary(await textOf(file));
  if (read === undefined || read.entries.length === 0) throw new InputError({ code: "DICT-FILE", subject: file });
  const name = options.name ?? nameOf(read, file);
  if (!isDictionaryName(name)) throw new InputError({ code: "DICT-NAME", subject: name });
  const isReplaced = (await dictionaryNames(config.home)).includes(name);
  if (options.dryRun !== true) await writeDictionaryFile(config.home, name, read.entries);
  const counts = { rows: read.rows, taken: read.entries.length, repeated: read.repeated, rejected: read.rejected.length };
  const rejected = read.rejected
    .slice(0, MOST_SHOWN)
    .map(({ row, reason }) => say(`dict.rejected-${reason}`, { row: String(row) }));
  const more = read.rejected.length - rejected.length;
  const outcome = options.dryRun === true ? "dict.would" : isReplaced ? "dict.replaced" : "dict.imported";
  return {
    counts,
    data: { name, isReplaced, rejected: read.rejected },
    ...(counts.rejected > 0 ? { exit: "partial" as const } : {}),
    text: [...rejected, ...(more > 0 ? [say("dict.more", { more })] : []), say("dict.counts", counts), say(outcome, { name })],
  };
}

/** The name in the file's heading, else the file's own without its endings. */
function nameOf({ name }: DictionaryReading, file: string): string {
  return (name ?? basename(file).replace(/\.dict\.yaml$|\.[^.]*$/u, "")).toLowerCase();
}

async function textOf(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw new InputError({ code: "DICT-FILE", subject: file });
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch (thrown) {
    if (thrown instanceof InputError) throw thrown;
    throw new InputError({ code: "DICT-FILE", subject: file, cause: thrown });
  }
}

async function list({ say, config }: Context): Promise<Outcome> {
  const names = await dictionaryNames(config.home);
  const dictionaries = await Promise.all(
    names.map(async (name) => ({ name, readings: (await readDictionaryFile(config.home, name)).length })),
  );
  const rows = dictionaries.map(({ name, readings }) => [name, String(readings)]);
  const heads = [say("dict.name"), `>${say("dict.readings")}`];
  return { data: { dictionaries }, text: rows.length === 0 ? [say("dict.none")] : [...table(heads, rows)] };
}

async function remove({ say, config }: Context, name: string): Promise<Outcome> {
  if (!isDictionaryName(name) || !(await removeDictionaryFile(config.home, name))) {
    throw new InputError({ code: "DICT-UNKNOWN", subject: name });
  }
  return { data: { name }, text: [say("dict.removed", { name })] };
}
