/** The one place where the two databases are asked differently: how a bag of tokens is kept and matched. */
import { type Kysely, PostgresAdapter, type RawBuilder, sql } from "kysely";
import type { Rows } from "../database.ts";
import type { AskedToken } from "./tokens.ts";

/** Rows of pages are numbered item × this + ordinal (from 1); the row of an item's description is its number below zero. */
export const PAGES_PER_ITEM = 1_000_000;

/** True over PostgreSQL. */
export function isPostgres(rows: Rows): boolean {
  return rows.getExecutor().adapter instanceof PostgresAdapter;
}

/** A condition on `search_text`: all tokens are there. At least one must be given. */
export function hasTokens(rows: Rows, tokens: readonly AskedToken[]): RawBuilder<boolean> {
  if (isPostgres(rows)) {
    const query = tokens.map(({ text, isBeginning }) => `'${text}'${isBeginning ? ":*" : ""}`).join(" & ");
    return sql<boolean>`tokens @@ ${query}::tsquery`;
  }
  const query = tokens.map(({ text, isBeginning }) => `"${text}"${isBeginning ? " *" : ""}`).join(" AND ");
  return sql<boolean>`search_text match ${query}`;
}

/** Rows of pages after one number, up to another. */
export interface Stretch {
  readonly after: number;
  readonly upTo: number;
}

/** All pages. */
export const EVERYWHERE: Stretch = { after: 0, upTo: Number.MAX_SAFE_INTEGER };

/**
 * A condition on `search_text`. Where the stretch has no end PostgreSQL is kept from reading all its rows by their number,
 * which it thinks cheaper than its index of tokens: it does not know what unpacking them costs.
 */
export function inStretch(rows: Rows, { after, upTo }: Stretch): RawBuilder<boolean> {
  const isOpen = isPostgres(rows) && upTo === EVERYWHERE.upTo;
  const row = isOpen ? sql`(search_text.rowid + 0)` : sql`search_text.rowid`;
  return sql<boolean>`${row} > ${after} and ${row} <= ${upTo}`;
}

/** Conditions on `search_page`: its folded text contains all phrases. Phrases are keys of characters and hold no wildcard. */
export function containsAll(phrases: readonly string[]): RawBuilder<unknown> {
  return sql.join(
    phrases.map((phrase) => sql` and folded like ${`%${phrase}%`}`),
    sql``,
  );
}

/** Keep the tokens of a row that is not there yet. */
export async function insertTokens(rows: Rows, rowid: number, tokens: readonly string[]): Promise<void> {
  const value = isPostgres(rows) ? sql`array_to_tsvector(${tokens}::text[])` : sql`${tokens.join(" ")}`;
  await sql`insert into search_text (rowid, tokens) values (${rowid}, ${value})`.execute(rows);
}

/** Drop the rows of an item. */
export async function deleteTokens(rows: Rows, itemNumber: number): Promise<void> {
  const [from, to] = pagesOf(itemNumber);
  await sql`delete from search_text where rowid between ${from} and ${to}`.execute(rows);
  await sql`delete from search_text where rowid = ${-itemNumber}`.execute(rows);
}

/** First and last row number that a page of the item may have. */
export function pagesOf(itemNumber: number): readonly [from: number, to: number] {
  return [itemNumber * PAGES_PER_ITEM + 1, (itemNumber + 1) * PAGES_PER_ITEM - 1];
}

/**
 * Ask in one transaction in which PostgreSQL always uses the index of tokens: reading and unpacking every row, which its
 * estimates prefer for frequent tokens, takes a hundred times as long.
 */
export async function asking<T>(rows: Rows, query: (rows: Rows) => Promise<T>): Promise<T> {
  if (!isPostgres(rows)) return await query(rows);
  return await (rows as Kysely<never>).transaction().execute(async (transaction) => {
    await sql`select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`.execute(transaction);
    return await query(transaction as never);
  });
}
