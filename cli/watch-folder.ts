/** `sohoa watch`: a folder into which scanners copy. Each sub-folder is a batch, taken in when it has come to rest. */
import { stat, statfs } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { asSohoaError, InputError } from "../pipeline/errors.ts";
import { batchIdOf } from "../stages/ingest/batch-id.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { aboutBatch, deliver } from "./delivery.ts";
import { subfoldersOf, TakenFolders } from "./hot-folder/see-folder.ts";
import { type ToldLine, toldLine } from "./hot-folder/told-text.ts";
import { type BatchTools, type Told, WatchedBatch } from "./hot-folder/watch-batch.ts";
import { positiveNumber } from "./numbers.ts";
import { profileInForce } from "./policies.ts";
import type { ErrorLine, Outcome } from "./print.ts";
import { rejectionLines, surveyFolder, surveyText, withScratch } from "./survey.ts";

interface WatchOptions {
  readonly profile?: string;
  readonly settle?: number;
  readonly every?: number;
  readonly patience?: number;
  readonly marker?: string;
  readonly once?: boolean;
}

/** Seconds that a file must not have changed, on a disk and on a network folder. */
const SETTLE_SECONDS = { disk: 10, network: 60 };
const EVERY_SECONDS = 15;
const PATIENCE_SECONDS = 300;
/** Timers may ring a little early. */
const TIMER_MS = 20;
/** Kinds of network file systems, as statfs(2) numbers them: NFS, SMB, CIFS, SMB2, FUSE. */
const NETWORK_KINDS: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546]);

export function registerWatch(program: Command): void {
  program
    .command("watch <folder>")
    .option("--profile <name>")
    .option("--settle <seconds>", "", positiveNumber)
    .option("--every <seconds>", "", positiveNumber)
    .option("--patience <seconds>", "", positiveNumber)
    .option("--marker <name>")
    .option("--once")
    .action(action(async (context, folder: string, options: WatchOptions) => await watchFolder(context, folder, options)));
}

async function watchFolder(context: Context, given: string, options: WatchOptions): Promise<Outcome> {
  const folder = resolve(given);
  const isNetwork = await isOnNetwork(folder);
  const everySeconds = options.every ?? EVERY_SECONDS;
  const settleSeconds = options.settle ?? (isNetwork ? SETTLE_SECONDS.network : SETTLE_SECONDS.disk);
  const services = await context.services();
  const tools: BatchTools = {
    ...(await toolsOf(context, services, options)),
    patience: {
      settleMs: settleSeconds * 1000,
      patienceMs: (options.patience ?? PATIENCE_SECONDS) * 1000,
      marker: options.marker ?? null,
    },
  };
  context.printer.note(
    context.say(isNetwork ? "watch.begin-network" : "watch.begin", { folder, every: everySeconds, settle: settleSeconds }),
  );
  const round = new Round(context, folder, tools);
  await round.look();
  if (options.once) {
    // What is at rest now has not changed while it was waited for; what has is left for the next call.
    await sleep(settleSeconds * 1000 + TIMER_MS, undefined, { signal: context.signal });
    await round.look();
    return round.outcome();
  }
  while (!context.signal.aborted) {
    await sleep(everySeconds * 1000, undefined, { signal: context.signal }).catch(() => {});
    if (!context.signal.aborted) await round.look();
  }
  return { ...round.outcome(), exit: "interrupted" };
}

async function isOnNetwork(folder: string): Promise<boolean> {
  const seen = await stat(folder).catch((cause: unknown) => {
    throw new InputError({ code: "SRC-MISSING", subject: folder, cause });
  });
  if (!seen.isDirectory()) throw new InputError({ code: "SRC-NOTDIR", subject: folder });
  // Windows does not tell; there a share is named by its two backslashes.
  if (folder.startsWith("\\\\")) return true;
  return NETWORK_KINDS.has((await statfs(folder)).type);
}

async function toolsOf(context: Context, services: Services, { profile: name }: WatchOptions) {
  const profile = await profileInForce(services, name ?? services.config.profile);
  const { language } = context.messages;
  return {
    taken: new TakenFolders(services.config.home),
    survey: (folder: string) => withScratch(context, (scratch) => surveyFolder(context, folder, {}, scratch)),
    take: async (folder: string, survey: Parameters<BatchTools["take"]>[1]) => {
      const shelfmark = basename(folder).normalize("NFC");
      const about = await aboutBatch(services, { batchId: batchIdOf(shelfmark), shelfmark, profile, language });
      return await deliver(services, survey, about, { onStored: () => context.signal.throwIfAborted() });
    },
  } satisfies Omit<BatchTools, "patience">;
}

const SUMMED = ["found", "added", "replaced", "known", "rejected"] as const;

/** Looks at all sub-folders, time after time, and adds up what came of it. */
class Round {
  readonly #context: Context;
  readonly #folder: string;
  readonly #tools: BatchTools;
  readonly #batches = new Map<string, WatchedBatch>();
  readonly #sum = { found: 0, added: 0, replaced: 0, known: 0, rejected: 0 };
  readonly #errors: ErrorLine[] = [];
  #besideSaid = 0;
  #isAway = false;

  constructor(context: Context, folder: string, tools: BatchTools) {
    this.#context = context;
    this.#folder = folder;
    this.#tools = tools;
  }

  /** A folder that is away for a moment, and trouble with store or catalogue, are told once and tried again. */
  async look(): Promise<void> {
    try {
      const { names, beside } = await subfoldersOf(this.#folder);
      if (beside !== this.#besideSaid && beside > 0) this.#note("warn", this.#context.say("watch.beside", { count: beside }));
      this.#besideSaid = beside;
      for (const name of names) {
        this.#context.signal.throwIfAborted();
        const batch = this.#batches.get(name) ?? new WatchedBatch(join(this.#folder, name));
        this.#batches.set(name, batch);
        const told = await batch.look(this.#tools, performance.now());
        if (told) this.#tell(name, told);
      }
      this.#isAway = false;
    } catch (thrown) {
      if (this.#context.signal.aborted) return;
      const { code, facts, subject } = asSohoaError(thrown);
      const { message } = this.#context.messages.failure(code, { subject: subject ?? this.#folder, ...facts });
      if (!this.#isAway) this.#note("bad", `${message} (${code})`);
      this.#isAway = true;
    }
  }

  outcome(): Outcome {
    const summary = this.#context.say("add.summary", { ...this.#sum });
    const isShort = this.#sum.rejected + this.#errors.length > 0;
    return { ...(isShort && { exit: "partial" as const }), counts: { ...this.#sum }, errors: this.#errors, text: [summary] };
  }

  #tell(batch: string, told: Told): void {
    const { printer } = this.#context;
    printer.event({ ev: "watch", batch, is: told.is, ...(told.is === "taken" && { counts: told.counts }) });
    const { mark, text } = toldLine(this.#context, batch, told, this.#tools.patience.marker ?? "");
    this.#note(mark, text);
    if (told.is === "refused") this.#errors.push({ code: told.code, path: batch, facts: told.facts });
    if (told.is !== "taken") return;
    for (const key of SUMMED) this.#sum[key] += told.counts[key];
    this.#errors.push(...rejectionLines(told.survey));
    for (const line of surveyText(this.#context, told.survey)) printer.note(line);
  }

  #note(mark: ToldLine["mark"], text: string): void {
    const time = new Date().toTimeString().slice(0, 8);
    this.#context.printer.note(`${time}  ${this.#context.printer.mark(mark)} ${text}`);
  }
}
