/** `sohoa verify`, `fsck`, `rebuild`: proof that nothing was lost or changed. */
import type { Command } from "commander";
import { InputError } from "../pipeline/errors.ts";
import { fsck } from "../pipeline/fsck.ts";
import { rebuild } from "../pipeline/rebuild.ts";
import { settlePublications } from "../pipeline/settle-publications.ts";
import { type Fixity, proveVerifierWorks, verify } from "../pipeline/verify.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { countingNumber } from "./numbers.ts";
import type { Outcome } from "./print.ts";
import { findItem } from "./standing.ts";

const DEFAULT_SAMPLE = 500;
const ORPHAN_GRACE_SECONDS = 3600;

export function registerProofs(program: Command): void {
  program
    .command("verify")
    .option("--all")
    .option("--sample <n>", "", countingNumber)
    .option("--batch <batch>")
    .action(action(async (context, options: VerifyOptions) => await runVerify(context, options)));
  program
    .command("fsck")
    .option("--fast")
    .option("--no-grace")
    .action(
      action(async (context, options: { readonly fast?: boolean; readonly grace: boolean }) => await runFsck(context, options)),
    );
  program.command("rebuild").action(action(async (context) => await runRebuild(context)));
}

interface VerifyOptions {
  readonly all?: boolean;
  readonly sample?: number;
  readonly batch?: string;
}

async function runVerify(context: Context, options: VerifyOptions): Promise<Outcome> {
  const services = await context.services();
  await proveVerifierWorks();
  const counts = { checked: 0, match: 0, mismatch: 0, missing: 0 };
  const bad: Fixity[] = [];
  for await (const fixity of verify(services, await chosen(services, options))) {
    counts.checked += 1;
    counts[fixity.outcome] += 1;
    if (fixity.outcome !== "match") bad.push(fixity);
    if (context.signal.aborted) break;
  }
  if (counts.checked === 0) throw new InputError({ code: "VERIFY-NOTHING" });
  const errors = bad.map(({ digest, outcome }) => ({
    code: outcome === "missing" ? "FIX-MISSING" : "FIX-MISMATCH",
    path: digest,
    facts: { subject: digest },
  }));
  const text = [
    `${context.printer.mark(bad.length === 0 ? "ok" : "bad")} ${context.say("verify.done", counts)}`,
    ...errors.map((error) => `  ${context.printer.mark("bad")} ${context.messages.failure(error.code, error.facts).message}`),
  ];
  return { ...(bad.length > 0 ? { exit: "integrity" as const } : {}), counts, errors, text };
}

async function chosen(services: Services, options: VerifyOptions): Promise<Iterable<string> | AsyncIterable<string>> {
  if (options.batch) {
    const item = await findItem(services, options.batch);
    return new Set((await services.ledger.currentOfItem(item.id)).map((row) => row.artifact.digest));
  }
  if (!options.all) return await services.ledger.oldestVerified(options.sample ?? DEFAULT_SAMPLE);
  return allDigests(services);
}

async function* allDigests(services: Services): AsyncIterable<string> {
  for await (const artifact of services.ledger.artifacts()) yield artifact.digest;
}

async function runFsck(context: Context, options: { readonly fast?: boolean; readonly grace: boolean }): Promise<Outcome> {
  const services = await context.services();
  const report = await fsck({
    ...services,
    readBytes: !options.fast,
    orphanGraceSeconds: options.grace ? ORPHAN_GRACE_SECONDS : 0,
  });
  const { findings, ...seen } = report;
  const text = [
    context.say("fsck.seen", seen),
    findings.length === 0
      ? `${context.printer.mark("ok")} ${context.say("fsck.clean")}`
      : `${context.printer.mark("bad")} ${context.say("fsck.findings", { count: findings.length })}`,
    ...findings.map(
      ({ code, ...facts }) => `  ${context.printer.mark("bad")} ${context.messages.failure(code, facts).message} [${code}]`,
    ),
  ];
  return {
    ...(findings.length > 0 ? { exit: "integrity" as const } : {}),
    counts: { ...seen, findings: findings.length },
    data: findings,
    text,
  };
}

async function runRebuild(context: Context): Promise<Outcome> {
  const services = await context.services();
  if ((await services.ledger.items()).length > 0) throw new InputError({ code: "REBUILD-NOT-EMPTY" });
  const rebuilt = await rebuild(services.ledger, services.store, (item) =>
    context.printer.note(`${context.printer.mark("ok")} ${item}`),
  );
  await settlePublications(services);
  const { items, versions, missing } = rebuilt;
  const errors = missing.map((digest) => ({ code: "FIX-MISSING", path: digest, facts: { subject: digest } }));
  return {
    ...(missing.length > 0 ? { exit: "integrity" as const } : {}),
    counts: { items, versions, missing: missing.length },
    errors,
    text: [context.say("rebuild.done", { items, versions, missing: missing.length })],
  };
}
