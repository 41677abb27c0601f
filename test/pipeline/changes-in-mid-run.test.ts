import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { advance, advanceAll } from "../../pipeline/advance.ts";
import type { Role } from "../../pipeline/artifact.ts";
import { isAtRest } from "../../pipeline/at-rest.ts";
import { storeDescription } from "../../pipeline/describe-item.ts";
import { IntegrityError } from "../../pipeline/errors.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { LeasedTask } from "../../pipeline/ledger-rows.ts";
import { reconcile, reconcileOnce } from "../../pipeline/reconcile.ts";
import { storeJson } from "../../pipeline/store-json.ts";
import { openToyHouse, TOY_PROFILE, type ToyHouse } from "../fixtures/toy-house.ts";
import { toyWorkflow } from "../fixtures/toy-workflow.ts";

let house: ToyHouse;
beforeEach(async () => {
  house = await openToyHouse();
});
afterEach(async () => {
  await house.close();
});

const loud = { ...TOY_PROFILE, params: { shout: { suffix: "!" } } };

async function treatBy(profile: typeof TOY_PROFILE): Promise<void> {
  await house.ledger.setProfile("T.1", profile);
  await advanceAll(house, "T.1");
}

const open = async () =>
  (await house.ledger.tasks({ itemId: "T.1", states: ["pending", "leased", "failed", "quarantined"] })).map(
    ({ subject, stage, state }) => `${subject} ${stage} ${state}`,
  );

async function take(stage: string): Promise<LeasedTask> {
  const task = await house.ledger.claimNext({ owner: "test", leaseSeconds: 60, stages: [stage] });
  if (!task) throw new Error(`nothing of ${stage} to take`);
  return task;
}

/** Ends the most urgent task of a stage; nothing is planned after it. */
async function end(stage: string, role: Role): Promise<void> {
  const task = await take(stage);
  const made = { role, artifact: await storeJson(house.store, { key: task.derivation.key }, role) };
  const at = new Date().toISOString();
  await house.ledger.finish(task, { outputs: [made], startedAt: at, endedAt: at, agent: "test" });
}

/** Plans one page and dies before it comes to the item. */
async function dieAfterPlanning(page: string): Promise<void> {
  const ledger = Object.assign(Object.create(house.ledger) as Ledger, {
    async planMarks(subjects: readonly string[]) {
      if (subjects.includes("T.1")) throw new Error("killed");
      return await house.ledger.planMarks(subjects);
    },
  });
  await expect(advance({ ...house, ledger }, "T.1", [page])).rejects.toThrow("killed");
}

describe("two workers that end the last two pages at once", () => {
  test("forget nothing of the item when one looks at it before the other's page is planned, and that one dies", async () => {
    await house.add({ "1.txt": "one", "2.txt": "two" });
    for (let pages = 0; pages < 2; pages += 1) await end("shout", "image/clean");
    await advance(house, "T.1", ["p-1.txt", "p-2.txt"]);
    for (let pages = 0; pages < 2; pages += 1) await end("read", "text/machine");
    await advance(house, "T.1", ["p-2.txt"]);
    await dieAfterPlanning("p-1.txt");
    expect(await open()).toEqual([]);
    expect(await isAtRest(house.ledger, "T.1")).toBe(false);
    await reconcileOnce(house);
    expect(await open()).toEqual(["T.1 bind pending"]);
  });
});

