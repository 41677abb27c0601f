/** Whether the catalogue can be asked what is needed: a restored or strange one does not know what the store holds. */
import { InputError } from "../errors.ts";
import type { Ledger } from "../ledger.ts";
import type { Store } from "../store/store.ts";

/**
 * Refuse a catalogue that knows less of an item than the store's descriptions do, as one that was restored from an old backup
 * or belongs to another library: what it does not name may be needed all the same.
 * @throws {InputError} GC-BEHIND
 */
export async function refuseCatalogueBehind(ledger: Pick<Ledger, "items">, store: Pick<Store, "listNamed">): Promise<void> {
  const versions = new Map((await ledger.items()).map(({ id, version }) => [id, version]));
  for (const key of await store.listNamed("items/")) {
    const [, item, number] = /^items\/([^/]+)\/v(\d+)\.json$/.exec(key) ?? [];
    if (item === undefined || Number(number) <= (versions.get(item) ?? -1)) continue;
    throw new InputError({ code: "GC-BEHIND", subject: item, facts: { stored: Number(number), known: versions.get(item) ?? 0 } });
  }
}
