#!/usr/bin/env node
/** The entry of `sohoa`: reads the call, runs the command, answers wrong calls. */
import "./silent-runtime.ts";
import { CommanderError } from "commander";
import { EXIT } from "../pipeline/errors.ts";
import { languageOf, printerOptions } from "./command.ts";
import { firstScreen } from "./first-screen.ts";
import { surviveLostOutput } from "./lost-output.ts";
import { Messages } from "./messages.ts";
import { Printer } from "./print.ts";
import { buildProgram } from "./program.ts";
import { listen, usageError } from "./usage.ts";
import { fullName } from "./words.ts";

const given = process.argv.slice(2);
const words = new Messages(languageOf(valueGiven("--lang")));
const printer = new Printer(
  printerOptions({ json: given.includes("--json"), ascii: given.includes("--ascii"), color: !given.includes("--no-color") }),
  words,
);
surviveLostOutput(printer, words);
const program = await buildProgram(words, given);
const heard = listen(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = await answer(error);
}

/** Help and version are no errors; a call without a command gets the first screen; the rest is refused in our words. */
async function answer(error: CommanderError): Promise<number> {
  if (error.exitCode === 0) return EXIT.ok;
  const took = () => 0;
  const isHelp = error.code === "commander.help";
  if (isHelp && program.args.length === 0 && !printer.options.json)
    return await printer.result("", { text: firstScreen(program, words) }, took);
  if (isHelp && !printer.options.json) process.stderr.write(heard.help);
  return await printer.error(fullName(heard.command) || "sohoa", usageError(error, heard, words), false, took);
}

/** A global option's value before commander has read anything: its own errors need the language. */
function valueGiven(flag: string): string | undefined {
  const at = given.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  return given[at]?.split("=")[1] ?? given[at + 1 || given.length];
}
