/** What `sohoa status` says of stored bytes: how much was verified lately, and the alarm. */
import type { Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { asError } from "./damage-error.ts";
import type { Outcome } from "./print.ts";

/** The lines, and the errors that make the command end with 8. */
export interface FixityLines {
  readonly text: readonly string[];
  readonly errors: readonly ReturnType<typeof asError>[];
}

/** Auditors ask for what was verified within this span. */
const SPAN_DAYS = 90;
const DAY_MS = 86_400_000;

/** The alarm, always; with `isWhole` also the sums, which count every object. */
export async function fixityLines(context: Context, services: Services, isWhole: boolean): Promise<FixityLines> {
  const { ledger, clock, config } = services;
  const errors = (await ledger.damaged()).map(asError);
  const text: string[] = [];
  if (isWhole) {
    const since = new Date(clock.now().getTime() - SPAN_DAYS * DAY_MS).toISOString();
    const { masters, mastersVerified, objects, inCopy2 } = await ledger.fixityStanding(since);
    // Rounded down: 100 % is said only of all.
    const share = Math.floor((mastersVerified / masters) * 1000) / 10;
    if (masters > 0) text.push(context.say("fixity.standing", { share, masters }));
    if (config.copy2) text.push(context.say("fixity.copy2", { inCopy2, objects }));
  }
  if (errors.length > 0) text.push(`${context.printer.mark("bad")} ${context.say("fixity.alarm", { count: errors.length })}`);
  return { text, errors };
}

/** An outcome with these lines below it. */
export function withFixity(outcome: Outcome, { text, errors }: FixityLines): Outcome {
  const lines = { ...outcome, text: [...(outcome.text ?? []), ...text] };
  return errors.length > 0 ? { ...lines, exit: "integrity", errors: [...(outcome.errors ?? []), ...errors] } : lines;
}
