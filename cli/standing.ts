/** Gathers the evidence of an item's standing from the ledger. */
import { ROLES, type Role } from "../pipeline/artifact.ts";
import { type Standing, standingOf } from "../pipeline/completeness.ts";
import { InputError } from "../pipeline/errors.ts";
import type { ItemRow } from "../pipeline/ledger.ts";
import type { Services } from "./compose.ts";

const PAGE_ROLES = Object.entries(ROLES)
  .filter(([, role]) => role.of === "page")
  .map(([name]) => name as Role);
const ITEM_ROLES = Object.entries(ROLES)
  .filter(([, role]) => role.of === "item")
  .map(([name]) => name as Role);

/** The standing of one item, from rows as they are now. */
export async function standing(services: Pick<Services, "ledger" | "workflow">, item: ItemRow): Promise<Standing> {
  const { ledger, workflow } = services;
  const pagesWith = new Map<Role, number>();
  for (const role of PAGE_ROLES) pagesWith.set(role, await ledger.countCurrent(item.id, role));
  const itemHas = new Set<Role>();
  for (const role of ITEM_ROLES) if (await ledger.current(item.id, role)) itemHas.add(role);
  const pages = pagesWith.get("image/master") ?? 0;
  return standingOf(workflow, { pages, paused: item.paused, counts: await ledger.stageCounts(item.id), pagesWith, itemHas });
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
