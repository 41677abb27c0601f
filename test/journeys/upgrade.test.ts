import { spawnSync } from "node:child_process";
import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { freshSchema } from "../contracts/postgres.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { everyRow, makeEarlier, openBare, type Place, type Tables, tablesOf } from "../fixtures/earlier-home.ts";
import { itemDigests } from "../fixtures/item-digests.ts";
import { hasPostgres } from "../services.ts";

/** A home of an earlier release under the program of today. */
const BATCH = "HN.earlier";
const PAGES = 2;
const STEPS_BEFORE = 8;

let root: string;
let remove: () => Promise<void>;
let folder: string;
let made: readonly string[];
const today = () => join(root, "today");

beforeAll(async () => {
  ({ home: root, remove } = await temporaryHome());
  folder = join(root, BATCH);
  await makeSampleBook(folder, { pages: PAGES, width: 500, height: 700 });
  expect((await sohoa(["add", folder, "--wait", "--json", "--home", today()])).envelope).toMatchObject({
    data: { state: "complete" },
  });
  const register = join(root, "register.csv");
  await writeFile(register, `Ký hiệu;Nhan đề;Đơn vị;Số trang\n${BATCH};Sách cũ;Thư viện tỉnh;2\n`);
  for (const words of [
    ["register", "import", register],
    ["user", "add", "lan", "--role", "reviewer"],
  ])
    expect((await sohoa([...words, "--json", "--home", today()])).envelope).toMatchObject({
      cmd: words.slice(0, 2).join(" "),
      ok: true,
    });
  made = await itemDigests({ file: join(today(), "catalogue.sqlite") }, BATCH);
}, 600_000);
afterAll(async () => await remove());

interface EarlierHome {
  readonly home: string;
  readonly place: Place;
  readonly env: Readonly<Record<string, string>>;
  discard(): Promise<void>;
}

const kinds = [
  {
    name: "SQLite",
    isThere: true,
    make: async (): Promise<EarlierHome> => {
      const home = join(root, `earlier-${Math.random().toString(36).slice(2)}`);
      await cp(join(today(), "store"), join(home, "store"), { recursive: true });
      return { home, place: { file: join(home, "catalogue.sqlite") }, env: {}, discard: () => rm(home, { recursive: true }) };
    },
  },
  {
    name: "PostgreSQL",
    isThere: hasPostgres,
    make: async (): Promise<EarlierHome> => {
      const home = join(root, `earlier-${Math.random().toString(36).slice(2)}`);
      await cp(join(today(), "store"), join(home, "store"), { recursive: true });
      const { databaseUrl, drop } = await freshSchema();
      return { home, place: { databaseUrl }, env: { DATABASE_URL: databaseUrl }, discard: drop };
    },
  },
] as const;

for (const kind of kinds) {
  describe.skipIf(!kind.isThere)(`a home of an earlier release on ${kind.name}`, () => {
    let earlier: EarlierHome;
    let known: Tables;
    beforeAll(async () => {
      earlier = await kind.make();
      await makeEarlier({ file: join(today(), "catalogue.sqlite") }, earlier.place);
      known = await tablesOf(earlier.place);
    }, 300_000);
    afterAll(async () => await earlier.discard());

    const run = (...args: string[]) => sohoa([...args, "--json", "--home", earlier.home], earlier.env);

    async function stepsMade(): Promise<number> {
      const rows = openBare(earlier.place);
      const { count } = await rows
        .selectFrom("kysely_migration")
        .select((row) => row.fn.countAll().as("count"))
        .executeTakeFirstOrThrow()
        .finally(() => rows.destroy());
      return Number(count);
    }

    test("whose upgrade is killed half-way is as it was, and can be upgraded afterwards", async () => {
      const before = await everyRow(earlier.place);
      expect(await stepsMade()).toBe(STEPS_BEFORE);
      for (const statements of [3, 9, 20, 40]) {
        const child = ["--import", "tsx", join(import.meta.dirname, "../fixtures/dying-upgrade-child.ts")];
        const end = spawnSync(process.execPath, [...child, JSON.stringify(earlier.place), String(statements)], {
          encoding: "utf8",
        });
        expect({ statements, signal: end.signal, said: end.stderr }).toEqual({ statements, signal: "SIGKILL", said: "" });
        expect(await stepsMade()).toBe(STEPS_BEFORE);
        expect(await everyRow(earlier.place)).toEqual(before);
      }
    }, 300_000);

    test("is upgraded by the first command of today: no row is lost or changed, fsck is clean, and what a step of another version made is made anew, the same", async () => {
      const before = await everyRow(earlier.place, known);
      expect([...before.values()].flat().length).toBeGreaterThan(100);
      expect((await run("status")).envelope.ok).toBe(true);
      expect(await stepsMade()).toBeGreaterThan(STEPS_BEFORE);
      expect(await everyRow(earlier.place, known)).toEqual(before);
      expect((await run("fsck", "--no-grace")).envelope).toMatchObject({ ok: true, counts: { pages: PAGES, findings: 0 } });
      const again = await run("add", folder, "--wait");
      expect(again.envelope).toMatchObject({ ok: true, counts: { added: 0, known: PAGES }, data: { state: "complete" } });
      expect(await itemDigests(earlier.place, BATCH)).toEqual(made);
    }, 300_000);

    test("that a newer release has upgraded is refused in plain words, and nothing is changed", async () => {
      const rows = openBare(earlier.place);
      await rows.insertInto("kysely_migration").values({ name: "9999-from-the-future", timestamp: "2099-01-01" }).execute();
      const before = await everyRow(earlier.place);
      const refused = await run("status");
      expect({ exit: refused.exit, codes: refused.envelope.errors.map(({ code }) => code) }).toEqual({
        exit: 6,
        codes: ["CATALOGUE-NEWER"],
      });
      expect(refused.envelope.errors[0]?.message).toContain("9999-from-the-future");
      expect(await everyRow(earlier.place)).toEqual(before);
      await rows.deleteFrom("kysely_migration").where("name", "=", "9999-from-the-future").execute();
      await rows.destroy();
      expect((await run("status")).envelope.ok).toBe(true);
    }, 300_000);
  });
}
