/** Puts every word that commander prints into the language of the caller: descriptions, headings, places, examples. */
import { type Command, Help, type Option } from "commander";
import type { Messages } from "./messages.ts";
import { VERBS } from "./verbs.ts";

const TITLES: Readonly<Record<string, string>> = {
  "Usage:": "usage.title",
  "Arguments:": "usage.arguments",
  "Options:": "usage.options",
  "Commands:": "usage.commands",
};

/** The words of a command without its program: `add`, `text export`; empty for the program itself. */
export function fullName(command: Command): string {
  if (!command.parent) return "";
  return `${fullName(command.parent)} ${command.name()}`.trim();
}

/** Give a program and all its commands their words. Call it when all commands are registered. */
export function localise(command: Command, words: Messages): void {
  const name = fullName(command);
  command.configureHelp(helpIn(words)).helpOption("-h, --help", words.say("option.help"));
  if (command.commands.length > 0) command.helpCommand("help [command]", words.say("help.help"));
  for (const option of command.options)
    option.description = words.find(`option.${name}.${option.name()}`) ?? words.say(`option.${option.name()}`);
  for (const argument of command.registeredArguments)
    argument.description = words.find(`argument.${name}.${argument.name()}`) ?? words.say(`argument.${argument.name()}`);
  if (name !== "") nameVerb(command, name, words);
  for (const each of command.commands) localise(each, words);
}

function nameVerb(command: Command, name: string, words: Messages): void {
  const verb = VERBS[name];
  command.description(words.say(`help.${name}`));
  if (verb) command.alias(verb.alias);
  if (verb?.group) command.helpGroup(words.say(`group.${verb.group}`));
  const examples = words.find(`example.${name}`);
  if (examples) command.addHelpText("after", `\n${words.say("usage.examples")}\n${examples.replace(/^/gm, "  ")}`);
}

function helpIn(words: Messages): Partial<Help> {
  const plain = new Help();
  return {
    minWidthToWrap: 24,
    styleTitle: (title) => words.say(TITLES[title] ?? title),
    commandUsage: (command) => placed(plain.commandUsage(command), words),
    subcommandTerm: (command) => placed(plain.subcommandTerm(command), words),
    argumentTerm: (argument) => words.find(`place.${argument.name()}`) ?? argument.name(),
    optionTerm: (option) => placed(option.flags, words),
    optionDescription: (option) => described(option, words),
  };
}

/** `<folder>` and `[options]` in the reader's language. */
export function placed(text: string, words: Messages): string {
  return text.replace(/(?<=[<[])[a-z-]+/g, (name) => words.find(`place.${name}`) ?? name);
}

function described(option: Option, words: Messages): string {
  if (option.defaultValue === undefined || option.isBoolean() || option.negate) return option.description;
  return `${option.description} (${words.say("usage.default", { value: String(option.defaultValue) })})`;
}
