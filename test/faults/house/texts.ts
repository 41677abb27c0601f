/** Texts in place of scans, and what an undisturbed run makes of them. */
import { reconcileOnce } from "../../../pipeline/reconcile.ts";
import { openToyHouse, type ToyHouse } from "../../fixtures/toy-house.ts";
import type { Batches } from "./place.ts";

/** One batch of so many pages, each with a text of its own. */
export function batchOf(item: string, pages: number): Readonly<Record<string, string>> {
  const names = Array.from({ length: pages }, (_, at) => `${item}-${String(at + 1).padStart(4, "0")}.txt`);
  return Object.fromEntries(names.map((name) => [name, `text of ${name}`]));
}

/** What is current after a run that nobody disturbed. */
export async function undisturbed(batches: Batches): Promise<readonly string[]> {
  const calm = await openToyHouse();
  try {
    for (const [item, texts] of Object.entries(batches)) await calm.add(texts, undefined, item);
    await calm.settle(Object.keys(batches));
    return await calm.digests(Object.keys(batches));
  } finally {
    await calm.close();
  }
}

/** Everything that a disturbed house must show in the end, as one value to compare. */
export async function outcomeOf(house: ToyHouse, batches: Batches) {
  // What a process left unsaid when it ended is the next reconciler's.
  await reconcileOnce(house);
  const { findings, pages } = await house.fsck();
  return { digests: await house.digests(Object.keys(batches)), findings, pages };
}

/** The value that `outcomeOf` must equal. */
export async function expectedOutcome(batches: Batches) {
  const pages = Object.values(batches).reduce((sum, texts) => sum + Object.keys(texts).length, 0);
  return { digests: await undisturbed(batches), findings: [], pages };
}

/** Derivations of these items that were recorded as made more than once: there must be none, whoever worked twice. */
export async function madeTwice(house: ToyHouse, items: readonly string[]): Promise<readonly string[]> {
  const events = (await Promise.all(items.map((item) => house.ledger.events(item)))).flat();
  const made = events.filter(({ outcome }) => outcome === "made").map(({ derivation, subject }) => `${derivation} ${subject}`);
  return made.filter((each, at) => made.indexOf(each) !== at);
}
