import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CompiledQuery, sql } from "kysely";
import { expect, test } from "vitest";
import { ENDED, HAS_ENDED } from "../../catalogue/ledger/task-rows.ts";
import { openSqlite } from "../../catalogue/open-sqlite.ts";

test("what failed is found by its index among any number of tasks", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-ended-"));
  const { rows } = await openSqlite(join(folder, "catalogue.sqlite"));
  const wanted = rows.selectFrom("task").selectAll().where("state", "in", ["failed", "quarantined"]).orderBy("number");
  const planOf = async (query: typeof wanted) => {
    const { sql: text, parameters } = query.compile();
    const plan = await rows.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${text}`, [...parameters]));
    return plan.rows.map(({ detail }) => detail).join("\n");
  };
  expect(await planOf(wanted)).toMatch(/^SCAN task/);
  expect(await planOf(wanted.where(HAS_ENDED))).toContain("USING INDEX task_ended");
  const { rows: found } = await sql<{ sql: string }>`select sql from sqlite_master where name = 'task_ended'`.execute(rows);
  for (const state of ENDED) expect(found[0]?.sql).toContain(`'${state}'`);
  await rows.destroy();
  await rm(folder, { recursive: true });
});
