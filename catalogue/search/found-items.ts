/** Items that a search finds, by their text and by their description, with what they can be narrowed by. */
import { type RawBuilder, sql } from "kysely";
import type { Database, Rows } from "../database.ts";
import { candidateIds, itemNumberOf, loadPages } from "./candidates.ts";
import { asking, hasTokens, PAGES_PER_ITEM, pagesOf } from "./full-text.ts";
import { isFound, locate } from "./locate.ts";
import { type Choice, FACETS, type Facet, type FoundItem, type FoundItems, type SearchIndex } from "./port.ts";
import type { Query } from "./query.ts";
import { glyphPhrases, tokensOfDescriptionQuery, tokensOfQuery } from "./tokens.ts";
import { isVisible, joinCurrent, summaryColumns, summaryOf, type VisibleItem } from "./visible.ts";

/** Phrases are looked for on so many pages; where more come into question, the rest is taken as found. */
const MOST_VERIFIED = 1500;
const STEP = 250;
/** Values of a facet that are told. */
const MOST_VALUES = 50;

/** The part of the index that finds items. */
export function foundItemsOver(database: Database): Pick<SearchIndex, "items"> {
  return {
    items: (query, scope) =>
      database.read((rows) =>
        asking(rows, async (asked) => {
          const hits = query.terms.length === 0 ? everyItem : await hitsOf(asked, query);
          const { items, total } = await foundItems(asked, hits.from, query, scope);
          return { total, items, isCertain: hits.isCertain, facets: await facetCounts(asked, hits.from, scope.choice ?? {}) };
        }),
      ),
  };
}

/** A sub-query of (number, pages, described): which items, on how many pages, and whether the description matches. */
interface Hits {
  readonly from: RawBuilder<unknown>;
  readonly isCertain: boolean;
}

const everyItem: Hits = { from: sql`(select number, 0 as pages, 0 as described from search_item)`, isCertain: true };

async function hitsOf(rows: Rows, query: Query): Promise<Hits> {
  const described = sql`select -rowid as number, 0 as pages, 1 as described from search_text
    where ${hasTokens(rows, tokensOfDescriptionQuery(query))} and rowid < 0`;
  const { tokens, isCertain } = tokensOfQuery(query);
  const verified = isCertain ? undefined : await verifiedPages(rows, query);
  const onPages = verified
    ? rowsOf(verified)
    : sql`select rowid / ${sql.lit(PAGES_PER_ITEM)} as number, count(*) as pages, 0 as described from search_text
        where ${hasTokens(rows, tokens)} and rowid > 0 group by 1`;
  const from = sql`(select number, sum(pages) as pages, max(described) as described
    from (${described} union all select * from (${onPages}) t) u group by number)`;
  return { from, isCertain: isCertain || verified !== undefined };
}

/** Pages by item of a query that must be looked for on each page; undefined when too many come into question. */
async function verifiedPages(rows: Rows, query: Query): Promise<ReadonlyMap<number, number> | undefined> {
  const everywhere = { after: 0, upTo: Number.MAX_SAFE_INTEGER };
  const ids = await candidateIds(rows, tokensOfQuery(query).tokens, everywhere, MOST_VERIFIED + 1);
  if (ids.length > MOST_VERIFIED) return undefined;
  const pages = new Map<number, number>();
  for (let at = 0; at < ids.length; at += STEP) {
    for (const { id, page } of await loadPages(rows, ids.slice(at, at + STEP), glyphPhrases(query))) {
      if (isFound(query, page)) pages.set(itemNumberOf(id), (pages.get(itemNumberOf(id)) ?? 0) + 1);
    }
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

interface ItemRow extends VisibleItem {
  readonly pages: number;
  readonly described: number;
}

async function foundItems(
  rows: Rows,
  hits: RawBuilder<unknown>,
  query: Query,
  scope: { readonly choice?: Choice; readonly offset: number; readonly limit: number },
): Promise<Pick<FoundItems, "items" | "total">> {
  const chosen = chosenOnly(scope.choice ?? {});
  const counted = await sql<{ total: number }>`
    select count(*) as total from ${hits} h join search_item s on s.number = h.number ${joinCurrent} where ${isVisible} ${chosen}`.execute(
    rows,
  );
  const total = Number(counted.rows[0]?.total ?? 0);
  const found = await sql<ItemRow>`
    select ${summaryColumns}, h.pages as pages, h.described as described
    from ${hits} h join search_item s on s.number = h.number ${joinCurrent} where ${isVisible} ${chosen}
    order by h.described desc, h.pages desc, s.shelfmark, s.number limit ${scope.limit} offset ${scope.offset}`.execute(rows);
  const items: FoundItem[] = [];
  for (const row of found.rows) {
    const first = Number(row.pages) > 0 ? await firstPage(rows, query, row.number) : undefined;
    items.push({ ...summaryOf(row), pageCount: Number(row.pages), isDescribedSo: Number(row.described) === 1, first });
  }
  return { total, items };
}

async function firstPage(rows: Rows, query: Query, number: number): Promise<FoundItem["first"]> {
  const [from, upTo] = pagesOf(number);
  const ids = await candidateIds(rows, tokensOfQuery(query).tokens, { after: from - 1, upTo }, STEP);
  for (let at = 0; at < ids.length; at += 8) {
    for (const { item, page } of await loadPages(rows, ids.slice(at, at + 8), glyphPhrases(query))) {
      const hits = locate(query, page);
      if (hits.length > 0) return { item, page, hits };
    }
  }
  return undefined;
}

function chosenOnly(choice: Choice): RawBuilder<unknown> {
  const conditions = FACETS.flatMap((facet) => {
    const values = (choice[facet] ?? []).map((value) => value.replaceAll("\0", " "));
    if (values.length === 0) return [];
    return [
      sql` and exists (select 1 from search_facet f where f.item_number = s.number and f.facet = ${facet}
      and f.value in (${sql.join(values)}))`,
    ];
  });
  return sql.join(conditions, sql` `);
}

async function facetCounts(rows: Rows, hits: RawBuilder<unknown>, choice: Choice): Promise<FoundItems["facets"]> {
  const counts: Partial<Record<Facet, FoundItems["facets"][Facet]>> = {};
  for (const facet of FACETS) {
    const { [facet]: _own, ...others } = choice;
    const { rows: found } = await sql<{ value: string; count: number }>`
      select f.value as value, count(*) as count from search_facet f join ${hits} h on h.number = f.item_number
      join search_item s on s.number = h.number ${joinCurrent} where ${isVisible} and f.facet = ${facet} ${chosenOnly(others)}
      group by f.value order by 2 desc, 1 limit ${MOST_VALUES}`.execute(rows);
    counts[facet] = found.map(({ value, count }) => ({ value, count: Number(count) }));
  }
  return counts as FoundItems["facets"];
}
