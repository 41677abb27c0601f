/** The tables that a copy of the catalogue holds, in an order in which foreign keys hold at every moment. */
import { sql } from "kysely";
import type { Rows } from "../database.ts";

/** Made again, true for a moment only, or a key to the house. `kysely_` keeps its own tables, counts are kept by what is counted. */
const LEFT_OUT =
  /^(?:kysely_|sqlite_|search_|session$|one_time_token$|sign_in_attempt$|text_presence$|duty$|(?:role|over_task|artifact)_count$)/;

const SQLITE = sql<{ name: string; needs: string | null }>`
  select t.name as name, f."table" as needs from sqlite_master t left join pragma_foreign_key_list(t.name) f
  where t.type = 'table' order by t.name, needs`;
const POSTGRES = sql<{ name: string; needs: string | null }>`
  select t.relname as name, other.relname as needs from pg_class t
  left join pg_constraint f on f.conrelid = t.oid and f.contype = 'f'
  left join pg_class other on other.oid = f.confrelid
  where t.relkind = 'r' and t.relnamespace = current_schema()::regnamespace order by name, needs`;

/** Each table after those it refers to. */
export async function tablesInOrder(rows: Rows, isPostgres: boolean): Promise<readonly string[]> {
  const needs = new Map<string, Set<string>>();
  for (const { name, needs: other } of (await (isPostgres ? POSTGRES : SQLITE).execute(rows)).rows) {
    if (LEFT_OUT.test(name)) continue;
    const own = needs.get(name) ?? new Set();
    if (other !== null && other !== name) own.add(other);
    needs.set(name, own);
  }
  const ordered: string[] = [];
  while (ordered.length < needs.size) {
    const ready = [...needs].filter(([name, own]) => !ordered.includes(name) && [...own].every((each) => ordered.includes(each)));
    if (ready.length === 0) throw new RangeError("tables that refer to each other in a circle");
    ordered.push(...ready.map(([name]) => name));
  }
  return ordered;
}
