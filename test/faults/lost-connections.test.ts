/** What the catalogue makes of a PostgreSQL server that cuts its connections: ask again where that is safe, and only there. */
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Change, Database } from "../../catalogue/database.ts";
import { openPostgres } from "../../catalogue/open-postgres.ts";
import { type FreshSchema, freshSchema } from "../contracts/postgres.ts";
import { hasPostgres } from "../services.ts";

const CONNECTIONS = 8;

describe.skipIf(!hasPostgres)("connections that the server cut", () => {
  let schema: FreshSchema;
  let database: Database;

  beforeEach(async () => {
    schema = await freshSchema();
    database = new Database(await openPostgres(schema.databaseUrl), () => new Date());
    // As many questions at once make as many connections, which then lie idle.
    await Promise.all(Array.from({ length: CONNECTIONS }, duties));
  });

  afterEach(async () => {
    await database.close();
    await schema.drop();
  });

  const duties = () =>
    database.read(async (rows) =>
      (await rows.selectFrom("duty").select("name").orderBy("name").execute()).map(({ name }) => name),
    );
  const add = (change: Change, name: string) =>
    change
      .insertInto("duty")
      .values({ name, owner: "test", held_until: database.now(60) })
      .execute();

  test("are not noticed by who only asks", async () => {
    await schema.cutConnections();
    const answers = await Promise.all(Array.from({ length: CONNECTIONS }, duties));
    expect(await database.changeMark()).not.toBe("");
    expect(answers).toEqual(Array.from({ length: CONNECTIONS }, () => []));
  });

  test("are not noticed by who begins to change something", async () => {
    await schema.cutConnections();
    await Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => database.change((change) => add(change, `duty ${at}`))));
    expect(await duties()).toHaveLength(CONNECTIONS);
  });

  test("let a question that was under way be asked again", async () => {
    let asked = 0;
    const answer = await database.read(async (rows) => {
      asked += 1;
      if (asked === 1) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(rows);
      return await rows.selectFrom("duty").select("name").execute();
    });
    expect(asked).toBe(2);
    expect(answer).toEqual([]);
  });

  test("let a change that was under way begin again, and be made once", async () => {
    let runs = 0;
    await database.change(async (change) => {
      runs += 1;
      await add(change, "first");
      if (runs === 1) await schema.cutConnections();
      await add(change, "second");
    });
    expect(runs).toBe(2);
    expect(await duties()).toEqual(["first", "second"]);
  });

  test("are told to who had done all and waited for the commit, which nobody may repeat for them", async () => {
    let runs = 0;
    const change = database.change(async (rows) => {
      runs += 1;
      await add(rows, "only");
      await schema.cutConnections();
    });
    await expect(change).rejects.toMatchObject({ code: "SVC-CATALOGUE", retry: "later" });
    expect(runs).toBe(1);
    expect(await duties()).toEqual([]);
  });

  test("are told when the server cuts again and again", async () => {
    const change = database.change(async (rows) => {
      await schema.cutConnections();
      await add(rows, "never");
    });
    await expect(change).rejects.toMatchObject({ code: "SVC-CATALOGUE", retry: "later" });
    expect(await duties()).toEqual([]);
  });
});
