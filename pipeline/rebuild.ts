/**
 * Puts the catalogue back from the descriptions in the store (`items/`), oldest version first: all of it into an empty one, what
 * is newer into one that is behind the store because it was restored from an older copy.
 */

import { descriptionKey } from "./describe-item.ts";
import { type DeskRestorer, isSettledDesk, settledDesks } from "./desk-settle.ts";
import type { Ledger } from "./ledger.ts";
import type { ItemDescription } from "./ledger-rows.ts";
import { restoreEvidence } from "./restore-evidence.ts";
import type { Store } from "./store/store.ts";
import type { RestoredText } from "./text-version.ts";
import { isSettledText, settledTexts } from "./text-version-settle.ts";

/** What was found and restored. */
export interface Rebuilt {
  /** Items of which the store told something that the catalogue did not know. */
  readonly items: readonly string[];
  readonly versions: number;
  /** Versions of working texts. */
  readonly textVersions: number;
  /** Artifacts a description names and the store does not hold. */
  readonly missing: readonly string[];
}

/** Where working texts go. */
export interface TextRestorer {
  restore(text: RestoredText): Promise<void>;
}

/**
 * Restore every item, with the texts that people were correcting and the records they were writing. A version that the catalogue
 * has already is not told again: what was made since it was described is known here only.
 */
export async function rebuild(
  ledger: Ledger,
  store: Store,
  texts: TextRestorer,
  onItem: (itemId: string) => void = () => {},
  desks?: DeskRestorer,
): Promise<Rebuilt> {
  const keys = await store.listNamed("items/");
  const known = new Map((await ledger.items()).map(({ id, version }) => [id, version]));
  const items: string[] = [];
  const missing: string[] = [];
  let [versions, textVersions] = [0, 0];
  for (const [itemId, numbers] of versionsByItem(keys)) {
    let newest: ItemDescription | undefined;
    for (const number of numbers.filter((each) => each > (known.get(itemId) ?? -1))) {
      newest = JSON.parse((await store.getNamed(descriptionKey(itemId, number))) ?? "null") as ItemDescription;
      await ledger.restore(newest);
      versions += 1;
    }
    for (const { artifact } of newest?.current ?? []) {
      if (!(await store.stat(artifact.digest))) missing.push(artifact.digest);
    }
    const settled = keys.filter((key) => key.startsWith(`items/${itemId}/`) && isSettledText(key));
    for (const text of await settledTexts(store, settled)) {
      await texts.restore(text);
      textVersions += text.versions.length;
    }
    await restoreDesk(store, keys, itemId, desks);
    if (!newest) continue;
    await restoreEvidence(ledger, store, newest);
    items.push(itemId);
    onItem(itemId);
  }
  return { items, versions, textVersions, missing };
}

async function restoreDesk(
  store: Store,
  keys: readonly string[],
  itemId: string,
  desks: DeskRestorer | undefined,
): Promise<void> {
  if (!desks) return;
  const own = keys.filter((key) => key.startsWith(`items/${itemId}/`) && isSettledDesk(key));
  for (const desk of await settledDesks(store, own)) await desks.restore(desk);
}

function versionsByItem(keys: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const byItem = new Map<string, number[]>();
  for (const key of keys) {
    const [, itemId, number] = /^items\/([^/]+)\/v(\d+)\.json$/.exec(key) ?? [];
    if (itemId)
      byItem.set(
        itemId,
        [...(byItem.get(itemId) ?? []), Number(number)].sort((a, b) => a - b),
      );
  }
  return byItem;
}
