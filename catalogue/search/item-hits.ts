/** Which items have a query, on how many pages, and whether their description matches it. */
import { type RawBuilder, sql } from "kysely";
import type { Rows } from "../database.ts";
import { candidateIds, itemNumberOf, loadPages } from "./candidates.ts";
import { containsAll, EVERYWHERE, hasTokens, inStretch, PAGES_PER_ITEM } from "./full-text.ts";
import { isFound } from "./locate.ts";
import type { Query } from "./query.ts";
import { conditionFor, tokensOfDescriptionQuery } from "./tokens.ts";

/** What tokens cannot tell is looked for on so many pages; where more come into question, they are taken as found. */
const MOST_VERIFIED = 150;

/** A query of (number, pages, described), each number once. Whether the items may be seen is not asked here. */
export interface ItemHits {
  readonly from: RawBuilder<unknown>;
  /** False when pages are counted that were not looked at. */
  readonly isCertain: boolean;
}

/** All items. */
export const everyItem: ItemHits = { from: sql`select number, 0 as pages, 0 as described from search_item`, isCertain: true };

/** Items for a query with terms. */
export async function hitsOf(rows: Rows, query: Query): Promise<ItemHits> {
  const described = sql`select -rowid as number, 0 as pages, 1 as described from search_text
    where ${hasTokens(rows, tokensOfDescriptionQuery(query))} and rowid < 0`;
  const { tokens, phrases, isSufficient } = conditionFor(query);
  const verified = isSufficient ? undefined : await verifiedPages(rows, query);
  const contained = phrases.length === 0 ? sql`` : sql`join search_page g on g.id = search_text.rowid ${containsAll(phrases)}`;
  const onPages = verified
    ? rowsOf(verified)
    : sql`select search_text.rowid / ${sql.lit(PAGES_PER_ITEM)} as number, count(*) as pages, 0 as described
        from search_text ${contained} where ${hasTokens(rows, tokens)} and ${inStretch(rows, EVERYWHERE)} group by 1`;
  const from = sql`select number, sum(pages) as pages, max(described) as described
    from (${described} union all select * from (${onPages}) t) u group by number`;
  return { from, isCertain: isSufficient || verified !== undefined };
}

/** Pages by item of a query that must be looked for on each page; undefined when too many come into question. */
async function verifiedPages(rows: Rows, query: Query): Promise<ReadonlyMap<number, number> | undefined> {
  const { tokens, phrases } = conditionFor(query);
  const ids = await candidateIds(rows, tokens, EVERYWHERE, MOST_VERIFIED + 1);
  if (ids.length > MOST_VERIFIED) return undefined;
  const pages = new Map<number, number>();
  for (const { id, page } of await loadPages(rows, ids, phrases)) {
    if (isFound(query, page)) pages.set(itemNumberOf(id), (pages.get(itemNumberOf(id)) ?? 0) + 1);
  }
  return pages;
}

function rowsOf(pages: ReadonlyMap<number, number>): RawBuilder<unknown> {
  if (pages.size === 0) return sql`select number, 0 as pages, 0 as described from search_item where 1 = 0`;
  const rows = [...pages].map(
    ([number, count]) => sql`select ${sql.lit(number)} as number, ${sql.lit(count)} as pages, 0 as described`,
  );
  return sql.join(rows, sql` union all `);
}
