/** Puts the catalogue back from the descriptions in the store (`items/`), oldest version first. */
import { descriptionKey } from "./describe-item.ts";
import type { Ledger } from "./ledger.ts";
import type { ItemDescription } from "./ledger-rows.ts";
import type { Store } from "./store/store.ts";

/** What was found and restored. */
export interface Rebuilt {
  readonly items: number;
  readonly versions: number;
  /** Artifacts a description names and the store does not hold. */
  readonly missing: readonly string[];
}

/** Restore every item into an empty catalogue. */
export async function rebuild(ledger: Ledger, store: Store, onItem: (itemId: string) => void = () => {}): Promise<Rebuilt> {
  const byItem = versionsByItem(await store.listNamed("items/"));
  const missing: string[] = [];
  let versions = 0;
  for (const [itemId, numbers] of byItem) {
    let newest: ItemDescription | undefined;
    for (const number of numbers) {
      newest = JSON.parse((await store.getNamed(descriptionKey(itemId, number))) ?? "null") as ItemDescription;
      await ledger.restore(newest);
      versions += 1;
    }
    for (const { artifact } of newest?.current ?? []) {
      if (!(await store.stat(artifact.digest))) missing.push(artifact.digest);
    }
    onItem(itemId);
  }
  return { items: byItem.size, versions, missing };
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
