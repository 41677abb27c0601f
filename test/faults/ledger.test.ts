/** What happens to the catalogue when several processes use it, when one is killed, and when rows contradict each other. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseSync } from "@photostructure/sqlite";
import { Kysely } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Database } from "../../catalogue/database.ts";
import { ledgerOver } from "../../catalogue/ledger.ts";
import { migrate } from "../../catalogue/migrate.ts";
import { type Catalogue, type CatalogueConfig, openCatalogue } from "../../catalogue/open.ts";
import type { Schema } from "../../catalogue/schema.ts";
import { sqliteDialect } from "../../catalogue/sqlite-dialect.ts";
import { artifact, close, dueTask, ITEM, intake, result, WORKER } from "../contracts/ledger-values.ts";
import { freshSchema } from "../contracts/postgres.ts";
import { hasPostgres } from "../services.ts";

const PROCESS = join(import.meta.dirname, "ledger-process.ts");
const now = () => new Date();

interface Place {
  readonly config: CatalogueConfig;
  remove(): Promise<void>;
}

async function sqliteFile(): Promise<Place & { readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-faults-"));
  const file = join(folder, "catalogue.sqlite");
  return { config: { file }, file, remove: () => rm(folder, { recursive: true }) };
}

async function postgres(): Promise<Place> {
  const { databaseUrl, drop } = await freshSchema();
  return { config: { databaseUrl }, remove: drop };
}

type Child = ChildProcessByStdio<null, Readable, null> & { readonly lines: string[] };

function start({ config }: Place, task: "claim" | "write"): Child {
  const child = spawn(process.execPath, ["--import", "tsx", PROCESS, JSON.stringify(config), task], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  const lines: string[] = [];
  child.stdout.on("data", (data: Buffer) => {
    text += data.toString();
    const parts = text.split("\n");
    text = parts.pop() ?? "";
    lines.push(...parts);
  });
  return Object.assign(child, { lines });
}

const ended = (child: Child) => new Promise<number | null>((resolve) => child.on("close", resolve));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

const places: readonly { readonly name: string; readonly open: () => Promise<Place>; readonly isHere: boolean }[] = [
  { name: "SQLite", open: sqliteFile, isHere: true },
  { name: "PostgreSQL", open: postgres, isHere: hasPostgres },
];

describe.each(places)("several processes at one catalogue over $name", ({ open, isHere }) => {
  test.skipIf(!isHere)("never do a task twice and leave none undone", async () => {
    const place = await open();
    const { ledger, close: shut } = await openCatalogue(place.config, now);
    const ids = await intake(ledger, 120);
    await ledger.ensureTasks(ids.map((id) => dueTask(id)));
    const children = [start(place, "claim"), start(place, "claim")];
    expect(await Promise.all(children.map(ended))).toEqual([0, 0]);
    const done = children.flatMap((child) => child.lines.filter((line) => line !== "ready"));
    const counts = await ledger.stageCounts(ITEM);
    const contradictions = await ledger.contradictions();
    await shut();
    await place.remove();
    expect(done).toHaveLength(120);
    expect(new Set(done).size).toBe(120);
    expect(counts).toEqual([{ stage: "inspect", state: "done", count: 120 }]);
    expect(contradictions).toEqual([]);
  });

  test.skipIf(!isHere)("may be in one process, each with its own connection", async () => {
    const place = await open();
    const both = [await openCatalogue(place.config, now), await openCatalogue(place.config, now)];
    const ids = await intake(both[0]!.ledger, 40);
    await both[1]!.ledger.ensureTasks(ids.map((id) => dueTask(id)));
    const taken = await Promise.all(ids.map((_, index) => both[index % 2]!.ledger.claimNext(WORKER)));
    await Promise.all(both.map((catalogue) => catalogue.close()));
    await place.remove();
    expect(new Set(taken.map((task) => task?.subject)).size).toBe(40);
  });

  test.skipIf(!isHere)("may open an empty catalogue at the same moment", async () => {
    const place = await open();
    const all = await Promise.all(Array.from({ length: 4 }, () => openCatalogue(place.config, now)));
    const again = await openCatalogue(place.config, now);
    await Promise.all([...all, again].map((catalogue) => catalogue.ledger.check()));
    await Promise.all([...all, again].map((catalogue) => catalogue.close()));
    await place.remove();
  });

  test.skipIf(!isHere)("lose nothing that was acknowledged when a writer is killed", async () => {
    const place = await open();
    const { ledger, close: shut } = await openCatalogue(place.config, now);
    await intake(ledger, 1);
    for (let round = 1; round <= 3; round += 1) {
      const child = start(place, "write");
      await until(() => child.lines.length > 5);
      child.kill("SIGKILL");
      await ended(child);
      const acknowledged = child.lines.filter((line) => line !== "ready").map(Number);
      expect(acknowledged.length).toBeGreaterThan(0);
      for (const count of acknowledged) expect(await ledger.artifact(artifact(`result ${count}`).digest)).toBeDefined();
    }
    const contradictions = await ledger.contradictions();
    await shut();
    await place.remove();
    expect(contradictions).toEqual([]);
  });
});

describe("a catalogue that cannot be used", () => {
  test("says so when the file is no database", async () => {
    const place = await sqliteFile();
    await writeFile(place.file, "this is no database, whatever its name says".repeat(100));
    await expect(openCatalogue(place.config, now)).rejects.toMatchObject({ code: "CATALOGUE-DAMAGED", exit: "integrity" });
    await place.remove();
  });

  test("says that it does not answer when no server listens", async () => {
    const nowhere = openCatalogue({ databaseUrl: "postgres://127.0.0.1:1/none" }, now);
    await expect(nowhere).rejects.toMatchObject({ code: "SVC-CATALOGUE", retry: "later" });
  });

  test.skipIf(!hasPostgres)("goes on by itself after the server cut all connections", async () => {
    const { databaseUrl, drop, cutConnections } = await freshSchema();
    const { ledger, close: shut } = await openCatalogue({ databaseUrl }, now);
    await intake(ledger, 1);
    await cutConnections();
    await ledger.check();
    expect(await ledger.pages(ITEM)).toHaveLength(1);
    await shut();
    await drop();
  });

  test("reports a full disk as such, loses nothing, and goes on when there is room", async () => {
    const place = await sqliteFile();
    const connection = new DatabaseSync(place.file);
    const rows = new Kysely<Schema>({ dialect: sqliteDialect(connection, 1000) });
    await migrate(rows);
    const ledger = ledgerOver(new Database({ rows, hasRowLocks: false, damage: async () => [], changeMark: () => "" }, now));
    connection.exec("pragma max_page_count = 150");
    await expect(intake(ledger, 2000)).rejects.toMatchObject({ code: "SPACE-FULL", exit: "space", retry: "later" });
    expect(await ledger.contradictions()).toEqual([]);
    connection.exec("pragma max_page_count = 1000000");
    await intake(ledger, 2000);
    expect(await ledger.pages(ITEM)).toHaveLength(2000);
    expect(await ledger.contradictions()).toEqual([]);
    await ledger.close();
    await place.remove();
  });
});

describe("the proof", () => {
  let catalogue: Catalogue;
  let place: Awaited<ReturnType<typeof sqliteFile>>;

  beforeEach(async () => {
    place = await sqliteFile();
    catalogue = await openCatalogue(place.config, now);
    const ids = await intake(catalogue.ledger, 3);
    await close(catalogue.ledger, ids);
    await catalogue.ledger.ensureTasks(ids.map((id) => dueTask(id)));
    const task = await catalogue.ledger.claimNext(WORKER);
    await catalogue.ledger.finish(task!, result("report"));
    await catalogue.ledger.claimNext(WORKER);
    const judged = { subject: ids[0] ?? "", master: artifact(`master of ${ids[0]}`).digest, note: "" };
    await catalogue.ledger.judge(ITEM, [{ ...judged, verdict: "rescan", reason: "blurred" }], "Lan");
    await catalogue.ledger.judge(ITEM, [{ ...judged, verdict: "accept", reason: "so is the print" }], "Minh");
  });
  afterEach(async () => {
    await catalogue.close();
    await place.remove();
  });

  const plant = (text: string) => {
    const connection = new DatabaseSync(place.file, { enableForeignKeyConstraints: false });
    connection.exec(text);
    connection.close();
  };

  test("finds everything in the one file once the catalogue is closed", async () => {
    await catalogue.close();
    const copy = `${place.file}.copy`;
    await copyFile(place.file, copy);
    catalogue = await openCatalogue({ file: copy }, now);
    expect(await catalogue.ledger.pages(ITEM)).toHaveLength(3);
  });

  test("finds nothing in a sound catalogue", async () => {
    expect(await catalogue.ledger.contradictions()).toEqual([]);
  });

  test.each([
    [
      "a pointer to nothing",
      `update "current" set digest = 'none' where subject = 'p0001' and role = 'report/quality'`,
      /no known artifact/,
    ],
    [
      "a pointer of nobody",
      `update "current" set subject = 'ghost' where role = 'report/quality'`,
      /neither a page nor the item/,
    ],
    [
      "a page without its master",
      `delete from "current" where subject = 'p0002' and role = 'image/master'`,
      /p0002 .* no master/,
    ],
    ["a verdict that somebody removed", "delete from verdict where ordinal = 1", /1 verdicts of item AB.123 end at number 2/],
    [
      "a verdict about no page",
      `update verdict set subject = 'ghost' where ordinal = 1`,
      /about ghost, which is none of its pages/,
    ],
    ["a page without its batch", `update page set batch_id = 'ghost' where id = 'p0001'`, /its batch ghost/],
    ["two pages at one place", `update page set sequence = 2 where id = 'p0001'`, /2 pages at place 2/],
    ["a lost page", `delete from page where id = 'p0001'`, /3|neither a page/],
    ["a lost item", `delete from item`, /item AB.123, which does not exist/],
    ["a lost derivation", `delete from derivation`, /derivation .* does not exist/],
    ["a lease without its token", `update task set lease_token = null where state = 'leased'`, /lease is not complete/],
    ["a lease that outlived its task", `update task set state = 'pending' where state = 'leased'`, /still has a lease/],
    ["an end without a reason", `update task set state = 'failed' where state = 'pending'`, /without a reason/],
    ["work done without outputs", `update derivation set outputs = null`, /has no outputs/],
    ["a version from the future", `update item set stored_version = 9`, /version 9 .* stored/],
    ["a task of no page", `update task set subject = 'ghost' where state = 'pending'`, /ghost, which is neither/],
  ])("finds %s", async (_, text, sentence) => {
    plant(text);
    expect((await catalogue.ledger.contradictions()).join("\n")).toMatch(sentence);
  });

  test("finds a damaged file", async () => {
    await catalogue.close();
    const bytes = await readFile(place.file);
    // The second half of the file holds rows and indexes; the first page, which says what the file is, stays whole.
    bytes.fill(0xaa, bytes.length / 2);
    await writeFile(place.file, bytes);
    const found = await openCatalogue(place.config, now).then(
      (damaged) => damaged.ledger.contradictions().finally(damaged.close),
      (thrown: Error) => [thrown.message],
    );
    catalogue = await openCatalogue({ file: ":memory:" }, now);
    expect(found.join("\n")).toMatch(/damaged|CATALOGUE-DAMAGED/);
  });
});
