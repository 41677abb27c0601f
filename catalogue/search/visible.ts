/**
 * Which items a search may speak of: those whose rows were made from the publication and from the record that are current at
 * this moment, both of them public. Whatever is taken back, made internal or merely changed is out at once, before anybody
 * has looked at it.
 */
import { type RawBuilder, sql } from "kysely";
import type { ItemSummary } from "./port.ts";

/** A row of an item that may be seen. */
export interface VisibleItem {
  readonly number: number;
  readonly item_id: string;
  readonly shelfmark: string;
  readonly titles: string;
  readonly language: string;
}

/** To follow `search_item s` in a list of tables. */
export const joinCurrent: RawBuilder<unknown> = sql`
  join current p on p.subject = s.item_id and p.role = 'publication' and p.digest = s.publication
  left join current r on r.subject = s.item_id and r.role = 'record'
  left join current d on d.subject = s.item_id and d.role = 'record/draft'`;

/** The condition on these tables. */
export const isVisible: RawBuilder<boolean> = sql`s.is_public = 1 and s.described = coalesce(r.digest, d.digest, '')`;

/** The columns of {@link VisibleItem}. */
export const summaryColumns: RawBuilder<VisibleItem> = sql`s.number, s.item_id, s.shelfmark, s.titles, s.language`;

/** The row as it is handed on. */
export function summaryOf(row: VisibleItem): ItemSummary {
  return { itemId: row.item_id, shelfmark: row.shelfmark, titles: JSON.parse(row.titles), language: row.language };
}
