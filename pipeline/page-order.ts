/** The order of an item's pages when more files arrive. Pure. */
import type { SubjectId } from "./ledger-rows.ts";

/**
 * A delivery of the whole book is in the order it should have. A delivery of a part, such as a rescan of one page, moves
 * no page that is listed: new pages go behind the page they were delivered behind, else before the one they were
 * delivered before, else to the end.
 * @param listed pages of the closed page list, in order; empty when there is none yet
 * @param known all pages of the item, in the order of their arrival
 * @param delivered pages of this delivery, in order; those that are not known were refused
 */
export function pageOrder(
  listed: readonly SubjectId[],
  known: readonly SubjectId[],
  delivered: readonly SubjectId[],
): readonly SubjectId[] {
  const isKnown = new Set(known);
  const arriving = [...new Set(delivered)].filter((id) => isKnown.has(id));
  const isArriving = new Set(arriving);
  const isListed = new Set(listed);
  if (listed.every((id) => isArriving.has(id))) return [...known.filter((id) => !isArriving.has(id)), ...arriving];
  const order = [...listed, ...known.filter((id) => !isListed.has(id) && !isArriving.has(id))];
  for (const [index, id] of arriving.entries()) {
    if (isListed.has(id)) continue;
    const before = arriving[index - 1];
    const after = arriving.slice(index + 1).find((each) => isListed.has(each));
    if (before !== undefined) order.splice(order.indexOf(before) + 1, 0, id);
    else if (after !== undefined) order.splice(order.indexOf(after), 0, id);
    else order.push(id);
  }
  return order;
}
