/** The repairing half of `sohoa verify --repair-from`: what would be done is told, and done after a yes. */
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { type Repair, repair } from "../pipeline/fixity/repair.ts";
import { alarmOf } from "../pipeline/fixity/round.ts";
import type { CopyName, Damaged } from "../pipeline/fixity-log.ts";
import type { Context } from "./command.ts";
import { asError } from "./damage-error.ts";
import type { Outcome } from "./print.ts";

/** What was found, and what the person said to it. */
interface Found {
  readonly from: CopyName;
  readonly isYes: boolean;
  readonly counts: Readonly<Record<string, number>>;
  /** The line that sums up the look. */
  readonly done: string;
  readonly damaged: readonly Damaged[];
}

/** Repair every known damage of the other copy. What is damaged in `from` itself stays in the list. */
export async function repairAll(context: Context, { from, isYes, counts, done, damaged }: Found): Promise<Outcome> {
  const services = await context.services();
  const copies = await services.objectCopies();
  const good = copies.find(({ name }) => name === from);
  const wanted = damaged.filter(({ copy }) => copy !== from);
  const tally: Record<Repair, number> = { repaired: 0, sound: 0, "no-source": 0 };
  const text = [done];
  if (wanted.length > 0 && !(isYes || (await isAgreed(context, wanted.length, from)))) {
    const errors = damaged.map(asError);
    return {
      exit: "integrity",
      counts,
      errors,
      text: [...text, context.say("repair.needs-yes", { count: wanted.length, from })],
    };
  }
  const repairer = { ...services, quarantine: join(services.config.home, "quarantine") };
  for (const { digest, copy: name } of wanted) {
    const copy = copies.find((each) => each.name === name);
    if (!good || !copy || context.signal.aborted) break;
    const outcome = await repair(repairer, digest, copy, good);
    tally[outcome] += 1;
    const mark = context.printer.mark(outcome === "no-source" ? "bad" : "ok");
    text.push(`  ${mark} ${context.say(`repair.${outcome}`, { digest, copy: name, from })}`);
  }
  // Work that had stopped at a damaged input goes on.
  if (tally.repaired > 0) {
    for (const outcome of ["mismatch", "missing"] as const)
      await services.queue.announce(await services.ledger.retry({ code: alarmOf(outcome) }));
  }
  const left = (await services.ledger.damaged()).map(asError);
  text.push(context.say("repair.done", { repaired: tally.repaired, left: left.length, folder: repairer.quarantine }));
  const sums = { ...counts, repaired: tally.repaired, sound: tally.sound, left: left.length };
  return { ...(left.length > 0 ? { exit: "integrity" as const } : {}), counts: sums, errors: left, text };
}

async function isAgreed(context: Context, count: number, from: CopyName): Promise<boolean> {
  if (!process.stdin.isTTY || context.options.json) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(context.say("repair.ask", { count, from }), { signal: context.signal });
    return ["c", "có", "y", "yes"].includes(answer.trim().normalize("NFC").toLowerCase());
  } finally {
    lines.close();
  }
}
