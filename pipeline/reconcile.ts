/**
 * The reconciler: returns expired leases, announces pending work again, plans what a crash left unplanned, and describes
 * items in the store. It trusts no queue. One process at a time does it, under a lease; two at once would only be wasteful.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { advance, type Planner } from "./advance.ts";
import { nameOfWorkflow } from "./derive.ts";
import { type Describer, storeDescription } from "./describe-item.ts";
import { asSohoaError } from "./errors.ts";
import type { PlanMark } from "./ledger-rows.ts";
import type { Log } from "./log.ts";
import type { Queue } from "./queue/queue.ts";
import { settlePublications } from "./settle-publications.ts";

/** What the reconciler works on. */
export interface Reconciler extends Planner, Describer {
  readonly queue: Queue;
  readonly log: Log;
  readonly owner: string;
  readonly maxAttempts: number;
  readonly everySeconds: number;
}

const ANNOUNCE_WINDOW = 1000;
const PLAN_WINDOW = 500;

/** What one round put right. */
export interface Reconciled {
  readonly returned: number;
  readonly announced: number;
  readonly planned: number;
  readonly described: number;
}

/** One round, whoever holds the duty. Also called by `add` and `retry`, so that nothing waits for the next tick. */
export async function reconcileOnce(reconciler: Reconciler): Promise<Reconciled> {
  const { ledger, queue } = reconciler;
  const returned = await ledger.expireLeases(reconciler.maxAttempts);
  if (returned.length > 0) reconciler.log.warn("leases-expired", { count: returned.length });
  const marks = await ledger.unplanned(PLAN_WINDOW);
  let planned = 0;
  for (const [itemId, group] of byItem(marks)) {
    const pages = group.map((mark) => mark.subject).filter((subject) => subject !== itemId);
    const notices = await eachAlone(reconciler, itemId, () => advance(reconciler, itemId, pages));
    if (notices) planned += group.length;
    await queue.announce(notices ?? []);
  }
  const pending = await ledger.pendingNotices(ANNOUNCE_WINDOW);
  await queue.announce(pending);
  await settlePublications(reconciler, (item, thrown) => warnOfItem(reconciler, item, thrown));
  const unstored = await ledger.unstoredItems();
  for (const itemId of unstored) await eachAlone(reconciler, itemId, () => storeDescription(reconciler, itemId));
  return { returned: returned.length, announced: pending.length, planned, described: unstored.length };
}

/** One item in trouble keeps no other waiting. */
async function eachAlone<T>(reconciler: Reconciler, item: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (thrown) {
    warnOfItem(reconciler, item, thrown);
    return undefined;
  }
}

function warnOfItem(reconciler: Reconciler, item: string, thrown: unknown): void {
  const error = asSohoaError(thrown, item);
  reconciler.log.warn("item-trouble", { item, code: error.code, detail: error.message });
}

/**
 * Keep doing rounds until `signal` aborts; trouble is logged and tried again. The first round has everything planned again
 * that another workflow planned, such as that of the release before.
 */
export async function reconcile(reconciler: Reconciler, signal: AbortSignal): Promise<void> {
  let isAdopted = false;
  while (!signal.aborted) {
    let isBehind = false;
    try {
      const isMine = await reconciler.ledger.holdDuty("reconciler", reconciler.owner, reconciler.everySeconds * 3);
      if (isMine && !isAdopted) await reconciler.ledger.adoptWorkflow(nameOfWorkflow(reconciler.workflow));
      isAdopted ||= isMine;
      isBehind = isMine && (await reconcileOnce(reconciler)).planned >= PLAN_WINDOW;
    } catch (thrown) {
      const error = asSohoaError(thrown);
      reconciler.log.warn("service-trouble", { code: error.code, detail: error.message });
    }
    if (isBehind) continue;
    await sleep(reconciler.everySeconds * 1000, undefined, { signal }).catch(() => {});
  }
}

function byItem(marks: readonly PlanMark[]): ReadonlyMap<string, readonly PlanMark[]> {
  const groups = new Map<string, PlanMark[]>();
  for (const mark of marks) groups.set(mark.itemId, [...(groups.get(mark.itemId) ?? []), mark]);
  return groups;
}
