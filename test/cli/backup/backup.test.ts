/** A catalogue of either database goes into a backup and comes back into either, and what is no sound backup is refused. */
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Catalogue, openCatalogue } from "../../../catalogue/open.ts";
import { differences } from "../../../cli/backup/drill.ts";
import { proveBackup, rowsOf } from "../../../cli/backup/read-backup.ts";
import { type Standing, Standings } from "../../../cli/backup/standings.ts";
import { type Backed, writeBackup } from "../../../cli/backup/write-backup.ts";
import { configSchema } from "../../../config/schema.ts";
import { ITEM, intake } from "../../contracts/ledger-values.ts";
import { freshSchema } from "../../contracts/postgres.ts";
import { QUICK_COST } from "../../contracts/users.ts";
import { pageOfTexts } from "../../fixtures/working-text.ts";
import { hasPostgres } from "../../services.ts";

const clock = { now: () => new Date("2026-11-21T08:00:00Z") };
const LIBRARY = "http://127.0.0.1:4747";
let folder: string;
let path: string;
let closing: (() => Promise<void>)[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sohoa-backup-"));
  path = join(folder, "Sao lưu.tar");
  closing = [];
});
afterEach(async () => {
  for (const close of closing) await close();
  await rm(folder, { recursive: true, force: true });
});

async function sqlite(): Promise<Catalogue> {
  const catalogue = await openCatalogue({ file: ":memory:" }, clock.now, QUICK_COST);
  closing.push(() => catalogue.close());
  return catalogue;
}

async function postgres(): Promise<Catalogue> {
  const { databaseUrl, drop } = await freshSchema();
  const catalogue = await openCatalogue({ databaseUrl }, clock.now, QUICK_COST);
  closing.push(() => catalogue.close(), drop);
  return catalogue;
}

/** 600 pages, so that a table takes two parts; texts with bytes in them, people, a log of changes. */
async function fill({ ledger, users, texts }: Catalogue): Promise<void> {
  await intake(ledger, 600);
  const save = { page: "p0001", author: "lan", content: pageOfTexts("百𢆥𥪞𡎝", '\u2028 \\ "') };
  await texts.save({ ...save, base: 0, saveId: "save-00000001" });
  await texts.save({ ...save, base: 1, saveId: "save-00000002", content: pageOfTexts("千") });
  await users.addAccount("test", "lan", "reader");
}

const backed = (catalogue: Catalogue): Backed => ({
  catalogueCopies: catalogue.copies,
  config: configSchema.parse({ home: folder, databaseUrl: "postgres://so:bi-mat@db/so" }),
  clock,
});

async function standingsOf(catalogue: Catalogue): Promise<ReadonlyMap<string, Standing>> {
  const standings = new Standings();
  await catalogue.copies.dump(async (chunk) => standings.take(chunk));
  return standings.result();
}

const prove = async (schema?: readonly string[], library = LIBRARY, signer?: string) =>
  await proveBackup(path, { library, signer, schema: schema ?? (await (await sqlite()).copies.schema()) });

/** Change bytes of the file in place. */
async function spoil(find: string, put: string): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.indexOf(find);
  expect(at).toBeGreaterThan(0);
  bytes.write(put, at);
  await writeFile(path, bytes);
}

const kinds = { SQLite: sqlite, ...(hasPostgres ? { PostgreSQL: postgres } : {}) };
const ways = Object.keys(kinds).flatMap((from) => Object.keys(kinds).map((to) => [from, to] as const));

