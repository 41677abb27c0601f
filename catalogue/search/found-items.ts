/** Items that a search finds, by their text and by their description, with what they can be narrowed by. */
import { type RawBuilder, sql } from "kysely";
import type { Database, Rows } from "../database.ts";
import { candidateIds, loadPages } from "./candidates.ts";
import { asking, pagesOf } from "./full-text.ts";
import { everyItem, hitsOf } from "./item-hits.ts";
import { locate } from "./locate.ts";
import { type Choice, FACETS, type Facet, type FoundItem, type FoundItems, type SearchIndex } from "./port.ts";
import type { Query } from "./query.ts";
import { conditionFor } from "./tokens.ts";
import { isVisible, joinCurrent, summaryColumns, summaryOf, type VisibleItem } from "./visible.ts";

/** Pages of an item that are looked at for one to show. */
const STEP = 32;
/** Values of a facet that are told. */
const MOST_VALUES = 50;

/** The part of the index that finds items. */
export function foundItemsOver(database: Database): Pick<SearchIndex, "items"> {
  return {
    items: (query, { choice = {}, offset, limit }) =>
      database.read((rows) =>
        asking(rows, async (asked) => {
          const { from, isCertain } = query.terms.length === 0 ? everyItem : await hitsOf(asked, query);
          const told = (await tellOf(from, choice, offset, limit).execute(asked)).rows;
          const items = await shown(asked, query, told);
          const total = told.find((row) => row.kind === "total")?.count ?? 0;
          return { total: Number(total), items, isCertain, facets: facetsIn(told) };
        }),
      ),
  };
}

/** A row of the one answer: an item with its pages, the number of items, or a value of a facet with its items. */
interface Told {
  readonly kind: "item" | "total" | Facet;
  readonly value: string;
  readonly count: number;
  readonly number: number;
  readonly described: number;
}

/** One statement, so that the full text is asked once. */
function tellOf(hits: RawBuilder<unknown>, choice: Choice, offset: number, limit: number): RawBuilder<Told> {
  const facets = FACETS.map((facet) => {
    const { [facet]: _own, ...others } = choice;
    return sql`
      select * from (select ${sql.lit(facet)} as kind, f.value as value, count(*) as count, 0 as number, 0 as described
        from seen s join search_facet f on f.item_number = s.number and f.facet = ${sql.lit(facet)} ${chosenOnly(others)}
        group by f.value order by count(*) desc, f.value limit ${MOST_VALUES}) ${sql.ref(`of_${facet}`)}`;
  });
  const chosen = sql`from seen s where 1 = 1 ${chosenOnly(choice)}`;
  return sql<Told>`
    with hit as materialized (${hits}),
    seen as materialized (
      select s.number, s.shelfmark, h.pages, h.described
      from hit h join search_item s on s.number = h.number ${joinCurrent} where ${isVisible})
    select * from (select 'item' as kind, s.shelfmark as value, s.pages as count, s.number as number, s.described as described
      ${chosen} order by s.described desc, s.pages desc, s.shelfmark, s.number limit ${limit} offset ${offset}) items
    union all select 'total', '', count(*), 0, 0 ${chosen}
    union all ${sql.join(facets, sql` union all `)}`;
}

/** To follow a condition on `s`. */
function chosenOnly(choice: Choice): RawBuilder<unknown> {
  const conditions = FACETS.flatMap((facet) => {
    // No text with a NUL is kept, and PostgreSQL does not even bear the question.
    const values = (choice[facet] ?? []).map((value) => value.replaceAll("\0", " "));
    if (values.length === 0) return [];
    return [
      sql` and exists (select 1 from search_facet c where c.item_number = s.number and c.facet = ${sql.lit(facet)}
        and c.value in (${sql.join(values)}))`,
    ];
  });
  return sql.join(conditions, sql``);
}

/** The items in the order of the answer, each with its first page. */
async function shown(rows: Rows, query: Query, told: readonly Told[]): Promise<readonly FoundItem[]> {
  const wanted = told.filter((row) => row.kind === "item");
  if (wanted.length === 0) return [];
  const { rows: known } = await sql<VisibleItem>`
    select ${summaryColumns} from search_item s where s.number in (${sql.join(wanted.map((row) => row.number))})`.execute(rows);
  const items: FoundItem[] = [];
  for (const { number, count, described } of wanted) {
    const row = known.find((each) => each.number === number);
    if (!row) continue;
    const first = Number(count) > 0 ? await firstPage(rows, query, number) : undefined;
    items.push({ ...summaryOf(row), pageCount: Number(count), isDescribedSo: Number(described) === 1, first });
  }
  return items;
}

async function firstPage(rows: Rows, query: Query, number: number): Promise<FoundItem["first"]> {
  const [from, upTo] = pagesOf(number);
  const { tokens, phrases } = conditionFor(query);
  const ids = await candidateIds(rows, tokens, { after: from - 1, upTo }, STEP);
  for (const some of [ids.slice(0, 2), ids.slice(2)]) {
    for (const { item, page, ordinal } of await loadPages(rows, some, phrases)) {
      const hits = locate(query, page);
      if (hits.length > 0) return { item, page, ordinal, hits };
    }
  }
  return undefined;
}

function facetsIn(told: readonly Told[]): FoundItems["facets"] {
  const valuesOf = (facet: Facet): FoundItems["facets"][Facet] =>
    told
      .filter((row) => row.kind === facet)
      .map(({ value, count }) => ({ value, count: Number(count) }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { holder: valuesOf("holder"), class: valuesOf("class"), century: valuesOf("century"), script: valuesOf("script") };
}
