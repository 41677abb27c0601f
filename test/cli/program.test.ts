import type { Command, CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { firstScreen } from "../../cli/first-screen.ts";
import { Messages } from "../../cli/messages.ts";
import { buildProgram } from "../../cli/program.ts";
import { listen, usageError } from "../../cli/usage.ts";
import { VERBS } from "../../cli/verbs.ts";
import { fullName } from "../../cli/words.ts";

const words = { vi: new Messages("vi"), en: new Messages("en") };
const programs = { vi: await buildProgram(words.vi), en: await buildProgram(words.en) };

function all(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(all)];
}

/** Every text that help shows, by where it stands. */
function texts(program: Command): ReadonlyMap<string, string> {
  return new Map(
    all(program).flatMap((command) => [
      [fullName(command), command.description()] as const,
      ...command.options.map((option) => [`${fullName(command)} ${option.flags}`, option.description] as const),
      ...command.registeredArguments.map((each) => [`${fullName(command)} <${each.name()}>`, each.description] as const),
    ]),
  );
}

/** Words of a command line as a shell would hand them over. */
function split(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
}

describe("the help", () => {
  test("has a text for every command, option and argument in both languages", () => {
    const vi = texts(programs.vi);
    const en = texts(programs.en);
    expect(vi.size).toBeGreaterThan(90);
    // A key that nobody wrote is shown as itself.
    const lacks = [...vi, ...en].filter(([, text]) => text === "" || /^(help|option|argument)\./.test(text));
    expect(lacks.map(([place]) => place)).toEqual([]);
    expect([...vi].filter(([place, text]) => text === en.get(place) && text.length > 14).map(([place]) => place)).toEqual([]);
  });

  test("leaves no English heading or place in Vietnamese", () => {
    for (const command of all(programs.vi))
      expect(command.helpInformation()).not.toMatch(/Usage:|Options:|Arguments:|Commands:|\[options\]|display help|<folder>/);
  });

  test("fits 80 columns", () => {
    const long = all(programs.vi).flatMap((command) =>
      command
        .helpInformation()
        .split("\n")
        .filter((line) => line.length > 80),
    );
    expect(long).toEqual([]);
  });

  test("gives examples of every command that does something, one of them with a Windows path where a folder is taken", () => {
    for (const language of ["vi", "en"] as const) {
      const acting = all(programs[language]).filter((command) => command.commands.length === 0);
      for (const command of acting) {
        const example = words[language].find(`example.${fullName(command)}`) ?? "";
        const places = [...command.registeredArguments.map((each) => each.name()), ...command.options.map((each) => each.flags)];
        expect({ of: fullName(command), has: example.includes("sohoa ") }).toEqual({ of: fullName(command), has: true });
        if (places.some((place) => /^folder$|^file$|<dir>|<file>|<xlsx>/.test(place)))
          expect(example).toMatch(/"[A-Z]:\\[^"]*\P{ASCII}[^"]*"/u);
      }
    }
  });

  test("gives examples that the program understands, word for word", () => {
    for (const language of ["vi", "en"] as const) {
      for (const command of all(programs[language])) {
        const lines = (words[language].find(`example.${fullName(command)}`) ?? "")
          .split("\n")
          .filter((line) => /^ +sohoa /.test(line));
        for (const line of lines)
          expect({ line, unknown: unknownIn(programs[language], split(line.trim()).slice(1)) }).toEqual({ line, unknown: [] });
      }
    }
  });

  test("names every verb in Vietnamese, without diacritics and without clashes", () => {
    const named = all(programs.vi).slice(1);
    expect(Object.keys(VERBS).sort()).toEqual(named.map(fullName).sort());
    for (const parent of all(programs.vi)) {
      const names = parent.commands.flatMap((command) => [command.name(), ...command.aliases()]);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[a-z-]+$/);
    }
  });

  test("begins with the five commands of a technician's day", () => {
    const screen = firstScreen(programs.vi, words.vi).join("\n");
    for (const verb of ["check", "add", "status", "errors", "retry"]) expect(screen).toContain(`sohoa ${verb}`);
    expect(screen).not.toContain("sohoa rebuild");
    expect(screen).toContain("sohoa help");
  });
});

