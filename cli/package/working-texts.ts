/** What people are correcting and describing, as files that travel with packages: every version, brought into the store first. */
import { isSettledDesk, settleDesks } from "../../pipeline/desk-settle.ts";
import { isSettledText, settleTexts } from "../../pipeline/text-version-settle.ts";
import type { Services } from "../compose.ts";

/** The folder of a package that they stand in. */
export const WORKING_FOLDER = "working";

/** The working texts and the record desk of an item as the store keeps them, by name. */
export async function workingTexts(
  { store, texts, recordVersions, clock }: Services,
  itemId: string,
): Promise<ReadonlyMap<string, string>> {
  await settleTexts(store, texts, 0);
  await settleDesks(store, recordVersions, clock.now().toISOString());
  const keys = (await store.listNamed(`items/${itemId}/`)).filter((key) => isSettledText(key) || isSettledDesk(key));
  const found = new Map<string, string>();
  for (const key of keys) {
    const text = await store.getNamed(key);
    if (text !== undefined) found.set(key.slice(key.lastIndexOf("/") + 1), text);
  }
  return found;
}
