/** The kept counts over SQLite in a file and PostgreSQL: always what counting the rows would give. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RowChunk } from "../../catalogue/backup/port.ts";
import { type Catalogue, openCatalogue } from "../../catalogue/open.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import { type BareRows, makeEarlier, openBare, type Place } from "../fixtures/earlier-home.ts";
import { hasPostgres } from "../services.ts";
import { artifact, close, dueTask, ITEM, intake, newPage, result, WORKER } from "./ledger-values.ts";
import { freshSchema } from "./postgres.ts";

interface Home {
  readonly place: Place;
  remove(): Promise<void>;
}

async function inFile(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-counts-"));
  return { place: { file: join(folder, "catalogue.sqlite") }, remove: () => rm(folder, { recursive: true }) };
}

async function inSchema(): Promise<Home> {
  const { databaseUrl, drop } = await freshSchema();
  return { place: { databaseUrl }, remove: drop };
}

/** What is told of each item's roles, of tasks that are over, and of artifacts. */
async function told({ ledger, observer }: Catalogue) {
  const items = [...(await ledger.tallies())].flatMap(([item, { having }]) =>
    [...having].map(([role, n]) => `${item} ${role} ${n}`),
  );
  const { tasks, artifacts, neverVerified } = await observer.observe();
  const over = tasks.filter(({ state }) => ["done", "gone"].includes(state));
  return {
    pointers: items.sort(),
    tasks: over.map(({ stage, state, tasks: n }) => `${stage} ${state} ${n}`).sort(),
    artifacts: { all: artifacts, never: neverVerified },
  };
}

/** The same, by counting the rows. */
async function counted(rows: BareRows) {
  const lines = async (query: ReturnType<typeof sql>) => (await query.execute(rows)).rows as readonly Record<string, unknown>[];
  const pointers = await lines(sql`select item_id, role, count(*) as n from "current" group by item_id, role`);
  const tasks = await lines(
    sql`select stage, state, count(*) as n from task where state in ('done', 'gone') group by stage, state`,
  );
  const of = (found: readonly Record<string, unknown>[]) => found.map((row) => Object.values(row).join(" ")).sort();
  const all = (await lines(sql`select digest from artifact`)).length;
  const never = (await lines(sql`select digest from artifact where verified_at = ''`)).length;
  return { pointers: of(pointers), tasks: of(tasks), artifacts: { all, never } };
}

async function work(ledger: Ledger, subject: string, what: string): Promise<void> {
  await ledger.ensureTasks([dueTask(subject, what)]);
  const task = await ledger.claimNext(WORKER);
  if (task) await ledger.finish(task, result(`${subject} ${what}`));
}

const review = (ledger: Ledger, subject: string, content: string) =>
  ledger.answer({
    ...{ gate: "text-review", subject, itemId: ITEM, from: [], agent: "archivist" },
    made: { role: "text/reviewed", artifact: artifact(content) },
  });

const kinds = [
  { name: "SQLite", isHere: true, make: inFile },
  { name: "PostgreSQL", isHere: hasPostgres, make: inSchema },
] as const;

