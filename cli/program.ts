/**
 * The command table of `sohoa`. Each command is a file; this one only names them, and loads the file of the command that is called:
 * all of them together are two thousand modules, which a call would wait for before it begins.
 */
import { Command, Option } from "commander";
import type { Messages } from "./messages.ts";
import { VERSION } from "./package-root.ts";
import { VERBS } from "./verbs.ts";
import { localise } from "./words.ts";

/** A file of commands: the verbs it answers to, and how it enters them into the program. */
interface CommandFile {
  readonly verbs: readonly string[];
  load(): Promise<(program: Command) => void>;
}

/** In the order of the help. */
const FILES: readonly CommandFile[] = [
  { verbs: ["check", "add"], load: async () => (await import("./add.ts")).registerAdd },
  { verbs: ["watch"], load: async () => (await import("./watch-folder.ts")).registerWatch },
  { verbs: ["work"], load: async () => (await import("./work.ts")).registerWork },
  { verbs: ["status"], load: async () => (await import("./status.ts")).registerStatus },
  { verbs: ["errors"], load: async () => (await import("./errors.ts")).registerErrors },
  { verbs: ["quality"], load: async () => (await import("./quality.ts")).registerQuality },
  { verbs: ["retry"], load: async () => (await import("./retry.ts")).registerRetry },
  { verbs: ["pause", "resume", "cancel", "redo"], load: async () => (await import("./steer.ts")).registerSteering },
  { verbs: ["chart"], load: async () => (await import("./chart.ts")).registerChart },
  { verbs: ["date"], load: async () => (await import("./date.ts")).registerDate },
  { verbs: ["hannom"], load: async () => (await import("./hannom.ts")).registerHannom },
  { verbs: ["dict"], load: async () => (await import("./dict.ts")).registerDictionaries },
  { verbs: ["describe"], load: async () => (await import("./describe.ts")).registerDescribe },
  { verbs: ["record"], load: async () => (await import("./record.ts")).registerRecord },
  { verbs: ["text"], load: async () => (await import("./text.ts")).registerText },
  { verbs: ["export"], load: async () => (await import("./export.ts")).registerExport },
  { verbs: ["import"], load: async () => (await import("./import.ts")).registerImport },
  { verbs: ["bundle"], load: async () => (await import("./bundle.ts")).registerBundles },
  { verbs: ["evaluate"], load: async () => (await import("./evaluate.ts")).registerEvaluate },
  { verbs: ["sign"], load: async () => (await import("./sign.ts")).registerSign },
  { verbs: ["serve"], load: async () => (await import("./serve.ts")).registerServe },
  { verbs: ["index"], load: async () => (await import("./index-command.ts")).registerIndex },
  { verbs: ["register"], load: async () => (await import("./register.ts")).registerRegister },
  { verbs: ["organisation", "count"], load: async () => (await import("./organisation.ts")).registerOrganisations },
  { verbs: ["target"], load: async () => (await import("./target.ts")).registerTargets },
  { verbs: ["verify", "fsck", "rebuild"], load: async () => (await import("./verify.ts")).registerProofs },
  { verbs: ["user"], load: async () => (await import("./user.ts")).registerUsers },
  { verbs: ["audit"], load: async () => (await import("./audit.ts")).registerAudit },
  { verbs: ["backup", "restore", "drill"], load: async () => (await import("./backup.ts")).registerBackups },
  { verbs: ["gc"], load: async () => (await import("./gc.ts")).registerCollection },
  { verbs: ["doctor"], load: async () => (await import("./doctor.ts")).registerDoctor },
  { verbs: ["support-bundle"], load: async () => (await import("./support-bundle.ts")).registerSupportBundle },
  { verbs: ["demo"], load: async () => (await import("./demo.ts")).registerDemo },
  { verbs: ["profile"], load: async () => (await import("./profile-command.ts")).registerProfile },
  { verbs: ["config"], load: async () => (await import("./config.ts")).registerConfig },
];

/** Options of the whole program that take the next word with them. */
const WITH_VALUE = ["--home", "--lang"];
const VERSION_FLAGS = ["-V", "--version"];

/**
 * The program in the language of `words`: with the commands that the words `given` need, or with all of them where they name none,
 * so that help lists everything and a wrong word finds its nearest.
 */
export async function buildProgram(words: Messages, given: readonly string[] = []): Promise<Command> {
  const program = new Command("sohoa")
    .description(words.say("help.sohoa"))
    .version(VERSION, VERSION_FLAGS.join(", "))
    .option("--home <dir>")
    .addOption(new Option("--lang <vi|en>").choices(["vi", "en"]))
    .option("--json")
    .option("--quiet")
    .option("--verbose")
    .option("--ascii")
    .option("--no-color");
  for (const file of neededFor(given)) (await file.load())(program);
  localise(program, words);
  return program;
}

function neededFor(given: readonly string[]): readonly CommandFile[] {
  const verb = given.find((word, at) => !word.startsWith("-") && !WITH_VALUE.includes(given[at - 1] ?? ""));
  if (verb === undefined && VERSION_FLAGS.some((flag) => given.includes(flag))) return [];
  const called = FILES.filter(({ verbs }) => verbs.some((name) => verb === name || verb === VERBS[name]?.alias));
  return called.length > 0 ? called : FILES;
}
