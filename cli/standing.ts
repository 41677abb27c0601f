/** Gathers the evidence of an item's standing from the ledger. */
import { type Standing, standingOf } from "../pipeline/completeness.ts";
import { InputError } from "../pipeline/errors.ts";
import type { ItemRow, Tally } from "../pipeline/ledger-rows.ts";
import type { Step } from "../pipeline/stage.ts";
import type { Services } from "./compose.ts";

/** Of an item without pages and tasks. */
export const NOTHING: Tally = { having: new Map(), counts: [], toRescan: 0 };

/** The standing of one item, from rows as they are now. */
export async function standing(services: Pick<Services, "ledger" | "workflow">, item: ItemRow): Promise<Standing> {
  return standingIn(services.workflow, item, await services.ledger.tallies(item.id));
}

/** The standing of one of many items that were counted together. */
export function standingIn(workflow: readonly Step[], item: ItemRow, tallies: ReadonlyMap<string, Tally>): Standing {
  return standingOf(workflow, { paused: item.paused, ...(tallies.get(item.id) ?? NOTHING) });
}

/** The item that a batch id or item id names. @throws {InputError} ITEM-UNKNOWN, with what there is. */
export async function findItem(services: Pick<Services, "ledger">, id: string): Promise<ItemRow> {
  const batch = await services.ledger.batch(id);
  const item = await services.ledger.item(batch?.itemId ?? id);
  if (item) return item;
  const known = (await services.ledger.items())
    .slice(0, 8)
    .map((each) => each.id)
    .join(", ");
  throw new InputError({ code: "ITEM-UNKNOWN", subject: id, facts: { known: known || "–" } });
}