describe.each(kinds)("the counts over $name", ({ isHere, make }) => {
  const homes: Home[] = [];
  const closing: (() => Promise<void>)[] = [];
  let home: Home;
  let catalogue: Catalogue;
  let rows: BareRows;

  const another = async () => {
    const made = await make();
    homes.push(made);
    return made;
  };
  const open = async ({ place }: Home) => {
    const opened = await openCatalogue(place, () => new Date("2026-01-01T00:00:00.000Z"));
    closing.push(() => opened.close());
    return opened;
  };
  const openRows = ({ place }: Home) => {
    const opened = openBare(place);
    closing.push(() => opened.destroy());
    return opened;
  };
  beforeEach(async () => {
    if (!isHere) return;
    home = await another();
    catalogue = await open(home);
    rows = openRows(home);
  });
  afterEach(async () => {
    for (const shut of closing.splice(0)) await shut();
    for (const each of homes.splice(0)) await each.remove();
  });

  test.skipIf(!isHere)("follow every way in which pages, results, answers and rescans come, move and go", async () => {
    const { ledger } = catalogue;
    const expectTrue = async () => {
      const now = await told(catalogue);
      expect(now).toEqual(await counted(rows));
      return now;
    };
    const [one = "", two = ""] = await intake(ledger, 3);
    await close(ledger, ["p0001", "p0002", "p0003"]);
    expect((await expectTrue()).pointers).toEqual([`${ITEM} image/master 3`, `${ITEM} item/structure 1`]);
    await work(ledger, one, "first");
    await work(ledger, two, "first");
    await work(ledger, one, "second");
    expect((await expectTrue()).tasks).toEqual(["inspect done 2", "inspect gone 1"]);
    const before = dueTask(one, "first");
    await ledger.recall(before, (await ledger.outputsOf(before.derivation.key)) ?? [], "planner");
    await ledger.withdraw(two, "inspect");
    await review(ledger, one, "text");
    await ledger.addPages(ITEM, [newPage(one, "rescan")], "technician");
    expect((await expectTrue()).pointers).toContain(`${ITEM} text/earlier 1`);
    await review(ledger, one, "new text");
    const { pointers } = await expectTrue();
    expect([pointers.includes(`${ITEM} text/reviewed 1`), pointers.some((line) => line.includes("text/earlier"))]).toEqual([
      true,
      false,
    ]);
    await ledger.recordFixity(newPage(two).master.digest, "match", "2026-01-01T00:00:00.000Z");
    const { artifacts } = await expectTrue();
    expect(artifacts.all - artifacts.never).toBe(1);
  });

  test.skipIf(!isHere)("follow what is written past this program, as an older release or a hand would", async () => {
    await intake(catalogue.ledger, 3);
    await intake(catalogue.ledger, 2, "CD.9");
    await sql`update "current" set item_id = 'CD.9' where subject = 'p0001'`.execute(rows);
    await sql`delete from "current" where subject = 'p0002'`.execute(rows);
    expect((await told(catalogue)).pointers).toEqual([`${ITEM} image/master 1`, "CD.9 image/master 3"]);
    await sql`delete from "current"`.execute(rows);
    expect(await told(catalogue)).toEqual({ ...(await counted(rows)), pointers: [] });
  });

  test.skipIf(!isHere)("hold nothing of a change that came to nothing", async () => {
    await intake(catalogue.ledger, 2);
    const before = await told(catalogue);
    const failing = rows.transaction().execute(async (change) => {
      await sql`delete from "current"`.execute(change);
      throw new Error("on purpose");
    });
    await expect(failing).rejects.toThrow("on purpose");
    expect(await told(catalogue)).toEqual(before);
  });

  test.skipIf(!isHere)("are right where many finish pages of one item at once, and none of them fails", async () => {
    const ids = await intake(catalogue.ledger, 60);
    await catalogue.ledger.ensureTasks(ids.map((id) => dueTask(id)));
    const houses = [catalogue, await open(home), await open(home)];
    const turns = Array.from({ length: 12 }, async (_, at) => {
      const { ledger } = houses[at % houses.length] ?? catalogue;
      let finished = 0;
      for (let task = await ledger.claimNext(WORKER); task; task = await ledger.claimNext(WORKER)) {
        const made = result(task.subject);
        const outputs = [...made.outputs, { role: "report/cleanup" as const, artifact: artifact(`cleanup ${task.subject}`) }];
        if (await ledger.finish(task, { ...made, outputs: at % 2 === 0 ? outputs : outputs.toReversed() })) finished += 1;
      }
      return finished;
    });
    expect((await Promise.all(turns)).reduce((sum, each) => sum + each, 0)).toBe(60);
    const now = await told(catalogue);
    expect(now).toEqual(await counted(rows));
    expect(now).toMatchObject({
      pointers: [`${ITEM} image/master 60`, `${ITEM} report/cleanup 60`, `${ITEM} report/quality 60`],
      tasks: ["inspect done 60"],
      artifacts: { all: 180 },
    });
  });

  test.skipIf(!isHere)("are filled when the catalogue of an earlier release is opened", async () => {
    const ids = await intake(catalogue.ledger, 5);
    for (const id of ids.slice(1)) await work(catalogue.ledger, id, "first");
    const earlier = await another();
    await makeEarlier(home.place, earlier.place);
    const upgraded = await open(earlier);
    const now = await told(upgraded);
    expect(now).toEqual(await told(catalogue));
    expect(now.pointers).toEqual([`${ITEM} image/master 5`, `${ITEM} report/quality 4`]);
    expect(await upgraded.ledger.contradictions()).toEqual([]);
  });

  test.skipIf(!isHere)("are made anew by a backup that is put back, and no part of it", async () => {
    await work(catalogue.ledger, (await intake(catalogue.ledger, 3))[0] ?? "", "first");
    const chunks: RowChunk[] = [];
    await catalogue.copies.dump(async (chunk) => void chunks.push(chunk));
    expect(chunks.map(({ table }) => table).filter((table) => table.endsWith("_count"))).toEqual([]);
    const back = await open(await another());
    await back.copies.load(
      (async function* () {
        yield* chunks;
      })(),
    );
    expect(await told(back)).toEqual(await told(catalogue));
  });

  test.skipIf(!isHere).each([
    [
      "a pointer counted too many",
      "update role_count set count = count + 1",
      /4 pointers of image\/master are counted .*, there are 3/,
    ],
    ["an item whose pointers nobody counts", "delete from role_count", /0 pointers of image\/master are counted .*, there are 3/],
    [
      "a task counted too many",
      "update over_task_count set count = count + 1",
      /2 tasks of stage inspect are .* done, there are 1/,
    ],
    ["artifacts that nobody counts", "delete from artifact_count", /0 artifacts are counted .*, there are 4/],
  ])("are compared by the proof, which finds %s", async (_, text, sentence) => {
    await work(catalogue.ledger, (await intake(catalogue.ledger, 3))[0] ?? "", "first");
    expect(await catalogue.ledger.contradictions()).toEqual([]);
    await sql.raw(text).execute(rows);
    expect((await catalogue.ledger.contradictions()).join("\n")).toMatch(sentence);
  });
});
