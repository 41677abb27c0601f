/** Whether a machine has anything left to do for an item. */
import type { Ledger } from "./ledger.ts";

/**
 * True when no task of the item is due or under way and everything of it is planned. A task that ends leaves a mark before
 * the tasks that follow it appear and the mark goes, so tasks are looked at before and after the marks.
 */
export async function isAtRest(ledger: Pick<Ledger, "stageCounts" | "pages" | "planMarks">, itemId: string): Promise<boolean> {
  if (await isAtWork(ledger, itemId)) return false;
  const pages = await ledger.pages(itemId);
  if ((await ledger.planMarks([itemId, ...pages.map((page) => page.id)])).length > 0) return false;
  return !(await isAtWork(ledger, itemId));
}

async function isAtWork(ledger: Pick<Ledger, "stageCounts">, itemId: string): Promise<boolean> {
  const counts = await ledger.stageCounts(itemId);
  return counts.some(({ state, count }) => count > 0 && (state === "pending" || state === "leased"));
}
