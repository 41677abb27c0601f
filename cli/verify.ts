/** `sohoa verify`, `fsck`, `rebuild`: proof that nothing was lost or changed. */
import type { Command } from "commander";
import { InputError } from "../pipeline/errors.ts";
import { fsck } from "../pipeline/fsck.ts";
import { adoptFromStore } from "./backup/adopt.ts";
import { action, type Context } from "./command.ts";
import type { Outcome } from "./print.ts";
import { registerVerify } from "./verify-objects.ts";

const ORPHAN_GRACE_SECONDS = 3600;

export function registerProofs(program: Command): void {
  registerVerify(program);
  program
    .command("fsck")
    .option("--fast")
    .option("--no-grace")
    .action(
      action(async (context, options: { readonly fast?: boolean; readonly grace: boolean }) => await runFsck(context, options)),
    );
  program
    .command("rebuild")
    .option("--newer")
    .action(action(async (context, { newer }: { readonly newer?: boolean }) => await runRebuild(context, newer ?? false)));
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

async function runRebuild(context: Context, isBehind: boolean): Promise<Outcome> {
  const services = await context.services();
  if (!isBehind && (await services.ledger.items()).length > 0) throw new InputError({ code: "REBUILD-NOT-EMPTY" });
  const tell = (item: string) => context.printer.note(`${context.printer.mark("ok")} ${item}`);
  const { items: adopted, versions, textVersions, missing, lists } = await adoptFromStore(services, tell);
  const items = adopted.length;
  const errors = missing.map((digest) => ({ code: "FIX-MISSING", path: digest, facts: { subject: digest } }));
  return {
    ...(missing.length > 0 ? { exit: "integrity" as const } : {}),
    counts: { items, versions, textVersions, missing: missing.length, rows: lists.rows, targets: lists.targets },
    errors,
    text: [context.say("rebuild.done", { items, versions, textVersions, missing: missing.length })],
  };
}
