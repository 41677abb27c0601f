/** The one column type that SQLite and PostgreSQL write differently: a number that rises with every row. */
import { type CreateTableBuilder, type Kysely, PostgresAdapter } from "kysely";

/** Add the primary key `number`, given by the database, in the order of writing. */
export function addRowNumber<Table extends string>(
  db: Kysely<never>,
  table: CreateTableBuilder<Table, never>,
): CreateTableBuilder<Table, "number"> {
  return db.getExecutor().adapter instanceof PostgresAdapter
    ? table.addColumn("number", "bigserial", (column) => column.primaryKey().notNull())
    : table.addColumn("number", "integer", (column) => column.primaryKey().autoIncrement().notNull());
}
