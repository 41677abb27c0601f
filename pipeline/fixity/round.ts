/** Scheduled checks: what nobody looked at for longest, within what may be read in a second and in a day. */
import type { Clock } from "../clock.ts";
import { asSohoaError, SohoaError } from "../errors.ts";
import type { DueLook, FixityLog } from "../fixity-log.ts";
import type { Log } from "../log.ts";
import { type ControlGround, proveVerifierWorks } from "./control.ts";
import { type Copy, look, type Seen, type Witness, witness } from "./look.ts";
import type { Pace } from "./pace.ts";

/** What may be read, and how often an object should be looked at. */
export interface ReadBudget {
  readonly bytesPerDay: number;
  /** An object is due again after so many days. */
  readonly everyDays: number;
}

/** What a round works with. */
export interface Rounds extends Witness {
  readonly ledger: Pick<FixityLog, "recordFixity" | "dueLooks" | "bytesReadSince">;
  readonly clock: Clock;
  readonly log: Log;
  readonly copies: readonly Copy[];
  readonly control: ControlGround;
  readonly budget: ReadBudget;
  readonly pace: Pace;
}

/** What one round saw. `spent`: the day's budget is used up. */
export interface Round {
  readonly due: number;
  readonly checked: number;
  readonly damaged: number;
  readonly unreadable: number;
  readonly isSpent: boolean;
}

const WINDOW = 200;
const DAY_MS = 86_400_000;

/**
 * Look at up to a window of due objects. It keeps no state of its own: a killed round goes on where its evidence ends, and
 * what the day has read already is summed from the evidence. One object may exceed what is left of a day, or a large one
 * would never be read. `unreadable` holds what could not be read, so that it stops nobody else from being looked at.
 * @throws {IntegrityError} VERIFY-BLIND; {SohoaError} VERIFY-NOTHING when objects were due and none could be judged
 */
export async function verifyRound(rounds: Rounds, unreadable: Set<string>, signal: AbortSignal): Promise<Round> {
  const { ledger, clock, copies, budget } = rounds;
  const now = clock.now();
  const before = new Date(now.getTime() - budget.everyDays * DAY_MS).toISOString();
  const names = copies.map(({ name }) => name);
  const counts = { due: 0, checked: 0, damaged: 0, unreadable: 0, isSpent: false };
  let left = budget.bytesPerDay - (await ledger.bytesReadSince(`${now.toISOString().slice(0, 10)}T00:00:00.000Z`));
  if (left <= 0) return { ...counts, isSpent: true };
  const known = await ledger.dueLooks(WINDOW + unreadable.size, before, names);
  const due = known.filter(({ copy, digest }) => !unreadable.has(`${copy} ${digest}`));
  if (due.length === 0) return counts;
  counts.due = due.length;
  await proveVerifierWorks(rounds.control, look);
  for (const target of due) {
    if (signal.aborted) return counts;
    counts.isSpent = left <= 0;
    if (counts.isSpent) return counts;
    const seen = await seenOf(rounds, target, signal);
    if (seen === "stopped") return counts;
    if (seen === "unreadable") {
      counts.unreadable += 1;
      unreadable.add(`${target.copy} ${target.digest}`);
      continue;
    }
    left -= seen.bytesRead;
    counts.checked += 1;
    if (seen.outcome !== "match") counts.damaged += 1;
  }
  if (counts.checked === 0) throw new SohoaError({ code: "VERIFY-NOTHING", exit: "integrity", retry: "later" });
  return counts;
}

/** One look within the pace; an alarm is logged at once. */
async function seenOf(
  rounds: Rounds,
  { digest, copy: name }: DueLook,
  signal: AbortSignal,
): Promise<Seen | "unreadable" | "stopped"> {
  const copy = rounds.copies.find((each) => each.name === name);
  try {
    const seen = copy && (await witness(rounds, copy, digest, rounds.pace));
    if (seen && seen.outcome !== "match") rounds.log.warn(alarmOf(seen.outcome), { digest, copy: name });
    return seen ?? "unreadable";
  } catch (thrown) {
    if (signal.aborted) return "stopped";
    rounds.log.warn("object-unreadable", { digest, copy: name, code: asSohoaError(thrown).code });
    return "unreadable";
  }
}

/** The code of an alarm. */
export function alarmOf(outcome: "mismatch" | "missing"): "FIX-MISMATCH" | "FIX-MISSING" {
  return outcome === "missing" ? "FIX-MISSING" : "FIX-MISMATCH";
}
