/** What `sohoa` alone says: the five commands of a technician's day, and where the rest is. */
import type { Command } from "commander";
import type { Messages } from "./messages.ts";
import { VERSION } from "./package-root.ts";
import { displayWidth } from "./table.ts";
import { placed } from "./words.ts";

const FIRST = ["check", "add", "status", "errors", "retry"];

/** Lines for people. */
export function firstScreen(program: Command, words: Messages): readonly string[] {
  const rows = FIRST.flatMap((name) => program.commands.filter((command) => command.name() === name)).map((command) => {
    const places = command.registeredArguments.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`));
    return { call: placed(["  sohoa", command.name(), ...places].join(" "), words), does: command.description() };
  });
  const width = Math.max(...rows.map((row) => displayWidth(row.call)));
  return [
    `sohoa ${VERSION} · ${program.description()}`,
    "",
    ...rows.map((row) => `${row.call}${" ".repeat(width - displayWidth(row.call))}   ${row.does}`),
    "",
    words.say("usage.more"),
  ];
}
