/** Pages that have the tokens of a query, in order, with what is needed to look for the query on them. */
import { sql } from "kysely";
import type { SearchPage } from "../../pipeline/search-page.ts";
import type { Database, Rows } from "../database.ts";
import {
  asking,
  containsAll,
  EVERYWHERE,
  hasTokens,
  inStretch,
  isPostgres,
  PAGES_PER_ITEM,
  pagesOf,
  type Stretch,
} from "./full-text.ts";
import type { ItemSummary } from "./port.ts";
import type { Query } from "./query.ts";
import { type AskedToken, conditionFor } from "./tokens.ts";
import { isVisible, joinCurrent, summaryColumns, summaryOf, type VisibleItem } from "./visible.ts";

/** A sample is of one page in this many, or of fewer. */
const FEW_PAGES = 4;

/** A page that may have the query. */
export interface Candidate {
  readonly id: number;
  readonly item: ItemSummary;
  readonly page: SearchPage;
  /** The page's place in the item, from 1. */
  readonly ordinal: number;
}

/** The rows of one item, or of all; undefined when there is no such item. */
export async function stretchOf(database: Database, item: string | undefined, after = 0): Promise<Stretch | undefined> {
  if (item === undefined) return { ...EVERYWHERE, after: Math.max(0, after) };
  // No text with a NUL is kept, and PostgreSQL does not even bear the question.
  if (item.includes("\0")) return undefined;
  const row = await database.read((rows) =>
    rows.selectFrom("search_item").select("number").where("item_id", "=", item).executeTakeFirst(),
  );
  if (!row) return undefined;
  const [from, upTo] = pagesOf(row.number);
  return { after: Math.max(from - 1, after), upTo };
}

/** Row numbers in order. Whether their items may be seen is not looked at here. */
export async function candidateIds(rows: Rows, tokens: readonly AskedToken[], within: Stretch, limit: number): Promise<number[]> {
  // Over PostgreSQL the index of tokens is asked first and as a whole: it cannot give rows in order.
  const found = isPostgres(rows)
    ? sql<{ rowid: number }>`with found as materialized (
        select rowid from search_text where ${hasTokens(rows, tokens)} and ${inStretch(rows, within)}
      ) select rowid from found order by rowid limit ${limit}`
    : sql<{ rowid: number }>`
        select rowid from search_text where ${hasTokens(rows, tokens)} and ${inStretch(rows, within)}
        order by rowid limit ${limit}`;
  return (await found.execute(rows)).rows.map((row) => row.rowid);
}

/** So many row numbers spread over all that have the tokens, the same ones each time. */
export async function spreadIds(rows: Rows, tokens: readonly AskedToken[], within: Stretch, limit: number): Promise<number[]> {
  const found = await sql<{ rowid: number }>`
    select rowid from search_text where ${hasTokens(rows, tokens)} and ${inStretch(rows, within)}
    order by (rowid * 7919) % 1000003, rowid limit ${limit}`.execute(rows);
  return found.rows.map((row) => row.rowid);
}

/**
 * So many row numbers of pages spread over the items, whatever is on them; the same ones each time. None where there are so few
 * pages that asking all of them is quick.
 */
export async function sampledIds(rows: Rows, item: string | undefined, limit: number): Promise<number[]> {
  const { rows: items } = await sql<{ number: number; page_count: number }>`
    select number, page_count from search_item where is_public = 1 and page_count > 0
    ${item === undefined ? sql`` : sql`and item_id = ${item}`}
    order by (number * 7919) % 1000003, number limit ${limit}`.execute(rows);
  const pageCount = items.reduce((sum, { page_count: pages }) => sum + pages, 0);
  if (pageCount < limit * FEW_PAGES) return [];
  const each = Math.ceil(limit / items.length);
  return items
    .flatMap(({ number, page_count: pages }) => {
      const wanted = Math.min(each, pages);
      return Array.from({ length: wanted }, (_, at) => number * PAGES_PER_ITEM + 1 + Math.floor((at * pages) / wanted));
    })
    .slice(0, limit);
}

/** The next pages that may have the query. `last` is the row number to go on after; undefined when there are no more. */
export async function candidates(
  database: Database,
  query: Query,
  within: Stretch,
  limit: number,
): Promise<{ readonly found: readonly Candidate[]; readonly last: number | undefined }> {
  const { tokens, phrases } = conditionFor(query);
  if (tokens.length === 0) return { found: [], last: undefined };
  return await database.read(async (rows) => {
    const ids = await asking(rows, (asked) => candidateIds(asked, tokens, within, limit));
    const found = await loadPages(rows, ids, phrases);
    return { found, last: ids.length < limit ? undefined : ids.at(-1) };
  });
}

/** Those of the pages that may be seen and whose folded text contains all phrases, in order. */
export async function loadPages(rows: Rows, ids: readonly number[], phrases: readonly string[]): Promise<readonly Candidate[]> {
  if (ids.length === 0) return [];
  const { rows: items } = await sql<VisibleItem>`
    select ${summaryColumns} from search_item s ${joinCurrent} where ${isVisible} and s.number in (${sql.join([...new Set(ids.map(itemNumberOf))])})`.execute(
    rows,
  );
  const byNumber = new Map(items.map((row) => [row.number, summaryOf(row)]));
  const visible = ids.filter((id) => byNumber.has(itemNumberOf(id)));
  if (visible.length === 0) return [];
  const { rows: pages } = await sql<{ id: number; page: string }>`
    select id, page from search_page where id in (${sql.join(visible)}) ${containsAll(phrases)} order by id`.execute(rows);
  return pages.map(({ id, page }) => ({
    id,
    item: byNumber.get(itemNumberOf(id)) as ItemSummary,
    page: JSON.parse(page) as SearchPage,
    ordinal: id % PAGES_PER_ITEM,
  }));
}

/** The number of the item that a page's row number belongs to. */
export function itemNumberOf(id: number): number {
  return Math.floor(id / PAGES_PER_ITEM);
}