describe("a backup", () => {
  test.each(ways)("of %s comes back into %s row by row, and work goes on there", async (from, to) => {
    const source = await kinds[from as keyof typeof kinds]!();
    await fill(source);
    const written = await writeBackup(backed(source), path);
    const target = await kinds[to as keyof typeof kinds]!();
    const sound = await prove();
    expect(sound).toMatchObject({ rows: written.rows, signer: written.signer });
    expect(await target.copies.load(rowsOf(path))).toBe(written.rows);
    const [before, after] = [await standingsOf(source), await standingsOf(target)];
    expect(differences(before, after)).toEqual([]);
    expect(after.get("page")?.rows).toBe(600);
    expect(after.get("text_version")?.rows).toBe(2);
    expect(await target.texts.version("p0001", 1)).toEqual(await source.texts.version("p0001", 1));
    expect(await target.texts.proveVersions()).toEqual({ versions: 2, problems: [] });
    expect(await target.ledger.contradictions()).toEqual([]);
    // New rows are numbered behind the restored ones, and the chained log goes on.
    await target.users.addAccount("test", "minh", "reader");
    await target.ledger.recordFixity((await target.ledger.oldestVerified(1))[0]!, "match", clock.now().toISOString());
    expect(await target.users.accounts()).toHaveLength(2);
  });

  test("tells the rows of one moment, though others write meanwhile", async () => {
    const file = join(folder, "catalogue.sqlite");
    const [reader, writer] = await Promise.all([0, 1].map(() => openCatalogue({ file }, clock.now, QUICK_COST)));
    closing.push(
      () => reader!.close(),
      () => writer!.close(),
    );
    await fill(writer!);
    let isFirst = true;
    const standings = new Standings();
    await reader!.copies.dump(async (chunk) => {
      standings.take(chunk);
      if (isFirst) await writer!.users.addAccount("test", "sau", "reader");
      isFirst = false;
    });
    expect(standings.result().get("account")?.rows).toBe(1);
    expect((await standingsOf(reader!)).get("account")?.rows).toBe(2);
  });

  test("holds no secret of the configuration, no session and no token, and only its owner reads it", async () => {
    const source = await sqlite();
    await fill(source);
    await writeBackup(backed(source), path);
    const text = await readFile(path, "latin1");
    expect(text).not.toContain("bi-mat");
    expect(text).not.toContain("one_time_token");
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  test("leaves nothing behind when the place cannot be written", async () => {
    await expect(writeBackup(backed(await sqlite()), join(folder, "nowhere", "x.tar"))).rejects.toThrow();
  });
});

describe("a restore refuses", () => {
  beforeEach(async () => {
    const source = await sqlite();
    await fill(source);
    await writeBackup(backed(source), path);
  });

  test.each([0.1, 0.5, 0.9, 0.99])("a file cut at %f of its length", async (part) => {
    await truncate(path, Math.floor((await stat(path)).size * part));
    await expect(prove()).rejects.toMatchObject({
      exit: "integrity",
      code: expect.stringMatching(/^BACKUP-(TRUNCATED|DAMAGED)$/),
    });
  });

  test("a row that was changed", async () => {
    await spoil('"name":"lan"', '"name":"lam"');
    await expect(prove()).rejects.toMatchObject({ code: "BACKUP-DAMAGED", facts: { detail: "tables/account/000001.jsonl" } });
  });

  test("a list of digests that was changed", async () => {
    await spoil('"rows":500', '"rows":499');
    await expect(prove()).rejects.toMatchObject({ code: "BACKUP-DAMAGED" });
  });

  test("what another signed, another library's, a newer and an older release's", async () => {
    const own = await (await sqlite()).copies.schema();
    await expect(prove(own, LIBRARY, "0123456789abcdef")).rejects.toMatchObject({ code: "BACKUP-SIGNER" });
    await expect(prove(own, "https://khac.example.vn")).rejects.toMatchObject({ code: "BACKUP-OTHER" });
    await expect(prove(own.slice(0, -1))).rejects.toMatchObject({ code: "BACKUP-NEWER" });
    await expect(prove([...own, "9999-later"])).rejects.toMatchObject({ code: "BACKUP-OLDER" });
  });

  test("a file that is no backup, and one that is not there", async () => {
    await writeFile(path, "không phải");
    await expect(prove()).rejects.toMatchObject({ code: expect.stringMatching(/^BACKUP-/) });
    await rm(path);
    await expect(prove()).rejects.toMatchObject({ code: "BACKUP-ABSENT" });
  });

  test("a catalogue that is not empty, and a load that breaks off leaves an empty one as it was", async () => {
    const full = await sqlite();
    await fill(full);
    await expect(full.copies.load(rowsOf(path))).rejects.toMatchObject({ code: "BACKUP-NOT-EMPTY" });
    const empty = await sqlite();
    await expect(
      empty.copies.load(
        (async function* () {
          for await (const chunk of rowsOf(path)) {
            yield chunk;
            if (chunk.table === "page") throw new Error("cut");
          }
        })(),
      ),
    ).rejects.toThrow();
    expect(await empty.copies.isEmpty()).toBe(true);
    expect(await empty.ledger.item(ITEM)).toBeUndefined();
  });
});

describe("a drill", () => {
  test("finds a row that is missing, one too many, and one that differs", () => {
    const of = (...rows: readonly Record<string, unknown>[]) => {
      const standings = new Standings();
      standings.take({ table: "account", rows });
      return standings.result();
    };
    const lan = { id: "1", name: "lan" };
    expect(differences(of(lan), of({ name: "lan", id: "1" }))).toEqual([]);
    expect(differences(of(lan), of())).toEqual([{ table: "account", backed: 1, restored: 0 }]);
    expect(differences(of(lan), of(lan, lan))).toEqual([{ table: "account", backed: 1, restored: 2 }]);
    expect(differences(of(lan), of({ id: "1", name: "lam" }))).toEqual([{ table: "account", backed: 1, restored: 1 }]);
    expect(differences(of(lan), new Map())).toHaveLength(1);
  });
});
