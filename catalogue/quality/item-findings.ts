/**
 * What only the whole item shows: shots taken twice, leaves missing, pages that differ from the others. Pure, computed when
 * asked and never stored: it changes with every page. It accuses nobody: a book may lack a leaf, a cover may be smaller.
 */
import { duplicateFindings } from "./duplicates.ts";
import type { ItemFacts, ItemFinding } from "./item-facts.ts";
import { orderFindings } from "./leaf-order.ts";
import { missingFindings } from "./missing-leaves.ts";
import { uniformityFindings } from "./uniformity.ts";

/** Everything an item shows, in the order duplicates, missing leaves, leaves out of order, differences. */
export function itemFindings(item: ItemFacts): readonly ItemFinding[] {
  return [
    ...duplicateFindings(item.pages),
    ...missingFindings(item),
    ...orderFindings(item.pages),
    ...uniformityFindings(item.pages),
  ];
}
