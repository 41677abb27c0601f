/** `sohoa audit`: the log of what people changed, and the proof that nobody changed the log. */
import type { Command } from "commander";
import { action, type Context } from "./command.ts";
import { wholeNumber } from "./numbers.ts";
import type { Outcome } from "./print.ts";
import { table } from "./table.ts";

const MOST_ENTRIES = 1000;

export function registerAudit(program: Command): void {
  const audit = program.command("audit");
  audit
    .command("list")
    .option("--after <n>", "", wholeNumber)
    .action(action(async (context, { after = 0 }: { readonly after?: number }) => await listEntries(context, after)));
  audit.command("verify").action(action(async (context) => await verifyLog(context)));
}

async function listEntries(context: Context, after: number): Promise<Outcome> {
  const { users } = await context.services();
  const entries = await users.auditEntries({ limit: MOST_ENTRIES, after });
  if (entries.length === 0) return { data: entries, text: [context.say("audit.none")] };
  const heads = ["audit.number", "audit.at", "audit.actor", "audit.action", "audit.subject", "audit.facts"];
  const rows = entries.map(({ number, at, actor, action: done, subject, facts }) => [
    String(number),
    at,
    actor,
    context.say(`audit.${done}`),
    subject,
    Object.entries(facts)
      .map(([name, value]) => `${name}=${value}`)
      .join(" "),
  ]);
  return {
    data: entries,
    text: table(
      heads.map((key) => context.say(key)),
      rows,
    ),
  };
}

async function verifyLog(context: Context): Promise<Outcome> {
  const { users } = await context.services();
  const verdict = await users.verifyAudit();
  const counts = { entries: verdict.entries };
  if (verdict.isSound) return { data: verdict, counts, text: [context.say("audit.sound", { ...counts, hash: verdict.hash })] };
  const facts = { number: verdict.brokenAt, ...counts };
  const { message, advice } = context.messages.failure("AUDIT-BROKEN", facts);
  const errors = [{ code: "AUDIT-BROKEN", facts }];
  return { exit: "integrity", data: verdict, counts, errors, text: [`${context.printer.mark("bad")} ${message}`, advice] };
}
