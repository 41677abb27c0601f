/** Puts the catalogue back from the descriptions in the store (`items/`), oldest version first. */
import type { ItemDescription, Ledger } from "./ledger.ts";
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
  const keys = await store.listNamed("items/");
  const byItem = new Map<string, number[]>();
  for (const key of keys) {
    const match = /^items\/([^/]+)\/v(\d+)\.json$/.exec(key);
    if (match?.[1]) byItem.set(match[1], [...(byItem.get(match[1]) ?? []), Number(match[2])]);
  }
  const missing: string[] = [];
  let versions = 0;
  for (const [itemId, found] of byItem) {
    for (const version of found.sort((a, b) => a - b)) {
      const text = await store.getNamed(`items/${itemId}/v${version}.json`);
      if (text === undefined) continue;
      const description = JSON.parse(text) as ItemDescription;
      await ledger.restore(description);
      versions += 1;
      if (version !== found.at(-1)) continue;
      for (const { artifact } of description.current) if (!(await store.stat(artifact.digest))) missing.push(artifact.digest);
    }
    onItem(itemId);
  }
  return { items: byItem.size, versions, missing };
}
