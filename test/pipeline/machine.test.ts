import { chmod, rm, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { advanceAll } from "../../pipeline/advance.ts";
import { answerGate } from "../../pipeline/answer-gate.ts";
import { digestFile } from "../../pipeline/digest-file.ts";
import { rebuild } from "../../pipeline/rebuild.ts";
import { work } from "../../pipeline/worker.ts";
import { openToyHouse, TOY_PROFILE, type ToyHouse } from "../fixtures/toy-house.ts";
import { hastyToyWorkflow, toyReview } from "../fixtures/toy-workflow.ts";

let house: ToyHouse;
beforeEach(async () => {
  house = await openToyHouse();
});
afterEach(async () => {
  await house.close();
});

const states = async (stage: string) =>
  Object.fromEntries(
    (await house.ledger.stageCounts("T.1"))
      .filter((each) => each.stage === stage && each.count > 0)
      .map((each) => [each.state, each.count]),
  );

/** How often a stage really ran; recalled work does not count. */
const runs = async (stage: string) =>
  (await house.ledger.events("T.1")).filter((each) => each.stage === stage && each.outcome === "made").length;

describe("the machine", () => {
  test("carries a batch from its files to a publication, and fsck finds nothing wrong", async () => {
    expect(await house.add({ "2.txt": "two", "1.txt": "one" })).toEqual({
      found: 2,
      added: 2,
      replaced: 0,
      known: 0,
      superseded: 0,
      rejected: 0,
    });
    await house.settle();
    expect(await house.text("T.1", "pdf")).toBe("read TWO\nread ONE");
    expect(await house.ledger.current("T.1", "publication")).toBeDefined();
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("makes nothing new when the same batch is added twice", async () => {
    await house.add({ "1.txt": "one" });
    await house.settle();
    const before = (await house.fsck()).objects;
    expect(await house.add({ "1.txt": "one" })).toMatchObject({ added: 0, known: 1 });
    await house.settle();
    expect((await house.fsck()).objects).toBe(before);
    expect(await runs("shout")).toBe(1);
  });

  test("re-makes exactly what depends on a corrected text", async () => {
    await house.add({ "1.txt": "one", "2.txt": "two" });
    await house.settle();
    await answerGate(house, [{ gate: toyReview, itemId: "T.1", subject: "p-1.txt", value: "corrected", agent: "Lan" }]);
    await house.settle();
    expect(await house.text("T.1", "pdf")).toBe('"corrected"\nread TWO');
    expect([await runs("shout"), await runs("read"), await runs("bind")]).toEqual([2, 2, 2]);
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("recalls earlier work when a change is taken back", async () => {
    await house.add({ "1.txt": "one" });
    await house.settle();
    const loud = { ...TOY_PROFILE, params: { shout: { suffix: "!" } } };
    await house.ledger.setProfile("T.1", loud);
    await house.queue.announce(await advanceAll(house, "T.1"));
    await house.settle();
    expect(await house.text("T.1", "pdf")).toBe("read ONE!");
    await house.ledger.setProfile("T.1", TOY_PROFILE);
    await advanceAll(house, "T.1");
    expect(await house.text("T.1", "pdf")).toBe("read ONE");
    expect(await runs("shout")).toBe(2);
  });

  test("waits at a gate that policy demands, and goes on when a person answers", async () => {
    await house.add({ "1.txt": "one" }, { ...TOY_PROFILE, gates: { "text-review": "required" } });
    await house.settle();
    expect(await house.ledger.current("T.1", "publication")).toBeUndefined();
    await answerGate(house, [{ gate: toyReview, itemId: "T.1", subject: "p-1.txt", value: "checked", agent: "Lan" }]);
    await house.settle();
    expect(await house.ledger.current("T.1", "publication")).toBeDefined();
  });

  test("a page that crashes, hangs or is refused costs that page only", async () => {
    await house.add({ "1.txt": "one", "2.txt": "crash", "3.txt": "refuse" });
    await house.settle();
    await house.close(true);
    house = await openToyHouse(house.folder, { workflow: hastyToyWorkflow });
    await house.add({ "4.txt": "hang" });
    await house.settle();
    expect(await house.text("p-1.txt", "text/machine")).toBe("read ONE");
    expect(await states("shout")).toEqual({ done: 1, failed: 1, quarantined: 2 });
    const failures = (await house.ledger.tasks({ itemId: "T.1", states: ["failed", "quarantined"] })).map(
      (task) => task.failure?.code,
    );
    expect(failures.sort()).toEqual(["IMG-CORRUPT", "STAGE-CRASH", "STAGE-TIMEOUT"]);
    expect(await house.ledger.current("T.1", "pdf")).toBeUndefined();
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("a full disk behind a stage's complaint is a full disk, not a bad page", async () => {
    await house.add({ "1.txt": "full" });
    await expect(house.step()).rejects.toMatchObject({ code: "SPACE-FULL", retry: "later" });
  });

  test("a page that failed for good is planned by its worker, without the reconciler", async () => {
    await house.add({ "1.txt": "refuse" });
    const stop = new AbortController();
    const running = work(house.worker, stop.signal, 0);
    try {
      await expect.poll(() => states("shout"), { timeout: 20_000 }).toEqual({ failed: 1 });
      await expect.poll(() => house.ledger.unplanned(10), { timeout: 5_000 }).toEqual([]);
    } finally {
      stop.abort();
      await running;
    }
  });

  test("a replaced master makes a new version and re-makes that page only", async () => {
    await house.add({ "1.txt": "one", "2.txt": "two" });
    await house.settle();
    expect(await house.add({ "1.txt": "uno", "2.txt": "two" })).toMatchObject({ replaced: 1, known: 1 });
    await house.settle();
    expect(await house.text("T.1", "pdf")).toBe("read UNO\nread TWO");
    expect(await runs("shout")).toBe(3);
    expect((await house.ledger.item("T.1"))?.version).toBeGreaterThan(1);
  });

  test("adding the first scans again does not put back a page that was scanned again since", async () => {
    await house.add({ "1.txt": "one", "2.txt": "two" });
    await house.add({ "1.txt": "uno" });
    expect(await house.add({ "1.txt": "one", "2.txt": "two" })).toMatchObject({ replaced: 0, known: 2, superseded: 1 });
    await house.settle();
    expect(await house.text("T.1", "pdf")).toBe("read UNO\nread TWO");
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("a page's reviewed text waits for a person when the page is scanned again, and readers keep the book they have", async () => {
    await house.add({ "1.txt": "one", "2.txt": "two" });
    await answerGate(house, [{ gate: toyReview, itemId: "T.1", subject: "p-1.txt", value: "corrected", agent: "Lan" }]);
    await house.settle();
    const published = await house.ledger.current("T.1", "publication");
    await house.add({ "1.txt": "uno" });
    await house.settle();
    expect(await house.text("p-1.txt", "text/earlier")).toBe('"corrected"');
    expect(await house.ledger.current("T.1", "publication")).toEqual(published);
    expect((await house.fsck()).findings).toEqual([]);
    await answerGate(house, [{ gate: toyReview, itemId: "T.1", subject: "p-1.txt", value: "fits again", agent: "Lan" }]);
    await house.settle();
    expect(await house.text("T.1", "pdf")).toBe('"fits again"\nread TWO');
    expect(await house.ledger.current("T.1", "publication")).not.toEqual(published);
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("fsck names a lost object, a changed object, and an object nobody knows", async () => {
    await house.add({ "1.txt": "one" });
    await house.settle();
    const clean = await house.ledger.current("p-1.txt", "image/clean");
    const pdf = await house.ledger.current("T.1", "pdf");
    await house.store.remove(clean?.digest ?? "", "test");
    const path = house.store.localPath(pdf?.digest ?? "") ?? "";
    await chmod(path, 0o644);
    await writeFile(path, "read ONX");
    const stray = `${house.folder}/stray`;
    await writeFile(stray, "stray");
    await house.store.putFile(stray, await digestFile(stray));
    const codes = (await house.fsck()).findings.map((finding) => finding.code).sort();
    expect(codes).toEqual(["OBJECT-DIGEST", "OBJECT-MISSING", "ORPHAN"]);
  });

  test("the catalogue can be thrown away and rebuilt from the store", async () => {
    await house.add({ "1.txt": "one", "2.txt": "two" });
    await house.settle();
    await answerGate(house, [{ gate: toyReview, itemId: "T.1", subject: "p-2.txt", value: "checked", agent: "Lan" }]);
    await house.settle();
    const before = await house.ledger.currentOfItem("T.1");
    await house.close(true);
    for (const suffix of ["", "-wal", "-shm"]) await rm(`${house.folder}/catalogue.sqlite${suffix}`, { force: true });
    house = await openToyHouse(house.folder);
    expect(await rebuild(house.ledger, house.store, house.texts)).toMatchObject({ items: ["T.1"], missing: [] });
    await house.queue.announce(await advanceAll(house, "T.1"));
    await house.settle();
    expect(await house.ledger.currentOfItem("T.1")).toEqual(before);
    expect([await runs("shout"), await runs("read"), await runs("bind")]).toEqual([2, 2, 2]);
    expect((await house.fsck()).findings).toEqual([]);
  });
});
