import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Backend } from "../../catalogue/database.ts";
import { pointersOfWholes } from "../../catalogue/holdings/whole-pointers.ts";
import { openTasksByItem } from "../../catalogue/ledger/tallies.ts";
import { OPEN_TASKS } from "../../catalogue/ledger/task-rows.ts";
import { manyRows } from "../../catalogue/many-rows.ts";
import { openPostgres } from "../../catalogue/open-postgres.ts";
import { openSqlite } from "../../catalogue/open-sqlite.ts";
import { freshSchema } from "../contracts/postgres.ts";
import { hasPostgres } from "../services.ts";

const TEXTS = ["", 'Sách "một"', "a\\b\nc\td", "𠀧 字喃 \u0001", "e\u0301 is not é", "'; drop table item; --"];

async function expectTheSame({ rows }: Backend): Promise<void> {
  const values = TEXTS.map((title, at) => ({
    ...{ shelfmark_key: `K${at}`, valid_from: "", valid_until: "", shelfmark: `k${at}`, title, holder: "", holding_class: "" },
    ...{ pages: at === 0 ? null : at * 1_000_000, columns: "{}", updated_at: "" },
  }));
  await rows.insertInto("register_entry").values(values).execute();
  const query = rows.selectFrom("register_entry").select(["shelfmark_key", "title", "pages"]).orderBy("shelfmark_key", "desc");
  const found = (await query.execute()).map(({ shelfmark_key, title, pages }) => [title, pages, shelfmark_key]);
  expect(found).toHaveLength(TEXTS.length);
  expect(await manyRows(rows, ["title", "pages", "shelfmark_key"], query)).toEqual(found);
  expect(new Set(found.map(([title]) => title))).toEqual(new Set(TEXTS));
  expect(await manyRows(rows, ["title"], query.where("title", "=", "of nobody"))).toEqual([]);
  await rows.destroy();
}

test("very many rows are what the query itself gives, in its order, every text as it was written: SQLite", async () =>
  await expectTheSame(await openSqlite(":memory:")));

test.skipIf(!hasPostgres)("very many rows are what the query itself gives: PostgreSQL", async () => {
  const { databaseUrl, drop } = await freshSchema();
  await openPostgres(databaseUrl).then(expectTheSame).finally(drop);
});

test("pointers of whole items, and tasks that are not over, are counted by their own indexes", async () => {
  const { rows } = await openSqlite(":memory:");
  const planOf = async (query: { compile(): { readonly sql: string } }) => {
    const text = query.compile().sql.replaceAll("?", "'archive'");
    const plan = await sql<{ detail: string }>`${sql.raw(`explain query plan ${text}`)}`.execute(rows);
    return plan.rows.map(({ detail }) => detail).join("\n");
  };
  expect(await planOf(pointersOfWholes(rows, "aip").select(["item_id", "digest"]))).toMatch(/COVERING INDEX current_of_whole/);
  const open = OPEN_TASKS.map((kind) => openTasksByItem(rows, kind));
  const plans = await Promise.all(open.map(planOf));
  expect(plans).toEqual([
    expect.stringMatching(/COVERING INDEX task_takeable_of_stage\b/),
    expect.stringMatching(/INDEX task_leased/),
    expect.stringMatching(/INDEX task_ended/),
  ]);
  await rows.destroy();
});

test("a column that another release adds to an open catalogue moves no value under another name", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-rows-"));
  const file = join(folder, "catalogue.sqlite");
  const { rows } = await openSqlite(file);
  await rows.insertInto("duty").values({ name: "reconcile", owner: "a", held_until: "b" }).execute();
  const query = rows.selectFrom("duty").selectAll("duty").select("owner as also");
  expect(await query.execute()).toEqual([{ name: "reconcile", owner: "a", held_until: "b", also: "a" }]);
  const other = new DatabaseSync(file);
  other.exec("alter table duty add column extra text not null default 'x'");
  other.close();
  expect(await query.execute()).toEqual([{ name: "reconcile", owner: "a", held_until: "b", extra: "x", also: "a" }]);
  await rows.destroy();
  await rm(folder, { recursive: true });
});
