/**
 * Objects that nobody names: what is left of uploads and runs that were killed before they were recorded. An object goes in
 * two steps, first to the shelf and from there, weeks later, for good. Before each step the catalogue and the texts beside the
 * objects are asked again, so that no listing is believed; what somebody came to need meanwhile is put back.
 * Killing it at any moment leaves nothing to repair; two at once do what one would.
 */
import type { Digest } from "../artifact.ts";
import type { Clock } from "../clock.ts";
import { asSohoaError } from "../errors.ts";
import type { OnPoint } from "../killpoint.ts";
import type { Ledger } from "../ledger.ts";
import type { Shelved } from "../store/orphan-shelf.ts";
import type { Store, Stored } from "../store/store.ts";
import { refuseCatalogueBehind } from "./catalogue-behind.ts";
import { NamedDigests } from "./named-digests.ts";

/** What collecting works on. */
export interface Collector {
  readonly ledger: Pick<Ledger, "artifact" | "items">;
  readonly store: Store;
  readonly clock: Clock;
  readonly onPoint: OnPoint;
  /** Days that an object nobody names stays where it is. */
  readonly orphanGraceDays: number;
  /** Days that it then lies on the shelf. */
  readonly shelfDays: number;
  /** Look only: nothing is moved, put back or destroyed. */
  readonly isRehearsal: boolean;
  readonly signal?: AbortSignal;
}

/** What became of an object. `damaged`: not what its name says, so it stays for `fsck` to tell. */
export interface Collected extends Stored {
  readonly fate: "laid" | "put-back" | "destroyed" | "damaged";
}

/** Everything that was, or in a rehearsal would be, done. */
export interface Collection {
  readonly objects: number;
  readonly collected: readonly Collected[];
  /** Still on the shelf. */
  readonly waiting: number;
}

const DAY_MS = 24 * 3600 * 1000;
/** The texts beside the objects are listed again after so many objects. */
const ASK_AGAIN = 100;

/** Empty the shelf of what is due, put back what is needed, lay what nobody names. @throws {InputError} GC-BEHIND */
export async function collectOrphans(collector: Collector): Promise<Collection> {
  await refuseCatalogueBehind(collector.ledger, collector.store);
  const shelf = await tidyShelf(collector);
  const { objects, orphans } = await findOrphans(collector);
  // One day for the whole run, also where it goes on past midnight.
  const today = dayOf(collector, 0);
  const laid = await layOrphans(collector, orphans, today);
  // Whoever recorded one of them while it was on its way to the shelf gets it back at once.
  const regretted = collector.isRehearsal ? [] : await putBackNeeded(collector, laid, today);
  const waiting = shelf.waiting + laid.filter(({ fate }) => fate === "laid").length - regretted.length;
  return { objects, collected: [...shelf.collected, ...laid, ...regretted], waiting };
}

async function tidyShelf(collector: Collector): Promise<{ readonly collected: readonly Collected[]; readonly waiting: number }> {
  const shelved: Shelved[] = [];
  for await (const each of collector.store.orphans.list()) shelved.push(each);
  const named = new NamedDigests(collector.store, new Set(shelved.map(({ digest }) => digest)));
  const oldest = dayOf(collector, collector.shelfDays);
  const collected: Collected[] = [];
  for (const [at, { digest, sizeBytes, day }] of shelved.entries()) {
    if (collector.signal?.aborted) break;
    const isNamed = (at % ASK_AGAIN === 0 ? await named.refreshed() : named.known()).has(digest);
    const isNeeded = isNamed || (await collector.ledger.artifact(digest)) !== undefined;
    if (!isNeeded && day >= oldest) continue;
    const fate = isNeeded ? "put-back" : "destroyed";
    if (!collector.isRehearsal) await settle(collector.store, { digest, sizeBytes, day }, fate);
    collected.push({ digest, sizeBytes, fate });
  }
  return { collected, waiting: shelved.length - collected.length };
}

async function settle({ orphans }: Store, shelved: Shelved, fate: "put-back" | "destroyed"): Promise<void> {
  if (fate === "put-back") await orphans.putBack(shelved);
  else await orphans.destroy(shelved, `set aside on ${shelved.day}, named by nobody`);
}

/** What no row names and nobody stored for a while. Only a first look. */
async function findOrphans(collector: Collector): Promise<{ readonly objects: number; readonly orphans: readonly Stored[] }> {
  const untouchedSince = untouched(collector);
  const orphans: Stored[] = [];
  let objects = 0;
  for await (const { digest, sizeBytes, modifiedAt } of collector.store.list()) {
    if (collector.signal?.aborted) break;
    objects += 1;
    if (modifiedAt > untouchedSince || (await collector.ledger.artifact(digest))) continue;
    orphans.push({ digest, sizeBytes });
  }
  return { objects, orphans };
}

async function layOrphans(collector: Collector, orphans: readonly Stored[], today: string): Promise<readonly Collected[]> {
  const named = new NamedDigests(collector.store, new Set(orphans.map(({ digest }) => digest)));
  const collected: Collected[] = [];
  for (const [at, orphan] of orphans.entries()) {
    if (collector.signal?.aborted) break;
    const isNamed = (at % ASK_AGAIN === 0 ? await named.refreshed() : named.known()).has(orphan.digest);
    if (isNamed || (await collector.ledger.artifact(orphan.digest))) continue;
    const fate = collector.isRehearsal ? "laid" : await lay(collector, orphan.digest, today);
    if (fate) collected.push({ ...orphan, fate });
    collector.onPoint("orphan-laid");
  }
  return collected;
}

/** A damaged object cannot be copied faithfully: it stays where it is, and `fsck` tells of it. */
async function lay(collector: Collector, digest: Digest, today: string): Promise<"laid" | "damaged" | undefined> {
  try {
    const outcome = await collector.store.orphans.lay(digest, today, untouched(collector));
    return outcome === "laid" ? "laid" : undefined;
  } catch (thrown) {
    const { exit } = asSohoaError(thrown);
    if (exit !== "integrity" && exit !== "input") throw thrown;
    return "damaged";
  }
}

async function putBackNeeded(collector: Collector, laid: readonly Collected[], day: string): Promise<readonly Collected[]> {
  const regretted: Collected[] = [];
  for (const { digest, sizeBytes, fate } of laid) {
    if (fate !== "laid" || !(await collector.ledger.artifact(digest))) continue;
    await collector.store.orphans.putBack({ digest, sizeBytes, day });
    regretted.push({ digest, sizeBytes, fate: "put-back" });
  }
  return regretted;
}

function untouched({ clock, orphanGraceDays }: Collector): Date {
  return new Date(clock.now().getTime() - orphanGraceDays * DAY_MS);
}

function dayOf({ clock }: Collector, daysAgo: number): string {
  return new Date(clock.now().getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10);
}
