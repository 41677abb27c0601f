/** Keeping the index: what is due, and the rows of an item. */
import { randomUUID } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { sql } from "kysely";
import type { SearchPage } from "../../pipeline/search-page.ts";
import type { Change, Database } from "../database.ts";
import { describedTokens, facetsOf } from "./description.ts";
import { flowsOf } from "./flows.ts";
import { deleteTokens, insertTokens, PAGES_PER_ITEM, pagesOf } from "./full-text.ts";
import type { DueItem, IndexedItem, SearchIndex } from "./port.ts";
import { foldedText, TOKENS_VERSION, tokensOfFlows } from "./tokens.ts";

/** Pages a transaction takes: others who write wait no longer than for these. */
const PAGES_AT_ONCE = 32;

type Upkeep = Pick<SearchIndex, "due" | "put" | "hide" | "clear" | "size">;

/** The part of the index that writes. */
export function upkeepOver(database: Database): Upkeep {
  return {
    due: (limit) => dueItems(database, limit),

    async put(item, pages) {
      const keeper = randomUUID();
      const number = await database.change((change) => begin(change, item, keeper));
      let ordinal = 0;
      for await (const some of inChunks(pages)) {
        const from = ordinal;
        const isMine = await database.change((change) => addPages(change, { number, keeper }, from, some));
        if (!isMine) return false;
        ordinal += some.length;
        // Over SQLite nothing here waits for the world outside, and other work of this process must have its turn.
        await turn();
      }
      return await database.change((change) => finish(change, item, { number, keeper }, ordinal));
    },

    hide: (item) =>
      database.change(async (change) => {
        const number = await begin(change, item, "");
        if (item.publication === undefined) await change.deleteFrom("search_item").where("number", "=", number).execute();
        else await change.updateTable("search_item").set(seenOf(item)).where("number", "=", number).execute();
      }),

    async clear() {
      const rows = await database.read((read) => read.selectFrom("search_item").select(["number"]).execute());
      for (const { number } of rows) {
        await database.change(async (change) => {
          await dropRows(change, number);
          await change.deleteFrom("search_item").where("number", "=", number).execute();
        });
      }
    },

    size: () =>
      database.read(async (rows) => {
        const { rows: found } = await sql<{ items: number; pages: number }>`
          select count(*) as items, coalesce(sum(page_count), 0) as pages from search_item where is_public = 1`.execute(rows);
        return { items: Number(found[0]?.items ?? 0), pages: Number(found[0]?.pages ?? 0) };
      }),
  };
}

async function dueItems(database: Database, limit: number): Promise<readonly DueItem[]> {
  const found = await database.read((rows) =>
    sql<{ item_id: string; publication: string | null; described: string | null }>`
      select i.id as item_id, p.digest as publication, coalesce(r.digest, d.digest) as described
      from item i
      left join current p on p.subject = i.id and p.role = 'publication'
      left join current r on r.subject = i.id and r.role = 'record'
      left join current d on d.subject = i.id and d.role = 'record/draft'
      left join search_item s on s.item_id = i.id
      where (p.digest is null and s.item_id is not null)
        or (p.digest is not null and (s.item_id is null or s.publication <> p.digest
          or s.described <> coalesce(r.digest, d.digest, '') or s.tokens_version <> ${TOKENS_VERSION}))
      order by 1 limit ${limit}`.execute(rows),
  );
  return found.rows.map((row) => ({
    itemId: row.item_id,
    publication: row.publication ?? undefined,
    described: row.described ?? undefined,
  }));
}

interface Keeping {
  readonly number: number;
  /** Who makes these rows; another one who begins takes over. */
  readonly keeper: string;
}

/** Hide the item, drop its rows, and note who makes them anew. Returns the item's number. */
async function begin(change: Change, item: DueItem, keeper: string): Promise<number> {
  const blank = { publication: "", described: "", tokens_version: 0, keeper, is_public: 0, page_count: 0 };
  const { number } = await change
    .insertInto("search_item")
    .values({ item_id: item.itemId, ...blank, shelfmark: "", titles: "[]", language: "" })
    .onConflict((conflict) => conflict.column("item_id").doUpdateSet(blank))
    .returning("number")
    .executeTakeFirstOrThrow();
  await dropRows(change, number);
  return number;
}

async function dropRows(change: Change, number: number): Promise<void> {
  const [from, to] = pagesOf(number);
  await deleteTokens(change, number);
  await change.deleteFrom("search_page").where("id", ">=", from).where("id", "<=", to).execute();
  await change.deleteFrom("search_facet").where("item_number", "=", number).execute();
}

/** False when these rows are another keeper's now. */
async function addPages(change: Change, mine: Keeping, from: number, pages: readonly SearchPage[]): Promise<boolean> {
  const { numUpdatedRows } = await change
    .updateTable("search_item")
    .set({ page_count: from + pages.length })
    .where("number", "=", mine.number)
    .where("keeper", "=", mine.keeper)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  for (const [index, page] of pages.entries()) {
    const id = mine.number * PAGES_PER_ITEM + from + index + 1;
    const flows = flowsOf(page);
    await change
      .insertInto("search_page")
      .values({ id, folded: foldedText(flows), page: JSON.stringify(page) })
      .execute();
    await insertTokens(change, id, tokensOfFlows(flows));
  }
  return true;
}

async function finish(change: Change, item: IndexedItem, mine: Keeping, pageCount: number): Promise<boolean> {
  const { shelfmark, record } = item;
  const { numUpdatedRows } = await change
    .updateTable("search_item")
    .set({
      ...seenOf(item),
      is_public: 1,
      shelfmark,
      titles: JSON.stringify(record.titles),
      language: record.language,
      page_count: pageCount,
    })
    .where("number", "=", mine.number)
    .where("keeper", "=", mine.keeper)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await insertTokens(change, -mine.number, describedTokens(shelfmark, record));
  const facets = facetsOf(record).map(({ facet, value }) => ({ item_number: mine.number, facet, value }));
  if (facets.length > 0) await change.insertInto("search_facet").values(facets).execute();
  return true;
}

function seenOf({ publication = "", described = "" }: DueItem) {
  return { publication, described, tokens_version: TOKENS_VERSION };
}

async function* inChunks(pages: AsyncIterable<SearchPage> | Iterable<SearchPage>): AsyncGenerator<readonly SearchPage[]> {
  let chunk: SearchPage[] = [];
  for await (const page of pages) {
    chunk.push(page);
    if (chunk.length < PAGES_AT_ONCE) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
