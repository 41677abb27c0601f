/** `sohoa verify`: stored bytes read again and compared, in every copy; damage repaired after a yes. */
import type { Command } from "commander";
import { Option } from "commander";
import { InputError, UsageError } from "../pipeline/errors.ts";
import { proveVerifierWorks } from "../pipeline/fixity/control.ts";
import type { CopyName } from "../pipeline/fixity-log.ts";
import { type Target, verify } from "../pipeline/verify.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { asError } from "./damage-error.ts";
import { countingNumber } from "./numbers.ts";
import type { Outcome } from "./print.ts";
import { findItem } from "./standing.ts";
import { repairAll } from "./verify-repair.ts";

const DEFAULT_SAMPLE = 500;
const COPY_NAMES: readonly CopyName[] = ["store", "copy2"];

interface VerifyOptions {
  readonly all?: boolean;
  readonly sample?: number;
  readonly batch?: string;
  readonly repairFrom?: CopyName;
  readonly yes?: boolean;
}

export function registerVerify(program: Command): void {
  program
    .command("verify")
    .option("--all")
    .option("--sample <n>", "", countingNumber)
    .option("--batch <batch>")
    .addOption(new Option("--repair-from <copy>").choices([...COPY_NAMES]))
    .option("--yes")
    .action(action(async (context, options: VerifyOptions) => await runVerify(context, options)));
}

async function runVerify(context: Context, options: VerifyOptions): Promise<Outcome> {
  const services = await context.services();
  const copies = await services.objectCopies();
  if (options.repairFrom && copies.length < 2) throw new UsageError({ code: "COPY2-NONE", exit: "config" });
  await proveVerifierWorks(services.control);
  const counts = { checked: 0, match: 0, mismatch: 0, missing: 0 };
  const seen = new Set<string>();
  for await (const { digest, copy, outcome } of verify(services, copies, chosen(services, copies.length > 1, options))) {
    counts.checked += 1;
    counts[outcome] += 1;
    if (outcome !== "match") seen.add(`${copy} ${digest}`);
    if (context.signal.aborted) break;
  }
  if (counts.checked === 0) throw new InputError({ code: "VERIFY-NOTHING" });
  const isSound = counts.mismatch + counts.missing === 0;
  const done = `${context.printer.mark(isSound ? "ok" : "bad")} ${context.say("verify.done", counts)}`;
  const damaged = (await services.ledger.damaged()).filter(
    ({ digest, copy }) => options.repairFrom || seen.has(`${copy} ${digest}`),
  );
  if (options.repairFrom)
    return await repairAll(context, { from: options.repairFrom, isYes: options.yes ?? false, counts, done, damaged });
  const errors = damaged.map(asError);
  const lines = errors.map(
    ({ code, facts }) => `  ${context.printer.mark("bad")} ${context.messages.failure(code, facts).message}`,
  );
  return { ...(isSound ? {} : { exit: "integrity" as const }), counts, errors, text: [done, ...lines] };
}

async function* chosen(services: Services, hasCopy2: boolean, options: VerifyOptions): AsyncIterable<Target> {
  const names = hasCopy2 ? COPY_NAMES : COPY_NAMES.slice(0, 1);
  if (!options.batch && !options.all) {
    const due = await services.ledger.dueLooks(options.sample ?? DEFAULT_SAMPLE, "9999", names);
    yield* due;
    return;
  }
  for await (const digests of options.batch ? ofBatch(services, options.batch) : everything(services)) {
    const lacking = hasCopy2 ? new Set(await lackingIn(services, digests)) : new Set(digests);
    for (const digest of digests) {
      yield { digest, copy: "store" };
      if (!lacking.has(digest)) yield { digest, copy: "copy2" };
    }
  }
}

/** Those that nobody copied yet: the second copy owes nothing for them. */
async function lackingIn(services: Services, digests: readonly string[]): Promise<readonly string[]> {
  const held = await services.ledger.heldBy("copy2", digests);
  return digests.filter((digest) => !held.has(digest));
}

async function* ofBatch(services: Services, batch: string): AsyncIterable<readonly string[]> {
  const item = await findItem(services, batch);
  yield [...new Set((await services.ledger.currentOfItem(item.id)).map((row) => row.artifact.digest))];
}

async function* everything(services: Services): AsyncIterable<readonly string[]> {
  let window: string[] = [];
  for await (const { digest } of services.ledger.artifacts()) {
    window.push(digest);
    if (window.length < DEFAULT_SAMPLE) continue;
    yield window;
    window = [];
  }
  yield window;
}
