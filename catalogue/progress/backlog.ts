/** Where work is stuck: by stage what waits for a machine, runs, failed, and waits for a person. */
import type { ItemInWork, StageName, WorkWaiting } from "./work-facts.ts";

/** One stage; pages or items by what the stage is of. */
export interface Backlog {
  readonly stage: string;
  readonly of: "page" | "item";
  /** Due, and not begun. */
  readonly waiting: number;
  readonly running: number;
  /** Given up after all attempts, or impossible. */
  readonly failed: number;
  /** Nothing goes on until a person answers. */
  readonly person: number;
  /** A person may answer, and publishing does not wait for it. */
  readonly open: number;
}

const STATES: Readonly<Record<string, "waiting" | "running" | "failed">> = {
  pending: "waiting",
  blocked: "waiting",
  leased: "running",
  failed: "failed",
  quarantined: "failed",
};

/** In the order of the workflow; stages where nothing waits are left out. */
export function backlogOf(
  { tasks, items, cancelled, toRescan }: Pick<WorkWaiting, "tasks" | "items" | "cancelled" | "toRescan">,
  stages: readonly StageName[],
): readonly Backlog[] {
  const open = items.filter((item) => !cancelled.has(item.itemId));
  const people: Readonly<Record<string, Pick<Backlog, "person" | "open">>> = {
    inspect: { person: toRescan, open: 0 },
    "text-review": atGate(open, "text-review"),
    "metadata-entry": atGate(open, "metadata-entry"),
  };
  return stages
    .map(({ name, of }): Backlog => {
      const counts = { waiting: 0, running: 0, failed: 0 };
      for (const task of tasks) {
        const state = task.stage === name ? STATES[task.state] : undefined;
        if (state) counts[state] += task.count;
      }
      return { stage: name, of, ...counts, ...(people[name] ?? { person: 0, open: 0 }) };
    })
    .filter(({ waiting, running, failed, person, open: more }) => waiting + running + failed + person + more > 0);
}

/** Gates that people answer, and the need of a profile that nothing goes on without them. */
export const GATE_NEEDS = { "text-review": "needsReview", "metadata-entry": "needsRecord" } as const;

/** What people owe an item at a gate: pages that were read and not reviewed, or the record. */
export function owedAt(gate: keyof typeof GATE_NEEDS, item: ItemInWork): number {
  if (gate === "text-review") return Math.max(0, item.read - item.reviewed);
  return item.isDescribed || item.pages === 0 ? 0 : 1;
}

function atGate(items: readonly ItemInWork[], gate: keyof typeof GATE_NEEDS): Pick<Backlog, "person" | "open"> {
  const counts = { person: 0, open: 0 };
  for (const item of items) counts[item[GATE_NEEDS[gate]] ? "person" : "open"] += owedAt(gate, item);
  return counts;
}
