/**
 * Very many short rows. SQLite answers in the process itself, where handing over a hundred thousand rows value by value costs more
 * than finding them: there each column comes as one text of JSON. PostgreSQL's rows come over a wire anyhow.
 */
import { PostgresAdapter, type SelectQueryBuilder, sql } from "kysely";
import type { Rows } from "./database.ts";
import type { Schema } from "./schema.ts";

/** The values of some columns of a row, in the order in which the columns were named. */
type Values<Row, Columns extends readonly (keyof Row & string)[]> = {
  readonly [At in keyof Columns]: Row[Columns[At] & keyof Row];
};

/** The values of each of some columns, in the order of the rows. */
type ColumnValues<Row, Column extends keyof Row & string> = { readonly [Name in Column]: readonly Row[Name][] };

/**
 * What a query finds, column by column, which needs no list for each row: all of it at once in memory, and of texts and whole
 * numbers only.
 * @param columns names as the query gives them
 */
export async function manyColumns<Row, Column extends keyof Row & string>(
  rows: Rows,
  columns: readonly Column[],
  query: SelectQueryBuilder<Schema, keyof Schema, Row>,
): Promise<ColumnValues<Row, Column>> {
  if (rows.getExecutor().adapter instanceof PostgresAdapter) {
    const found = await query.execute();
    return columnsOf(columns, (name) => found.map((row) => row[name]));
  }
  const values = sql.join(columns.map((name) => sql`json_group_array(${sql.ref(name)}) as ${sql.ref(name)}`));
  const { rows: found } = await sql<Readonly<Record<Column, string>>>`select ${values} from (${query})`.execute(rows);
  return columnsOf(columns, (name) => JSON.parse(found[0]?.[name] ?? "[]"));
}

function columnsOf<Row, Column extends keyof Row & string>(
  columns: readonly Column[],
  valuesOf: (name: Column) => readonly unknown[],
): ColumnValues<Row, Column> {
  return Object.fromEntries(columns.map((name) => [name, valuesOf(name)])) as unknown as ColumnValues<Row, Column>;
}

/** The same, each row as the values of its columns. */
export async function manyRows<Row, const Columns extends readonly (keyof Row & string)[]>(
  rows: Rows,
  columns: Columns,
  query: SelectQueryBuilder<Schema, keyof Schema, Row>,
): Promise<readonly Values<Row, Columns>[]> {
  const found = await manyColumns(rows, columns, query);
  const lists = columns.map((name) => found[name] as readonly unknown[]);
  return (lists[0] ?? []).map((_, at) => lists.map((list) => list[at])) as unknown as readonly Values<Row, Columns>[];
}
