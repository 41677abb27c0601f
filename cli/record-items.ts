/** The items that a command about records is given. */
import { InputError } from "../pipeline/errors.ts";
import type { ItemRow } from "../pipeline/ledger-rows.ts";
import type { Services } from "./compose.ts";
import { findItem } from "./standing.ts";

/** The items named, or all. @throws {InputError} ITEM-UNKNOWN; RECORD-WHICH when neither is asked for. */
export async function chosenItems(services: Services, ids: readonly string[], isAll: boolean): Promise<readonly ItemRow[]> {
  if (isAll) return await services.ledger.items();
  if (ids.length === 0) throw new InputError({ code: "RECORD-WHICH", exit: "usage" });
  return await Promise.all(ids.map(async (id) => await findItem(services, id)));
}
