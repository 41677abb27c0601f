/** Who works at this moment, and what is stuck and why. */
import { dayInVietnam } from "../../../../catalogue/calendar-day.ts";
import type { DutyRow, TaskRow } from "../../../../pipeline/ledger-rows.ts";
import type { SeenItem } from "../items-in-sight.ts";
import type { Figures } from "./figures.ts";

/** A process that holds tasks or duties. */
export interface Machine {
  /** Host and process number. */
  readonly owner: string;
  readonly tasks: number;
  readonly stages: readonly string[];
  readonly duties: readonly string[];
  /** False when its leases have run out: nothing was heard of it since `until`. */
  readonly isAlive: boolean;
  /** Until when its word holds, ISO 8601. */
  readonly until: string;
}

/** Processes by name. One that has nothing to do and no duty holds nothing, and cannot be told from one that is not there. */
export function machinesOf(leased: readonly TaskRow[], duties: readonly DutyRow[], now: string): readonly Machine[] {
  const owners = [...new Set([...leased.flatMap(({ leaseOwner }) => leaseOwner ?? []), ...duties.map(({ owner }) => owner)])];
  return owners.sort().map((owner) => {
    const tasks = leased.filter((task) => task.leaseOwner === owner);
    const own = duties.filter((duty) => duty.owner === owner);
    const until = [...tasks.map((task) => task.leaseUntil ?? ""), ...own.map(({ heldUntil }) => heldUntil)].sort().at(-1) ?? "";
    return {
      owner,
      tasks: tasks.length,
      stages: [...new Set(tasks.map(({ stage }) => stage))],
      duties: own.map(({ name }) => name),
      isAlive: until >= now,
      until,
    };
  });
}

/** The duty of those who do tasks; other duties are held by servers, which do none. */
const WORKERS_DUTY = "reconciler";

/** True for a process that is there to do tasks, even where it has none at the moment. */
const isAtWork = ({ isAlive, tasks, duties }: Machine): boolean => isAlive && (tasks > 0 || duties.includes(WORKERS_DUTY));

/** One reason for which something does not go on. */
export type Stuck =
  /** Work waits, and nobody works. */
  | { readonly why: "no-machine"; readonly count: number }
  /** Tasks that a process took and says nothing of. */
  | { readonly why: "silent"; readonly count: number; readonly owner: string; readonly since: string }
  /** Tasks that were given up, by code. */
  | { readonly why: "failed"; readonly count: number; readonly code: string; readonly since: string }
  /** Items that somebody paused. */
  | { readonly why: "paused"; readonly count: number; readonly items: readonly string[] }
  /** Nothing goes on until people answer. */
  | { readonly why: "person"; readonly count: number; readonly stage: string; readonly of: "page" | "item" };

/** What `stuckOf` looks at. */
export interface StuckSources {
  readonly machines: readonly Machine[];
  /** Tasks that were given up, of items in the reader's sight. */
  readonly failed: readonly TaskRow[];
  readonly seen: readonly SeenItem[];
  readonly figures: Figures;
}

/** Items that are named with a reason; more are counted. */
const NAMED = 20;

/** Every reason, the worst first. */
export function stuckOf({ machines, failed, seen, figures }: StuckSources): readonly Stuck[] {
  const backlog = figures.report.work.backlog ?? [];
  const waiting = backlog.reduce((sum, each) => sum + each.waiting, 0);
  const paused = seen.filter(({ item }) => item.paused && !item.cancelled).map(({ item }) => item.id);
  const silent = machines.filter(({ isAlive, tasks }) => !isAlive && tasks > 0);
  return [
    ...(waiting > 0 && !machines.some(isAtWork) ? [{ why: "no-machine" as const, count: waiting }] : []),
    ...silent.map(({ owner, tasks, until }) => ({ why: "silent" as const, count: tasks, owner, since: until })),
    ...failedByCode(failed),
    ...(paused.length > 0 ? [{ why: "paused" as const, count: paused.length, items: paused.slice(0, NAMED) }] : []),
    ...backlog
      .filter(({ person }) => person > 0)
      .map(({ stage, of, person }) => ({ why: "person" as const, count: person, stage, of })),
  ];
}

function failedByCode(failed: readonly TaskRow[]): readonly Stuck[] {
  const codes = new Map<string, string[]>();
  for (const { failure, updatedAt } of failed) {
    const code = failure?.code ?? "";
    const times = codes.get(code);
    if (times) times.push(updatedAt);
    else codes.set(code, [updatedAt]);
  }
  return [...codes]
    .map(([code, times]) => ({
      ...{ why: "failed" as const, code, count: times.length },
      since: dayInVietnam(times.toSorted()[0] ?? ""),
    }))
    .sort((a, b) => b.count - a.count);
}
