import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Database, type Rows } from "../../catalogue/database.ts";
import { openPostgres } from "../../catalogue/open-postgres.ts";
import { openSqlite } from "../../catalogue/open-sqlite.ts";
import type { Users } from "../../catalogue/users/port.ts";
import { usersOver } from "../../catalogue/users/users.ts";
import { freshSchema } from "../contracts/postgres.ts";
import { QUICK_COST } from "../contracts/users.ts";
import { hasPostgres } from "../services.ts";

interface Opened {
  readonly rows: Rows;
  readonly allowChanges: readonly string[];
  close(): Promise<void>;
}

async function overSqlite(): Promise<Opened> {
  const { rows } = await openSqlite(":memory:");
  const allowChanges = ["drop trigger audit_is_kept_at_update", "drop trigger audit_is_kept_at_delete"];
  return { rows, allowChanges, close: () => rows.destroy() };
}

async function overPostgres(): Promise<Opened> {
  const { databaseUrl, drop } = await freshSchema();
  const { rows } = await openPostgres(databaseUrl);
  const close = async () => {
    await rows.destroy();
    await drop();
  };
  return { rows, allowChanges: ["drop trigger audit_is_kept on audit"], close };
}

describe.each([
  ["SQLite", overSqlite, true],
  ["PostgreSQL", overPostgres, hasPostgres],
] as const)("the log of changes over %s", (_name, open, isThere) => {
  describe.skipIf(!isThere)("with five entries", () => {
    let opened: Opened;
    let users: Users;
    const run = (statement: string) => sql.raw(statement).execute(opened.rows);
    beforeEach(async () => {
      opened = await open();
      const backend = { rows: opened.rows, hasRowLocks: open === overPostgres, damage: async () => [], changeMark: () => "" };
      users = usersOver(new Database(backend, () => new Date("2026-11-20T08:00:00Z")), QUICK_COST);
      for (const name of ["a", "b", "c", "d", "e"]) await users.addAccount("test", name, "reader");
    });
    afterEach(() => opened.close());

    test("refuses a statement that changes or removes an entry", async () => {
      await expect(run("update audit set actor = 'x' where number = 3")).rejects.toThrow(/kept/);
      await expect(run("delete from audit where number = 3")).rejects.toThrow(/kept/);
      expect(await users.verifyAudit()).toMatchObject({ isSound: true, entries: 5 });
    });

    test.each([
      ["another actor", "update audit set actor = 'x' where number = 3", 3],
      ["another time", "update audit set at = '2026-11-20T08:00:01.000Z' where number = 3", 3],
      ["another action", "update audit set action = 'role-changed' where number = 3", 3],
      ["other facts", `update audit set facts = replace(facts, 'reader', 'editor') where number = 3`, 3],
      ["a space in the facts", "update audit set facts = facts || ' ' where number = 3", 3],
      ["facts that cannot be read", "update audit set facts = '{' where number = 3", 3],
      ["another hash", "update audit set hash = 'f' where number = 5", 5],
      ["a missing entry", "delete from audit where number = 3", 3],
      ["a missing end", "delete from audit where number = 5", 5],
      ["no entry at all", "delete from audit", 1],
      ["another order", "update audit set number = case number when 2 then 103 when 3 then 102 else number end", 2],
    ])("finds %s", async (_what, statement, brokenAt) => {
      for (const each of opened.allowChanges) await run(each);
      await run(statement);
      expect(await users.verifyAudit()).toEqual({ isSound: false, entries: 5, brokenAt });
    });

    test("finds an end that does not belong to the last entry", async () => {
      const before = await users.verifyAudit();
      await run("update audit_end set number = 4");
      expect(before).toMatchObject({ isSound: true });
      expect(await users.verifyAudit()).toEqual({ isSound: false, entries: 4, brokenAt: 4 });
    });
  });
});
