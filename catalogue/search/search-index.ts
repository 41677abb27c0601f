/** The search index over the catalogue's database, SQLite or PostgreSQL. */
import type { Database } from "../database.ts";
import { completionsOver } from "./completions.ts";
import { foundItemsOver } from "./found-items.ts";
import { foundPagesOver } from "./found-pages.ts";
import type { SearchIndex } from "./port.ts";
import { upkeepOver } from "./upkeep.ts";

/** The index in an open database. */
export function searchIndexOver(database: Database): SearchIndex {
  return {
    ...upkeepOver(database),
    ...foundPagesOver(database),
    ...foundItemsOver(database),
    ...completionsOver(database),
  };
}
