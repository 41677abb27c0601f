/** `sohoa check` and `sohoa add`: from a folder of scans to a batch, or to a report of what stands in the way. */
import { basename, resolve } from "node:path";
import { type Command, Option } from "commander";
import { InputError } from "../pipeline/errors.ts";
import type { Delivery, IntakeCounts } from "../pipeline/intake.ts";
import { type Patience, patientStore } from "../pipeline/store/patient.ts";
import { PRIORITIES } from "../pipeline/urgency.ts";
import { batchIdOf, isBatchId } from "../stages/ingest/batch-id.ts";
import type { AcceptedFile, Survey } from "../stages/ingest.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { aboutBatch, deliver } from "./delivery.ts";
import { countingNumber, positiveNumber } from "./numbers.ts";
import { profileInForce } from "./policies.ts";
import type { Outcome } from "./print.ts";
import { Progress } from "./progress.ts";
import { standing } from "./standing.ts";
import { rejectionLines, type SurveyFlags, surveyFolder, surveyText, withScratch } from "./survey.ts";
import { workUntilDone } from "./wait.ts";

/** How long a store that stopped to answer is waited for: outages of a line last half an hour, those of a server a night's repair. */
const PATIENCE_SECONDS = 2 * 3600;

/** Options of `add`. */
export interface AddOptions extends SurveyFlags {
  readonly batch?: string;
  readonly shelfmark?: string;
  readonly profile?: string;
  readonly priority?: keyof typeof PRIORITIES;
  readonly wait?: boolean;
}

export function registerAdd(program: Command): void {
  withSurveyOptions(program.command("check <folder>")).action(
    action(async (context, folder: string, flags: SurveyFlags) => {
      const found = await withScratch(context, (scratch) => surveyFolder(context, folder, flags, scratch));
      const counts = {
        found: found.found,
        accepted: found.accepted.length,
        rejected: found.rejected.length,
        ignored: found.skipped.length,
      };
      const text = [
        context.say("check.summary", { folder, ...counts }),
        ...surveyText(context, found),
        context.say("check.none", { folder }),
      ];
      return {
        ...(found.rejected.length > 0 ? { exit: "partial" as const } : {}),
        counts,
        errors: rejectionLines(found),
        data: { warnings: found.warnings },
        text,
      };
    }),
  );
  withSurveyOptions(program.command("add <folder>"))
    .option("--batch <id>")
    .option("--shelfmark <text>")
    .option("--profile <name>")
    .addOption(new Option("--priority <low|normal|high>").choices(Object.keys(PRIORITIES)))
    .option("--wait")
    .action(action(async (context, folder: string, options: AddOptions) => await add(context, folder, options)));
}

function withSurveyOptions(command: Command): Command {
  return command
    .addOption(new Option("--multi-page <split|reject>").choices(["split", "reject"]))
    .option("--max-megapixels <n>", "", positiveNumber)
    .option("--min-dpi <n>", "", countingNumber);
}

/** Take in a folder; with `wait`, work on it until nothing is left to do. */
export async function add(context: Context, folder: string, options: AddOptions): Promise<Outcome> {
  const services = await context.services();
  const name = basename(resolve(folder));
  const batchId = options.batch ?? batchIdOf(name);
  if (!isBatchId(batchId)) throw new InputError({ code: "BATCH-ID", subject: batchId });
  const profile = await profileInForce(services, options.profile ?? services.config.profile);
  const shelfmark = (options.shelfmark ?? name).normalize("NFC");
  context.printer.note(context.say("add.batch", { batch: batchId, profile: profile.name, shelfmark }));
  const known = await aboutBatch(services, { batchId, shelfmark, profile, language: context.messages.language });
  const about = options.priority ? { ...known, urgency: PRIORITIES[options.priority] } : known;
  const { lines, errors, counts } = await withScratch(context, async (scratch) => {
    const { files, ...told } = await lookedAt(context, folder, options, scratch);
    return { ...told, counts: await store(context, services, files, about) };
  });
  const isOld = counts.added + counts.replaced === 0 && counts.known > 0;
  const old = isOld ? [context.say("add.nothingNew", { batch: batchId })] : [];
  const superseded = counts.superseded > 0 ? [context.say("add.superseded", { count: counts.superseded })] : [];
  const summary = [context.say("add.summary", { ...counts }), ...lines, ...old, ...superseded];
  const partial = counts.rejected > 0 ? { exit: "partial" as const } : {};
  if (!options.wait)
    return {
      ...partial,
      counts: { ...counts },
      errors,
      data: { batch: batchId },
      text: [...summary, context.say("add.next", { batch: batchId })],
    };
  for (const line of summary) context.printer.note(line);
  return await wait(context, services, folder, { batchId, counts, errors });
}

