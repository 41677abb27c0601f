/** Wrong calls: what commander refuses becomes a message of ours with the nearest right word, and exit code 2. */
import type { Command, CommanderError } from "commander";
import { UsageError } from "../pipeline/errors.ts";
import type { Messages } from "./messages.ts";
import { fullName, placed } from "./words.ts";

const CODES: Readonly<Record<string, string>> = {
  "commander.unknownCommand": "USAGE-COMMAND",
  "commander.unknownOption": "USAGE-OPTION",
  "commander.missingArgument": "USAGE-ARGUMENT",
  "commander.optionMissingArgument": "USAGE-VALUE",
  "commander.missingMandatoryOptionValue": "USAGE-REQUIRED",
  "commander.invalidArgument": "USAGE-INVALID",
  "commander.excessArguments": "USAGE-EXCESS",
};

/** What commander said and of which command; commander itself writes nothing of it. */
export interface Heard {
  command: Command;
  /** Help that is shown because a command lacks its sub-command. */
  help: string;
}

/** Listen to a program: its errors throw instead of printing. */
export function listen(program: Command): Heard {
  const heard: Heard = { command: program, help: "" };
  const each = (command: Command) => {
    command.exitOverride().configureOutput({
      outputError: () => {
        heard.command = command;
      },
      writeErr: (text) => {
        heard.command = command;
        heard.help += text;
      },
    });
    command.commands.forEach(each);
  };
  each(program);
  return heard;
}

/** The refusal in our words. Commander's message is read only for what it quotes and proposes. */
export function usageError(error: CommanderError, heard: Heard, words: Messages): UsageError {
  const name = fullName(heard.command);
  const call = `sohoa ${name}`.trim();
  const [subject = "", value = ""] = [...error.message.matchAll(/'(.*?)'/g)].map((match) => match[1] ?? "");
  const proposal = /Did you mean (?:one of )?(.*)\?\)/s.exec(error.message)?.[1];
  const isCommand = error.code === "commander.unknownCommand";
  const help = heard.command.parent ? `${call} --help` : "sohoa help";
  const nearest = proposal ? (isCommand ? `${call} ${proposal}` : proposal) : help;
  return new UsageError({
    code: CODES[error.code] ?? "USAGE-SUBCOMMAND",
    subject: placed(words.find(`place.${subject}`) ?? subject, words),
    facts: { value, nearest, help },
  });
}