/** Options and commands of a call that the program does not know. */
function unknownIn(program: Command, call: readonly string[]): readonly string[] {
  const [verb, sub] = call;
  const command = program.commands.find((each) => each.name() === verb);
  const inner = command?.commands.find((each) => each.name() === sub) ?? command;
  if (!inner) return [verb ?? ""];
  const { operands, unknown } = inner.parseOptions(call.slice(inner === command ? 1 : 2));
  const isGlobal = (word: string) => program.options.some((option) => option.long === word || option.short === word);
  const rest = unknown.filter((word, at) => !isGlobal(word) && !(at > 0 && isGlobal(unknown[at - 1] ?? "")));
  const needed = inner.registeredArguments.filter((each) => each.required).length;
  const most = inner.registeredArguments.some((each) => each.variadic)
    ? Number.POSITIVE_INFINITY
    : inner.registeredArguments.length;
  return operands.length < needed || operands.length > most ? ["operands", ...rest] : rest;
}

describe("a call", () => {
  const verbs = programs.vi.commands.filter((command) => command.name() !== "help");

  test.each(verbs.map((command) => [command.name(), command.alias()]))(
    "of %s or %s loads its own file and no other",
    async (...names) => {
      for (const name of names) {
        const program = await buildProgram(words.vi, ["--home", "add", name, "serve"]);
        const loaded = program.commands.map((command) => command.name());
        expect(loaded).toContain(names[0]);
        expect(loaded.length).toBeLessThan(6);
      }
    },
  );

  test.each([[[]], [["help", "add"]], [["--help"]], [["--lang", "vi"]], [["chek"]]])("of %j has all commands", async (given) => {
    expect((await buildProgram(words.vi, given)).commands.length).toBe(programs.vi.commands.length);
  });
});

describe("a wrong call", () => {
  const refusals: readonly (readonly [call: string, code: string, says: string])[] = [
    ["chek x", "USAGE-COMMAND", "sohoa check"],
    ["kiem-tr x", "USAGE-COMMAND", "sohoa kiem-tra"],
    ["frobnicate", "USAGE-COMMAND", "sohoa help"],
    ["add", "USAGE-ARGUMENT", "sohoa add --help"],
    ["add a b", "USAGE-EXCESS", "sohoa add --help"],
    ["add a --wai", "USAGE-OPTION", "--wait"],
    ["add a --batch", "USAGE-VALUE", "sohoa add --help"],
    ["redo a", "USAGE-REQUIRED", "sohoa redo --help"],
    ["work --lanes many", "USAGE-INVALID", "sohoa work --help"],
    ["work --lanes 0", "USAGE-INVALID", "sohoa work --help"],
    ["add a --min-dpi -3", "USAGE-INVALID", "sohoa add --help"],
    ["add a --multi-page both", "USAGE-INVALID", "sohoa add --help"],
    ["status --lang fr", "USAGE-INVALID", "help"],
    ["text", "USAGE-SUBCOMMAND", "sohoa text --help"],
    ["text impor", "USAGE-COMMAND", "sohoa text import"],
  ];

  test.each(refusals)("%s is %s and proposes %s", async (call, code, proposal) => {
    for (const language of ["vi", "en"] as const) {
      const program = await buildProgram(words[language], split(call));
      const heard = listen(program);
      const thrown = await program.parseAsync(split(call), { from: "user" }).then(
        () => undefined,
        (error: CommanderError) => error,
      );
      expect(thrown?.exitCode).not.toBe(0);
      const error = usageError(thrown as CommanderError, heard, words[language]);
      expect({ code: error.code, exit: error.exit }).toEqual({ code, exit: "usage" });
      const { message, advice } = words[language].failure(error.code, { subject: error.subject ?? "", ...error.facts });
      expect(advice).toContain(proposal);
      expect(`${message}${advice}`).not.toMatch(/\{\w+\}|error:/);
    }
  });
});