interface Files extends Pick<Survey, "rejected"> {
  /** Emptied while they are stored. */
  readonly accepted: AcceptedFile[];
}

/** What is to be told of the files is put into words before they are stored, for what was found of each is forgotten then. */
async function lookedAt(context: Context, folder: string, options: AddOptions, scratch: string) {
  const found = await surveyFolder(context, folder, options, scratch);
  const files: Files = { accepted: [...found.accepted], rejected: found.rejected };
  return { files, lines: surveyText(context, found), errors: rejectionLines(found) };
}

async function store(
  context: Context,
  services: Services,
  found: Files,
  about: Omit<Delivery, "accepted" | "rejected">,
): Promise<IntakeCounts> {
  const progress = new Progress(context.printer);
  const label = context.say("add.store");
  const total = found.accepted.length;
  const onStored = (done: number): void => {
    progress.show([{ label, done, total }]);
    // Between two files: what is stored so far is found by the next run.
    context.signal.throwIfAborted();
  };
  const patience: Patience = {
    seconds: PATIENCE_SECONDS,
    signal: context.signal,
    onAway: (trouble) => context.printer.note(context.say("add.storeAway", { detail: String(trouble.facts["detail"] ?? "") })),
    onBack: () => context.printer.note(context.say("add.storeBack")),
  };
  const patient = { ...services, store: patientStore(services.store, patience) };
  const { rejected } = found;
  return await deliver(patient, { accepted: emptying(found.accepted), rejected }, about, { onStored }).finally(() =>
    progress.end(),
  );
}

/** The members in order; each leaves the list as it is given. */
function* emptying<T>(list: T[]): Generator<T> {
  list.reverse();
  for (let next = list.pop(); next !== undefined; next = list.pop()) yield next;
}

interface Taken {
  readonly batchId: string;
  readonly counts: IntakeCounts;
  readonly errors: Outcome["errors"] & object;
}

async function wait(context: Context, services: Services, folder: string, taken: Taken): Promise<Outcome> {
  const end = await workUntilDone(context, services, taken.batchId);
  if (end === "interrupted")
    return {
      exit: "interrupted",
      counts: { ...taken.counts },
      errors: taken.errors,
      data: { batch: taken.batchId },
      text: [context.say("add.interrupted", { folder, batch: taken.batchId })],
    };
  const item = await services.ledger.item(taken.batchId);
  if (!item) return { exit: "partial", counts: { ...taken.counts }, errors: taken.errors, text: [] };
  const at = await standing(services, item);
  const isShort = taken.counts.rejected + at.failed + at.toRescan > 0;
  const state = context.say(`state.${at.state}`);
  const done = context.say("add.done", { batch: item.id, donePages: at.donePages, pages: at.pages, state });
  const text = [`${context.printer.mark(at.failed + at.toRescan > 0 ? "bad" : "ok")} ${done}`];
  if (at.failed > 0) text.push(context.say("status.attention", { count: at.failed, batch: item.id }));
  if (at.toRescan > 0) text.push(context.say("quality.toRescan", { count: at.toRescan, item: item.id }));
  if (at.earlierTexts > 0) text.push(context.say("quality.earlierTexts", { count: at.earlierTexts, item: item.id }));
  return {
    ...(isShort ? { exit: "partial" as const } : {}),
    counts: { ...taken.counts, pages: at.pages, done: at.donePages, failed: at.failed },
    errors: taken.errors,
    data: { batch: item.id, state: at.state },
    text,
  };
}
