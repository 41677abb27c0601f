/** Whether an item is complete; if not, exactly what it lacks. Pure: status is computed from evidence, never set. */
import type { Role } from "./artifact.ts";
import type { Tally } from "./ledger-rows.ts";
import { stagesOf } from "./plan.ts";
import type { Step } from "./stage.ts";

/** What is known of an item. */
export interface Evidence extends Tally {
  readonly paused: boolean;
}

/** complete: published and nothing owed. attention: pages a person must look at. waiting: for a person at a gate. */
export type ItemState = "empty" | "working" | "paused" | "attention" | "waiting" | "complete";

/** An item's standing in numbers of pages. */
export interface Standing {
  readonly state: ItemState;
  readonly pages: number;
  /** Pages with every derivative of every page step. */
  readonly donePages: number;
  readonly running: number;
  readonly pending: number;
  readonly failed: number;
  readonly reviewedPages: number;
  /** Pages that a person wants scanned again. */
  readonly toRescan: number;
  /** Pages whose reviewed text belongs to an earlier scan. */
  readonly earlierTexts: number;
}

/** The standing of an item. It is complete only when nothing is missing, running, due or failed. */
export function standingOf(workflow: readonly Step[], evidence: Evidence): Standing {
  const total = (states: readonly string[]) =>
    evidence.counts.filter((each) => states.includes(each.state)).reduce((sum, each) => sum + each.count, 0);
  const roles = stagesOf(workflow, "page").flatMap((stage) => Object.values<Role>(stage.outputs));
  const pages = evidence.having.get("image/master") ?? 0;
  const donePages = roles.reduce((least, role) => Math.min(least, evidence.having.get(role) ?? 0), pages);
  const numbers = {
    pages,
    donePages,
    running: total(["leased"]),
    pending: total(["pending", "blocked"]),
    failed: total(["failed", "quarantined"]),
    reviewedPages: evidence.having.get("text/reviewed") ?? 0,
    toRescan: evidence.toRescan,
    earlierTexts: evidence.having.get("text/earlier") ?? 0,
  };
  return { state: stateOf(workflow, evidence, numbers), ...numbers };
}

function stateOf(workflow: readonly Step[], evidence: Evidence, numbers: Omit<Standing, "state">): ItemState {
  if (numbers.pages === 0) return "empty";
  if (numbers.failed + numbers.toRescan > 0 && numbers.running + numbers.pending === 0) return "attention";
  if (evidence.paused) return "paused";
  if (numbers.running + numbers.pending > 0) return "working";
  const owed = stagesOf(workflow, "item").flatMap((stage) => Object.values<Role>(stage.outputs));
  const isComplete = numbers.donePages === numbers.pages && owed.every((role) => evidence.having.has(role));
  return isComplete && numbers.earlierTexts === 0 ? "complete" : "waiting";
}
