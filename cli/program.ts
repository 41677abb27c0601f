/** The command table of `sohoa`. Each command is a file; this one only names them. */
import { Command, Option } from "commander";
import { registerAdd } from "./add.ts";
import { registerAudit } from "./audit.ts";
import { registerBackups } from "./backup.ts";
import { registerBundles } from "./bundle.ts";
import { registerChart } from "./chart.ts";
import { registerConfig } from "./config.ts";
import { registerDate } from "./date.ts";
import { registerDemo } from "./demo.ts";
import { registerDescribe } from "./describe.ts";
import { registerDictionaries } from "./dict.ts";
import { registerDoctor } from "./doctor.ts";
import { registerErrors } from "./errors.ts";
import { registerEvaluate } from "./evaluate.ts";
import { registerExport } from "./export.ts";
import { registerCollection } from "./gc.ts";
import { registerHannom } from "./hannom.ts";
import { registerImport } from "./import.ts";
import { registerIndex } from "./index-command.ts";
import type { Messages } from "./messages.ts";
import { registerOrganisations } from "./organisation.ts";
import { VERSION } from "./package-root.ts";
import { registerProfile } from "./profile-command.ts";
import { registerQuality } from "./quality.ts";
import { registerRecord } from "./record.ts";
import { registerRegister } from "./register.ts";
import { registerRetry } from "./retry.ts";
import { registerServe } from "./serve.ts";
import { registerSign } from "./sign.ts";
import { registerStatus } from "./status.ts";
import { registerSteering } from "./steer.ts";
import { registerSupportBundle } from "./support-bundle.ts";
import { registerTargets } from "./target.ts";
import { registerText } from "./text.ts";
import { registerUsers } from "./user.ts";
import { registerProofs } from "./verify.ts";
import { registerWatch } from "./watch-folder.ts";
import { localise } from "./words.ts";
import { registerWork } from "./work.ts";

const REGISTRATIONS = [
  registerAdd,
  registerWatch,
  registerWork,
  registerStatus,
  registerErrors,
  registerQuality,
  registerRetry,
  registerSteering,
  registerChart,
  registerDate,
  registerHannom,
  registerDictionaries,
  registerDescribe,
  registerRecord,
  registerText,
  registerExport,
  registerImport,
  registerBundles,
  registerEvaluate,
  registerSign,
  registerServe,
  registerIndex,
  registerRegister,
  registerOrganisations,
  registerTargets,
  registerProofs,
  registerUsers,
  registerAudit,
  registerBackups,
  registerCollection,
  registerDoctor,
  registerSupportBundle,
  registerDemo,
  registerProfile,
  registerConfig,
];

/** The whole program in the language of `words`. */
export function buildProgram(words: Messages): Command {
  const program = new Command("sohoa")
    .description(words.say("help.sohoa"))
    .version(VERSION, "-V, --version")
    .option("--home <dir>")
    .addOption(new Option("--lang <vi|en>").choices(["vi", "en"]))
    .option("--json")
    .option("--quiet")
    .option("--verbose")
    .option("--ascii")
    .option("--no-color");
  for (const register of REGISTRATIONS) register(program);
  localise(program, words);
  return program;
}
