#!/usr/bin/env node
/** The command table of `sohoa`. Each command is a file; this one only names them. */
import { Command, CommanderError } from "commander";
import { EXIT } from "../pipeline/errors.ts";
import { registerAdd } from "./add.ts";
import { registerConfig } from "./config.ts";
import { registerDemo } from "./demo.ts";
import { registerDescribe } from "./describe.ts";
import { registerDoctor } from "./doctor.ts";
import { registerErrors } from "./errors.ts";
import { registerExport } from "./export.ts";
import { registerHoldings } from "./holdings.ts";
import { Messages } from "./messages.ts";
import { VERSION } from "./package-root.ts";
import { registerServe } from "./serve.ts";
import { registerStatus } from "./status.ts";
import { registerSteering } from "./steer.ts";
import { registerText } from "./text.ts";
import { registerProofs } from "./verify.ts";
import { registerWork } from "./work.ts";

const language =
  process.argv.some((word, at, all) => all[at - 1] === "--lang" && word.startsWith("en")) ||
  process.env["SOHOA_LANG"]?.startsWith("en")
    ? "en"
    : "vi";
const words = new Messages(language);

const program = new Command("sohoa")
  .description(words.say("help.sohoa"))
  .version(VERSION)
  .option("--home <dir>", words.say("help.home"))
  .option("--lang <vi|en>", words.say("help.lang"))
  .option("--json", words.say("help.json"))
  .option("--quiet", words.say("help.quiet"))
  .option("--verbose", words.say("help.verbose"))
  .option("--ascii", words.say("help.ascii"))
  .option("--no-color", words.say("help.noColor"))
  .showSuggestionAfterError()
  .exitOverride();

const registrations = [
  registerDemo,
  registerDoctor,
  registerAdd,
  registerWork,
  registerStatus,
  registerErrors,
  registerSteering,
  registerDescribe,
  registerText,
  registerExport,
  registerHoldings,
  registerProofs,
  registerServe,
  registerConfig,
];
for (const register of registrations) register(program);
describe(program);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has already said what is wrong; help and version are not errors.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}

/** Help texts come from the message table: `help.<command>`, in the language of the caller. */
function describe(parent: Command): void {
  for (const command of parent.commands) {
    const key = parent === program ? command.name() : `${parent.name()} ${command.name()}`;
    command.description(words.say(`help.${key}`)).exitOverride();
    describe(command);
  }
}
