/** Takes over into the catalogue what the store tells and the catalogue does not know; nothing in the store is changed. */
import { type Rebuilt, rebuild } from "../../pipeline/rebuild.ts";
import { settlePublications } from "../../pipeline/settle-publications.ts";
import type { Services } from "../compose.ts";
import { type HoldingsTaken, takeHoldings } from "../import/holdings.ts";
import { storedHoldings } from "../package/kept-holdings.ts";
import { storedSettings } from "../package/kept-settings.ts";

/** Items with their texts and record desks, the log of publications, settings, register and targets. */
export async function adoptFromStore(
  services: Services,
  onItem?: (itemId: string) => void,
): Promise<Rebuilt & { readonly lists: HoldingsTaken }> {
  const rebuilt = await rebuild(services.ledger, services.store, services.texts, onItem, services.recordVersions);
  await services.settings.restore(await storedSettings(services.store));
  await settlePublications(services);
  return { ...rebuilt, lists: await takeHoldings(services, await storedHoldings(services.store)) };
}
