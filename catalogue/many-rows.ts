/**
 * Very many short rows. SQLite answers in the process itself, where handing over a hundred thousand rows value by value costs more
 * than finding them: there they come as one text of JSON. PostgreSQL's rows come over a wire anyhow.
 */
import { PostgresAdapter, type SelectQueryBuilder, sql } from "kysely";
import type { Rows } from "./database.ts";
import type { Schema } from "./schema.ts";

/** The values of some columns of a row, in the order in which the columns were named. */
type Values<Row, Columns extends readonly (keyof Row & string)[]> = {
  readonly [At in keyof Columns]: Row[Columns[At] & keyof Row];
};

/**
 * What a query finds, each row as the values of its columns: all of it at once in memory, and of texts and whole numbers only.
 * @param columns names as the query gives them
 */
export async function manyRows<Row, const Columns extends readonly (keyof Row & string)[]>(
  rows: Rows,
  columns: Columns,
  query: SelectQueryBuilder<Schema, keyof Schema, Row>,
): Promise<readonly Values<Row, Columns>[]> {
  if (rows.getExecutor().adapter instanceof PostgresAdapter) {
    const found = await query.execute();
    return found.map((row) => columns.map((name) => row[name])) as unknown as readonly Values<Row, Columns>[];
  }
  const values = sql.join(columns.map((name) => sql.ref(name)));
  const { rows: found } = await sql<{
    text: string;
  }>`select json_group_array(json_array(${values})) as text from (${query})`.execute(rows);
  return JSON.parse(found[0]?.text ?? "[]");
}
