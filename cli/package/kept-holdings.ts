/**
 * Register, organisations, counted registers and targets in the store, `holdings/v<N>.json`: a catalogue that was thrown away comes
 * back with the numbers that people answer for. Written after every change of them.
 */
import type { Holdings } from "../../catalogue/holdings/port.ts";
import { canonicalJson } from "../../pipeline/derive.ts";
import { SohoaError } from "../../pipeline/errors.ts";
import type { Store } from "../../pipeline/store/store.ts";
import { holdingsFiles } from "./holdings-files.ts";

type Named = Pick<Store, "listNamed" | "getNamed" | "putNamed">;

/** The same holdings; what changes them leaves a new text in the store when it is done. */
export function keptHoldings(holdings: Holdings, store: Named): Holdings {
  const keeping = <A extends readonly unknown[], R>(change: (...given: A) => Promise<R>) => {
    return async (...given: A): Promise<R> => {
      const result = await change(...given);
      await keep(holdings, store);
      return result;
    };
  };
  return {
    ...holdings,
    importEntries: keeping(holdings.importEntries),
    importRows: keeping(holdings.importRows),
    undoImport: keeping(holdings.undoImport),
    setTarget: keeping(holdings.setTarget),
    removeTarget: keeping(holdings.removeTarget),
    setOrganisations: keeping(holdings.setOrganisations),
    setCounted: keeping(holdings.setCounted),
  };
}

/** The newest text of holdings, as files by name; empty where there never was one. */
export async function storedHoldings(store: Named): Promise<ReadonlyMap<string, string>> {
  const [newest = 0] = (await numbersOf(store)).slice(-1);
  const text = newest === 0 ? undefined : await store.getNamed(keyOf(newest));
  const { files } = JSON.parse(text ?? '{"files":{}}') as { readonly files: Readonly<Record<string, string>> };
  return new Map(Object.entries(files));
}

/** Two processes that change them at once take two numbers: the later one has read what both did. */
async function keep(holdings: Holdings, store: Named): Promise<void> {
  const files = Object.fromEntries((await holdingsFiles(holdings)).map(({ name, text }) => [name, text]));
  const text = canonicalJson({ v: 1, files });
  const [newest = 0] = (await numbersOf(store)).slice(-1);
  if (newest > 0 && (await store.getNamed(keyOf(newest))) === text) return;
  await store.putNamed(keyOf(newest + 1), text).catch((thrown: unknown) => {
    if (!(thrown instanceof SohoaError && thrown.code === "STORE-EXISTS")) throw thrown;
    return keep(holdings, store);
  });
}

async function numbersOf(store: Named): Promise<readonly number[]> {
  const keys = await store.listNamed("holdings/");
  return keys.map((key) => Number(/v(\d+)\.json$/.exec(key)?.[1])).sort((one, other) => one - other);
}

function keyOf(number: number): string {
  return `holdings/v${number}.json`;
}
