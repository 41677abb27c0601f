/** The items behind the minutes that people worked. */
import { daysBefore } from "../../../../catalogue/progress/burn-up.ts";
import type { WorkKind } from "../../../../catalogue/work-log/port.ts";
import type { Workroom } from "../workroom.ts";
import type { Figures } from "./figures.ts";
import type { ListRow } from "./lists-behind.ts";

/** Items with the minutes that people spent on them in the weeks of the report, most first; one row an item and kind of work. */
export async function minuteRows(
  { workLog, ledger }: Workroom,
  { date, report }: Figures,
): Promise<readonly (ListRow & { readonly kind: WorkKind })[]> {
  const { weeks } = report.work.people;
  const span = { from: daysBefore(weeks[0] ?? date, 6), until: daysBefore(date, -1) };
  const [sums, items] = await Promise.all([workLog.workByItem(span), ledger.items()]);
  const shelfmarks = new Map(items.map(({ id, shelfmark }) => [id, shelfmark]));
  return sums.map(({ itemId, kind, seconds }) => ({
    ...{ key: shelfmarks.get(itemId) ?? itemId, label: "", item: shelfmarks.has(itemId) ? itemId : null, kind },
    count: Math.round(seconds / 6) / 10,
  }));
}