describe("a change in the middle of work", () => {
  test("a rescan of one page leaves that page at its place in the book", async () => {
    await house.add({ "1.txt": "one", "2.txt": "two", "3.txt": "three" });
    await house.settle();
    expect(await house.add({ "2.txt": "zwei" })).toMatchObject({ replaced: 1 });
    await house.settle();
    expect(await house.text("T.1", "pdf")).toBe("read ONE\nread ZWEI\nread THREE");
  });

  test("a page that was forgotten goes after the page it was delivered behind", async () => {
    await house.add({ "1.txt": "one", "3.txt": "three" });
    await house.add({ "1.txt": "one", "2.txt": "two" });
    await house.add({ "4.txt": "four" });
    await house.settle();
    expect(await house.text("T.1", "pdf")).toBe("read ONE\nread TWO\nread THREE\nread FOUR");
  });

  test("a profile taken back before its work was done leaves nothing to do", async () => {
    await house.add({ "1.txt": "one" });
    await house.settle();
    await treatBy(loud);
    expect(await open()).toEqual(["p-1.txt shout pending"]);
    await treatBy(TOY_PROFILE);
    expect(await open()).toEqual([]);
    await reconcileOnce(house);
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("a profile taken back after its work failed leaves no failure behind", async () => {
    await house.add({ "1.txt": "one" });
    await house.settle();
    await treatBy(loud);
    const failure = { code: "X", facts: {}, detail: "" };
    await house.ledger.giveUp(await take("shout"), { state: "failed", failure });
    expect(await open()).toEqual(["p-1.txt shout failed"]);
    await treatBy(TOY_PROFILE);
    expect(await open()).toEqual([]);
  });

  test("a review demanded before publishing was done holds the publishing back", async () => {
    await house.add({ "1.txt": "one" });
    while ((await open())[0] !== "T.1 publish pending") await house.step();
    await treatBy({ ...TOY_PROFILE, gates: { "text-review": "required" } });
    await house.settle();
    expect(await house.ledger.current("T.1", "publication")).toBeUndefined();
  });

  test("a rescan that fails keeps the book as it was: nothing is bound from two scans", async () => {
    await house.add({ "1.txt": "one", "2.txt": "two" });
    await house.settle();
    const before = await house.ledger.current("T.1", "publication");
    await house.add({ "2.txt": "refuse" });
    await house.settle();
    expect(await open()).toEqual(["p-2.txt shout failed"]);
    expect(await house.ledger.current("T.1", "publication")).toEqual(before);
    const names = (await house.ledger.events("T.1")).filter((event) => event.stage === "bind");
    expect(names).toHaveLength(1);
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("fsck finds no fault with a batch that was given up", async () => {
    await house.add({ "1.txt": "one", "2.txt": "two" });
    await house.ledger.cancel("T.1");
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("a file that was refused and is good now is no longer reported", async () => {
    const path = `${house.folder}/1.txt`;
    await house.ledger.openBatch({ id: "T.1", itemId: "T.1", shelfmark: "T.1", profile: TOY_PROFILE });
    await house.ledger.recordRejections("T.1", [{ sourcePath: path, code: "IMG-TRUNC", facts: {} }]);
    await house.add({ "1.txt": "one" });
    expect(await house.ledger.rejections("T.1")).toEqual([]);
  });

  test("fsck is not fooled by a task for work that is no longer wanted", async () => {
    await house.add({ "1.txt": "one" });
    await house.ledger.setProfile("T.1", loud);
    const marks = await house.ledger.planMarks(["T.1", "p-1.txt"]);
    await house.ledger.markPlanned(marks);
    await storeDescription(house, "T.1");
    expect((await house.fsck()).findings).toMatchObject([{ code: "DUE-NO-TASK", subject: "p-1.txt", detail: "shout" }]);
  });

  test("fsck names an item whose newest version is not described in the store", async () => {
    await house.add({ "1.txt": "one" });
    const artifact = await house.ledger.current("p-1.txt", "image/master");
    if (!artifact) throw new Error("no master");
    const answer = { gate: "text-review", itemId: "T.1", subject: "p-1.txt", from: [], agent: "Lan" };
    await house.ledger.answer({ ...answer, made: { role: "text/reviewed", artifact } });
    expect((await house.fsck()).findings).toMatchObject([{ code: "DESCRIPTION-MISSING", detail: "version 1 of 2" }]);
  });

  test("a raised stage version makes everything again that depends on it, without being asked", async () => {
    await house.add({ "1.txt": "one" });
    await house.settle();
    await house.close(true);
    const workflow = toyWorkflow.map((step) => (step.name === "read" ? { ...step, version: 2 } : step));
    house = await openToyHouse(house.folder, { workflow });
    const stop = new AbortController();
    const reconciling = reconcile(house, stop.signal);
    await expect.poll(open, { timeout: 5000 }).toEqual(["p-1.txt read pending"]);
    stop.abort();
    await reconciling;
  });

  test("an item that cannot be planned keeps no other item waiting", async () => {
    await house.add({ "1.txt": "one" });
    await house.ledger.setProfile("T.1", { ...TOY_PROFILE, params: { shout: { suffix: 7 } } });
    await house.ledger.openBatch({ id: "T.2", itemId: "T.2", shelfmark: "T.2", profile: TOY_PROFILE });
    const master = await house.ledger.current("p-1.txt", "image/master");
    if (!master) throw new Error("no master");
    await house.ledger.addPages("T.2", [{ id: "q", sourceName: "q", sourcePath: "q", master }], "test");
    await reconcileOnce(house);
    expect((await house.ledger.tasks({ itemId: "T.2" })).map((task) => task.stage)).toEqual(["shout"]);
  });

  test("two processes that describe an item at once both succeed", async () => {
    await house.add({ "1.txt": "one" });
    const item = await house.ledger.item("T.1");
    let wasRefused = false;
    const store = {
      ...house.store,
      hasNamed: async () => false,
      putNamed: async (key: string) => {
        wasRefused = true;
        throw new IntegrityError({ code: "STORE-EXISTS", subject: key });
      },
    };
    const ledger = { ...house.ledger, item: async () => item && { ...item, storedVersion: 0 } };
    await storeDescription({ ...house, ledger, store: store as unknown as typeof house.store }, "T.1");
    expect(wasRefused).toBe(true);
  });
});
