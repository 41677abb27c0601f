/**
 * Very many short rows. Handing over a hundred thousand rows value by value costs more than finding them, in the process itself
 * (SQLite) as over a wire (PostgreSQL): here each column comes as one text of JSON.
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
  const list = rows.getExecutor().adapter instanceof PostgresAdapter ? sql`json_agg` : sql`json_group_array`;
  const values = sql.join(columns.map((name) => sql`cast(${list}(${sql.ref(name)}) as text) as ${sql.ref(name)}`));
  const { rows: found } = await sql<Readonly<Record<Column, string | null>>>`select ${values} from (${query}) as found`.execute(
    rows,
  );
  const valuesOf = (name: Column): unknown => JSON.parse(found[0]?.[name] ?? "[]");
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
