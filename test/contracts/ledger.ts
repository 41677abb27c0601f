/** What every ledger promises, whatever database is behind it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InputError } from "../../pipeline/errors.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { LeasedTask } from "../../pipeline/ledger-rows.ts";
import { artifact, close, dueTask, ITEM, intake, newPage, PROFILE, pageIds, result, WORKER } from "./ledger-values.ts";

/** An empty catalogue of its own for one test. */
export interface LedgerPlace {
  readonly ledger: Ledger;
  remove(): Promise<void>;
}

const START = Date.parse("2026-01-01T00:00:00.000Z");

/** Run the suite over ledgers from `open`, which gives a fresh one each time, living by the given clock. */
export function ledgerContract(name: string, open: (clock: () => Date) => Promise<LedgerPlace>): void {
  describe(`the ledger over ${name}`, () => {
    let place: LedgerPlace;
    let ledger: Ledger;
    let milliseconds = START;
    const wait = (seconds: number) => {
      milliseconds += seconds * 1000;
    };

    beforeEach(async () => {
      milliseconds = START;
      place = await open(() => new Date(milliseconds));
      ledger = place.ledger;
    });
    afterEach(async () => {
      const contradictions = await ledger.contradictions();
      await place.remove();
      expect(contradictions).toEqual([]);
    });

    const take = async (): Promise<LeasedTask> => {
      const task = await ledger.claimNext(WORKER);
      if (!task) throw new Error("nothing to take");
      return task;
    };
    const made = async (subject: string, work = "first", content = `${subject} ${work}`) => {
      await ledger.ensureTasks([dueTask(subject, work)]);
      await ledger.finish(await take(), result(content));
    };

    describe("taking in", () => {
      test("opens a batch once and finds it again", async () => {
        const opening = { id: ITEM, itemId: ITEM, shelfmark: "AB 123", profile: PROFILE };
        const first = await ledger.openBatch(opening);
        expect(await ledger.openBatch(opening)).toEqual(first);
        expect(first).toEqual({ ...opening, state: "open", paused: false, createdAt: "2026-01-01T00:00:00.000Z" });
        expect(await ledger.batches()).toEqual([first]);
        expect(await ledger.batch("other")).toBeUndefined();
      });

      test("refuses a batch that exists with another profile or for another item", async () => {
        const opening = { id: ITEM, itemId: ITEM, shelfmark: "AB 123", profile: PROFILE };
        await ledger.openBatch(opening);
        const other = { ...PROFILE, script: "latin" as const };
        await expect(ledger.openBatch({ ...opening, profile: other })).rejects.toMatchObject({ code: "BATCH-ID" });
        await expect(ledger.openBatch({ ...opening, itemId: "CD.9" })).rejects.toMatchObject({ code: "BATCH-ID" });
        expect(await ledger.item("CD.9")).toBeUndefined();
      });

      test("refuses to merge two books whose shelfmarks make the same identifier", async () => {
        await ledger.openBatch({ id: "b1", itemId: ITEM, shelfmark: "AB 123", profile: PROFILE });
        const second = ledger.openBatch({ id: "b2", itemId: ITEM, shelfmark: "AB/123", profile: PROFILE });
        await expect(second).rejects.toBeInstanceOf(InputError);
        expect(await ledger.batches()).toHaveLength(1);
      });

      test("adds a page once, however often it is handed over", async () => {
        const [first] = await intake(ledger, 3);
        expect(
          await ledger.addPages(
            ITEM,
            pageIds(3).map((id) => newPage(id)),
            "technician",
          ),
        ).toEqual({
          added: 0,
          replaced: 0,
          known: 3,
          superseded: 0,
        });
        expect(await ledger.countCurrent(ITEM, "image/master")).toBe(3);
        expect((await ledger.tallies()).get(ITEM)?.having.get("image/master")).toBe(3);
        expect((await ledger.events(ITEM)).map((event) => event.outcome)).toEqual(["received", "received", "received"]);
        expect(await ledger.page(first!)).toMatchObject({ id: first, itemId: ITEM, sequence: 1, label: "1" });
      });

      test("takes another master of a known page as its replacement", async () => {
        const [first] = await intake(ledger, 2);
        const again = await ledger.addPages(ITEM, [newPage(first!, "rescan")], "technician");
        expect(again).toEqual({ added: 0, replaced: 1, known: 0, superseded: 0 });
        expect(await ledger.current(first!, "image/master")).toEqual(artifact("rescan"));
        expect(await ledger.artifact(artifact(`master of ${first}`).digest)).toBeDefined();
        expect(await ledger.events(ITEM)).toHaveLength(3);
      });

      test("does not take a scan back that was replaced, unless a person means it", async () => {
        const [first] = await intake(ledger, 1);
        const old = newPage(first!);
        await ledger.addPages(ITEM, [newPage(first!, "rescan")], "technician");
        expect(await ledger.addPages(ITEM, [old], "technician")).toEqual({ added: 0, replaced: 0, known: 1, superseded: 1 });
        expect(await ledger.current(first!, "image/master")).toEqual(artifact("rescan"));
        const meant = { ...old, isRescan: true };
        expect(await ledger.addPages(ITEM, [meant], "technician")).toEqual({ added: 0, replaced: 1, known: 0, superseded: 0 });
        expect(await ledger.current(first!, "image/master")).toEqual(old.master);
      });

      test("refuses a page that belongs to another item", async () => {
        const [first] = await intake(ledger, 1);
        await ledger.openBatch({ id: "CD.9", itemId: "CD.9", shelfmark: "CD 9", profile: PROFILE });
        await expect(ledger.addPages("CD.9", [newPage(first!)], "technician")).rejects.toMatchObject({ code: "PAGE-ELSEWHERE" });
      });

      test("takes in more pages than one statement can carry", async () => {
        await intake(ledger, 1203);
        const order = pageIds(1203).toReversed();
        await close(ledger, order);
        expect((await ledger.pages(ITEM)).map((page) => page.id)).toEqual(order);
        expect(await ledger.currentOf(order)).toHaveLength(1203);
      });

      test("closes the page list as a new version, and closing it again the same way changes nothing", async () => {
        const ids = await intake(ledger, 3);
        const order = ids.toReversed();
        await close(ledger, order);
        await close(ledger, order);
        expect((await ledger.pages(ITEM)).map((page) => page.id)).toEqual(order);
        expect(await ledger.item(ITEM)).toMatchObject({ version: 1, storedVersion: 0 });
        expect((await ledger.batch(ITEM))?.state).toBe("closed");
        expect(await ledger.current(ITEM, "item/structure")).toEqual(artifact("structure 1", "application/json"));
        await close(ledger, ids, "structure 2");
        expect((await ledger.item(ITEM))?.version).toBe(2);
      });

      test("refuses an order that forgets a page, names one twice or names a strange one", async () => {
        const ids = await intake(ledger, 3);
        for (const order of [ids.slice(1), [...ids, ids[0]!], [...ids.slice(1), "stranger"], [ids[0]!, ids[0]!, ids[1]!]]) {
          await expect(close(ledger, order)).rejects.toMatchObject({ code: "BATCH-ORDER" });
        }
        expect((await ledger.item(ITEM))?.version).toBe(0);
      });

      test("opens a closed batch again when pages come to it", async () => {
        await close(ledger, await intake(ledger, 2));
        await ledger.addPages(ITEM, [newPage("p0003")], "technician");
        expect((await ledger.batch(ITEM))?.state).toBe("open");
        expect((await ledger.pages(ITEM)).map((page) => page.sequence)).toEqual([1, 2, 3]);
      });

      test("keeps what was refused, with the last reason", async () => {
        await intake(ledger, 1);
        const refused = { sourcePath: "/scans/bad.tif", code: "IMG-TRUNC", facts: { bytes: 12 } };
        await ledger.recordRejections(ITEM, [{ ...refused, code: "IMG-OTHER" }]);
        await ledger.recordRejections(ITEM, [refused]);
        expect(await ledger.rejections(ITEM)).toEqual([refused]);
      });
    });

    describe("tasks", () => {
      test("makes a task once and announces it once", async () => {
        const [first] = await intake(ledger, 1);
        const due = dueTask(first!, "first", { priority: 7 });
        const [notice, ...more] = await ledger.ensureTasks([due]);
        expect(more).toEqual([]);
        expect(notice).toEqual({ taskId: `inspect~${first}~${due.derivation.key.slice(0, 16)}`, stage: "inspect", priority: 7 });
        expect(await ledger.ensureTasks([due])).toEqual([]);
        expect(await ledger.tasks({ itemId: ITEM })).toHaveLength(1);
      });

      test("leases a task with everything a worker needs", async () => {
        const [first] = await intake(ledger, 1);
        const due = dueTask(first!);
        await ledger.ensureTasks([due]);
        const task = await ledger.claimNext(WORKER);
        expect(task).toMatchObject({ ...due, attempts: 1 });
        expect(task?.token).toMatch(/./);
        expect(await ledger.claimNext(WORKER)).toBeUndefined();
        expect(await ledger.claim(task!.taskId, WORKER)).toBeUndefined();
      });

      test("gives back long input lists in their order", async () => {
        const ids = await intake(ledger, 40);
        const artifacts = ids.map((id) => artifact(`master of ${id}`));
        const due = dueTask(ITEM, "bind", { stage: "pdf" });
        const inputs = [{ name: "clean", role: "image/master" as const, artifacts }];
        await ledger.ensureTasks([{ ...due, derivation: { ...due.derivation, inputs } }]);
        expect((await take()).derivation.inputs).toEqual(inputs);
      });

      test("gives the most urgent task first, then the oldest, and only of the asked stages", async () => {
        const [one, two, three] = await intake(ledger, 3);
        await ledger.ensureTasks([
          dueTask(one!),
          dueTask(two!, "first", { stage: "ocr" }),
          dueTask(three!, "first", { priority: 5 }),
        ]);
        expect(await ledger.pendingNotices(10)).toHaveLength(3);
        expect((await ledger.claimNext({ ...WORKER, stages: ["ocr"] }))?.subject).toBe(two);
        expect(await ledger.claimNext({ ...WORKER, stages: ["ocr", "pdf"] })).toBeUndefined();
        expect((await take()).subject).toBe(three);
        expect((await take()).subject).toBe(one);
      });

      test("never gives one task to two of many takers", async () => {
        const ids = await intake(ledger, 20);
        await ledger.ensureTasks(ids.map((id) => dueTask(id)));
        const taken = await Promise.all(
          Array.from({ length: 30 }, (_, index) => ledger.claimNext({ owner: `worker-${index}`, leaseSeconds: 60 })),
        );
        const subjects = taken.flatMap((task) => (task ? [task.subject] : []));
        expect(new Set(subjects).size).toBe(subjects.length);
        expect(subjects.toSorted()).toEqual(ids);
      });

      test("gives a named task to one of many takers", async () => {
        const [first] = await intake(ledger, 1);
        const [notice] = await ledger.ensureTasks([dueTask(first!)]);
        const taken = await Promise.all(Array.from({ length: 20 }, () => ledger.claim(notice!.taskId, WORKER)));
        expect(taken.filter((task) => task !== undefined)).toHaveLength(1);
      });

      test("finishes in one step: artifact, pointer, event, derivation, task", async () => {
        const [first] = await intake(ledger, 1);
        await ledger.ensureTasks([dueTask(first!)]);
        const task = await take();
        expect(await ledger.finish(task, result("report"))).toBe(true);
        const report = artifact("report", "application/json");
        expect(await ledger.current(first!, "report/quality")).toEqual(report);
        expect(await ledger.outputsOf(task.derivation.key)).toEqual([{ role: "report/quality", artifact: report }]);
        expect((await ledger.events(ITEM)).at(-1)).toEqual({
          ...result("report"),
          derivation: task.derivation.key,
          subject: first,
          itemId: ITEM,
          stage: "inspect",
          stageVersion: 1,
          outcome: "made",
          inputs: task.derivation.inputs,
          params: { work: "first" },
        });
        expect(await ledger.stageCounts(ITEM)).toEqual([{ stage: "inspect", state: "done", count: 1 }]);
        expect(await ledger.finish(task, result("again"))).toBe(false);
      });

      test("drops the result of a worker whose lease another has", async () => {
        const [first] = await intake(ledger, 1);
        await ledger.ensureTasks([dueTask(first!)]);
        const late = await take();
        wait(61);
        expect(await ledger.expireLeases(5)).toHaveLength(1);
        const next = await take();
        expect(next.token).not.toBe(late.token);
        expect(await ledger.finish(late, result("late"))).toBe(false);
        expect(await ledger.renew(late.taskId, late.token, 60)).toBe(false);
        expect(await ledger.giveUp(late, { state: "failed", failure: { code: "X", facts: {}, detail: "" } })).toBe(false);
        expect(await ledger.current(first!, "report/quality")).toBeUndefined();
        expect(await ledger.artifact(artifact("late").digest)).toBeUndefined();
        expect(await ledger.finish(next, result("in time"))).toBe(true);
      });

      test("keeps a lease that is renewed in time", async () => {
        const [first] = await intake(ledger, 1);
        await ledger.ensureTasks([dueTask(first!)]);
        const task = await take();
        wait(50);
        expect(await ledger.renew(task.taskId, task.token, 60)).toBe(true);
        wait(50);
        expect(await ledger.expireLeases(5)).toEqual([]);
        expect(await ledger.finish(task, result("report"))).toBe(true);
      });

      test("holds the first result of a derivation when two subjects share it", async () => {
        const [one, two] = await intake(ledger, 2);
        const shared = dueTask(one!).derivation;
        await ledger.ensureTasks([dueTask(one!), { ...dueTask(two!), derivation: shared }]);
        const [a, b] = [await take(), await take()];
        await ledger.finish(a, result("bytes of one processor"));
        expect(await ledger.finish(b, result("bytes of another"))).toBe(true);
        const first = artifact("bytes of one processor", "application/json");
        expect(await ledger.outputsOf(shared.key)).toEqual([{ role: "report/quality", artifact: first }]);
        expect(await ledger.current(two!, "report/quality")).toEqual(first);
      });

      test("tells of an item the tasks that are not over, asked of all items as of this one", async () => {
        const [one, two, three] = await intake(ledger, 3);
        await made(one!, "old");
        await made(one!, "new");
        await ledger.ensureTasks([dueTask(two!), dueTask(three!)]);
        await take();
        const counts = [
          { stage: "inspect", state: "leased", count: 1 },
          { stage: "inspect", state: "pending", count: 1 },
        ];
        const byState = (of: ReadonlyMap<string, { readonly counts: readonly { readonly state: string }[] }>) =>
          [...(of.get(ITEM)?.counts ?? [])].sort((a, b) => (a.state < b.state ? -1 : 1));
        expect(byState(await ledger.tallies())).toEqual(counts);
        expect(byState(await ledger.tallies(ITEM))).toEqual(counts);
      });

      test("gives an unfinished task up for another derivation of the same page and stage", async () => {
        const [first] = await intake(ledger, 1);
        await ledger.ensureTasks([dueTask(first!, "old")]);
        await ledger.ensureTasks([dueTask(first!, "new")]);
        const task = await take();
        expect(task.derivation.params).toEqual({ work: "new" });
        expect(await ledger.claimNext(WORKER)).toBeUndefined();
        expect(await ledger.stageCounts(ITEM)).toEqual([
          { stage: "inspect", state: "gone", count: 1 },
          { stage: "inspect", state: "leased", count: 1 },
        ]);
      });

      test("keeps what a worker made of a task that was given up, and moves no pointer", async () => {
        const [first] = await intake(ledger, 1);
        await ledger.ensureTasks([dueTask(first!, "old")]);
        const old = await take();
        await ledger.ensureTasks([dueTask(first!, "new")]);
        expect(await ledger.renew(old.taskId, old.token, 60)).toBe(false);
        expect(await ledger.finish(old, result("of old"))).toBe(true);
        expect(await ledger.current(first!, "report/quality")).toBeUndefined();
        expect(await ledger.outputsOf(old.derivation.key)).toHaveLength(1);
        expect(await ledger.artifact(artifact("of old").digest)).toBeDefined();
      });

      test("lets a worker go on when its task is wanted again", async () => {
        const [first] = await intake(ledger, 1);
        await ledger.ensureTasks([dueTask(first!, "old")]);
        const old = await take();
        await ledger.ensureTasks([dueTask(first!, "new")]);
        expect(await ledger.ensureTasks([dueTask(first!, "old")])).toEqual([]);
        expect(await ledger.finish(old, result("of old"))).toBe(true);
        expect(await ledger.current(first!, "report/quality")).toEqual(artifact("of old", "application/json"));
        expect(await ledger.claimNext(WORKER)).toBeUndefined();
      });

      test("revives a task that was given up before anyone took it", async () => {
        const [first] = await intake(ledger, 1);
        await ledger.ensureTasks([dueTask(first!)]);
        await ledger.withdraw(first!, "inspect");
        expect(await ledger.claimNext(WORKER)).toBeUndefined();
        expect(await ledger.ensureTasks([dueTask(first!)])).toHaveLength(1);
        expect((await take()).subject).toBe(first);
      });

      test("tries a task again only when its time has come", async () => {
        const [first] = await intake(ledger, 1);
        const [notice] = await ledger.ensureTasks([dueTask(first!)]);
        const failure = { code: "SVC-STORE", facts: { host: "s3" }, detail: "refused" };
        const notBefore = new Date(milliseconds + 30_000).toISOString();
        expect(await ledger.giveUp(await take(), { state: "pending", failure, notBefore })).toBe(true);
        expect(await ledger.claimNext(WORKER)).toBeUndefined();
        expect(await ledger.claim(notice!.taskId, WORKER)).toBeUndefined();
        expect(await ledger.pendingNotices(10)).toEqual([]);
        expect((await ledger.tasks({ subject: first! }))[0]).toMatchObject({ state: "pending", failure, notBefore });
        wait(30);
        expect(await ledger.pendingNotices(10)).toHaveLength(1);
        expect((await take()).attempts).toBe(2);
      });

      test("does not count an attempt that failed for causes outside the task", async () => {
        const [first] = await intake(ledger, 1);
        await ledger.ensureTasks([dueTask(first!)]);
        const failure = { code: "SVC-STORE", facts: {}, detail: "" };
        for (let times = 0; times < 5; times += 1) {
          await ledger.giveUp(await take(), { state: "pending", failure, isOutside: true });
        }
        await take();
        wait(61);
        expect(await ledger.expireLeases(3)).toHaveLength(1);
      });

      test("marks everything of items that another workflow planned, once", async () => {
        const [first] = await intake(ledger, 1);
        await ledger.markPlanned(await ledger.unplanned(100));
        expect(await ledger.adoptWorkflow("one")).toBe(1);
        expect((await ledger.unplanned(100)).map((mark) => mark.subject).sort()).toEqual([ITEM, first!].sort());
        await ledger.markPlanned(await ledger.unplanned(100));
        expect(await ledger.adoptWorkflow("one")).toBe(0);
        expect(await ledger.unplanned(100)).toEqual([]);
      });

      test("sets a task apart that its workers died with too often", async () => {
        const [first] = await intake(ledger, 1);
        await ledger.ensureTasks([dueTask(first!)]);
        await take();
        wait(61);
        expect(await ledger.expireLeases(2)).toHaveLength(1);
        await take();
        wait(61);
        expect(await ledger.expireLeases(2)).toEqual([]);
        const [task] = await ledger.tasks({ states: ["quarantined"] });
        expect(task).toMatchObject({ attempts: 2, failure: { code: "TASK-POISON", facts: { attempts: 2 } } });
        expect(await ledger.claimNext(WORKER)).toBeUndefined();
      });

      test("tries ended tasks again when a person says so, and only those that were meant", async () => {
        const [one, two] = await intake(ledger, 2);
        await ledger.ensureTasks([dueTask(one!), dueTask(two!)]);
        await ledger.giveUp(await take(), { state: "failed", failure: { code: "A", facts: {}, detail: "" } });
        await ledger.giveUp(await take(), { state: "quarantined", failure: { code: "B", facts: {}, detail: "" } });
        expect(await ledger.retry({ code: "C" })).toEqual([]);
        expect(await ledger.retry({ itemId: ITEM, code: "B", stage: "inspect" })).toHaveLength(1);
        expect(await take()).toMatchObject({ subject: two, attempts: 1 });
        expect(await ledger.retry({ subject: one! })).toHaveLength(1);
      });

      test("gives no task of a paused item, and all of them afterwards", async () => {
        const ids = await intake(ledger, 2);
        await ledger.setPaused(ITEM, true);
        expect(await ledger.ensureTasks(ids.map((id) => dueTask(id)))).toEqual([]);
        expect(await ledger.claimNext(WORKER)).toBeUndefined();
        expect(await ledger.pendingNotices(10)).toEqual([]);
        expect((await ledger.batch(ITEM))?.paused).toBe(true);
        await ledger.setPaused(ITEM, false);
        expect(await ledger.pendingNotices(10)).toHaveLength(2);
        expect(await ledger.claimNext(WORKER)).toBeDefined();
      });

      test("walks all waiting tasks page by page", async () => {
        const ids = await intake(ledger, 25);
        await ledger.ensureTasks(ids.map((id, index) => dueTask(id, "first", { priority: index % 3 })));
        const seen: string[] = [];
        for (let after: string | undefined; ; ) {
          const part = await ledger.pendingNotices(10, after);
          seen.push(...part.map((notice) => notice.taskId));
          after = part.at(-1)?.taskId;
          if (part.length < 10) break;
        }
        expect(new Set(seen).size).toBe(25);
      });

      test("gives up everything of a cancelled item, and a late plan brings nothing back", async () => {
        const ids = await intake(ledger, 3);
        await ledger.ensureTasks(ids.map((id) => dueTask(id)));
        const leased = await take();
        expect(await ledger.cancel(ITEM)).toBe(3);
        expect(await ledger.ensureTasks(ids.map((id) => dueTask(id)))).toEqual([]);
        expect(await ledger.claimNext(WORKER)).toBeUndefined();
        expect(await ledger.unplanned(10)).toEqual([]);
        expect(await ledger.finish(leased, result("late"))).toBe(true);
        expect(await ledger.current(leased.subject, "report/quality")).toBeUndefined();
        expect((await ledger.batch(ITEM))?.state).toBe("cancelled");
        await ledger.openBatch({ id: ITEM, itemId: ITEM, shelfmark: ITEM, profile: PROFILE });
        expect(await ledger.ensureTasks(ids.map((id) => dueTask(id)))).toHaveLength(3);
        expect(await ledger.unplanned(10)).toHaveLength(4);
      });

      test("lets one process at a time hold a duty", async () => {
        expect(await ledger.holdDuty("reconcile", "a", 30)).toBe(true);
        expect(await ledger.holdDuty("reconcile", "b", 30)).toBe(false);
        wait(20);
        expect(await ledger.holdDuty("reconcile", "a", 30)).toBe(true);
        wait(20);
        expect(await ledger.holdDuty("reconcile", "b", 30)).toBe(false);
        wait(11);
        expect(await ledger.holdDuty("reconcile", "b", 30)).toBe(true);
        expect(await ledger.holdDuty("other", "a", 30)).toBe(true);
      });

      test("tells which duties are held at the moment, and by whom", async () => {
        await ledger.holdDuty("reconcile", "a", 30);
        await ledger.holdDuty("index", "b", 10);
        expect((await ledger.duties()).map(({ name, owner }) => [name, owner])).toEqual([
          ["index", "b"],
          ["reconcile", "a"],
        ]);
        wait(11);
        expect((await ledger.duties()).map(({ name, owner }) => [name, owner])).toEqual([["reconcile", "a"]]);
      });
    });

    describe("what was made before", () => {
      test("points at it without a run, once", async () => {
        const [one, two] = await intake(ledger, 2);
        await made(one!);
        const shared = dueTask(one!).derivation;
        const outputs = await ledger.outputsOf(shared.key);
        const due = { ...dueTask(two!), derivation: shared };
        expect(await ledger.recall(due, outputs!, "planner")).toBe(true);
        expect(await ledger.recall(due, outputs!, "planner")).toBe(false);
        expect(await ledger.current(two!, "report/quality")).toEqual(outputs![0]!.artifact);
        expect((await ledger.events(ITEM)).at(-1)).toMatchObject({ outcome: "recalled", subject: two, agent: "planner" });
        expect(await ledger.stageCounts(ITEM)).toEqual([{ stage: "inspect", state: "done", count: 2 }]);
      });

      test("turns the pointer back when an older result is wanted again", async () => {
        const [first] = await intake(ledger, 1);
        await made(first!, "old");
        await made(first!, "new");
        expect(await ledger.current(first!, "report/quality")).toEqual(artifact(`${first} new`, "application/json"));
        const old = dueTask(first!, "old");
        expect(await ledger.recall(old, (await ledger.outputsOf(old.derivation.key))!, "planner")).toBe(true);
        expect(await ledger.current(first!, "report/quality")).toEqual(artifact(`${first} old`, "application/json"));
        expect(await ledger.stageCounts(ITEM)).toEqual([
          { stage: "inspect", state: "done", count: 1 },
          { stage: "inspect", state: "gone", count: 1 },
        ]);
      });

      test("lists what is current of pages, of an item, and of a role", async () => {
        const [one, two] = await intake(ledger, 2);
        await close(ledger, [one!, two!]);
        await made(one!);
        expect(await ledger.currentOf([one!])).toHaveLength(2);
        expect(await ledger.currentOfItem(ITEM)).toHaveLength(4);
        expect(await ledger.currentOfItem(ITEM, ["report/quality", "item/structure"])).toHaveLength(2);
        expect(await ledger.countCurrent(ITEM, "report/quality")).toBe(1);
      });
    });

    describe("planning", () => {
      const clear = async () => ledger.markPlanned(await ledger.unplanned(1000));
      const open_ = async () => (await ledger.unplanned(1000)).map((mark) => mark.subject).toSorted();

      test("marks what changed until it was planned", async () => {
        const ids = await intake(ledger, 2);
        expect(await open_()).toEqual([ITEM, ...ids]);
        await clear();
        expect(await open_()).toEqual([]);
        await close(ledger, ids);
        expect(await open_()).toEqual([ITEM]);
        await clear();
        await made(ids[0]!);
        expect(await open_()).toEqual([ITEM, ids[0]]);
        await clear();
        await ledger.setProfile(ITEM, { ...PROFILE, name: "other" });
        expect(await open_()).toEqual([ITEM, ...ids]);
      });

      test("does not forget a change that came while planning", async () => {
        const [first] = await intake(ledger, 1);
        const marks = await ledger.planMarks([first!]);
        expect(marks).toHaveLength(1);
        await ledger.addPages(ITEM, [newPage(first!, "rescan")], "technician");
        await ledger.markPlanned(marks);
        const [later] = await ledger.planMarks([first!]);
        expect(later!.mark).toBeGreaterThan(marks[0]!.mark);
        await ledger.markPlanned([later!]);
        await ledger.markPlanned(marks);
        expect(await ledger.planMarks([first!])).toEqual([]);
      });
    });

    describe("people and versions", () => {
      const answer = (subject: string, content: string) =>
        ledger.answer({
          gate: "text-review",
          subject,
          itemId: ITEM,
          made: { role: "text/reviewed", artifact: artifact(content, "application/json") },
          from: [{ name: "text", role: "text/machine", artifacts: [artifact("machine")] }],
          agent: "archivist",
          note: "checked against the print",
        });

      test("keeps a person's answer as a new version with the person as agent", async () => {
        const [first] = await intake(ledger, 1);
        await close(ledger, [first!]);
        await answer(first!, "corrected");
        expect(await ledger.current(first!, "text/reviewed")).toEqual(artifact("corrected", "application/json"));
        expect((await ledger.item(ITEM))?.version).toBe(2);
        expect((await ledger.events(ITEM)).at(-1)).toMatchObject({
          outcome: "answered",
          stage: "text-review",
          agent: "archivist",
          params: { note: "checked against the print" },
          inputs: [{ name: "text", role: "text/machine", artifacts: [artifact("machine")] }],
        });
      });

      test("keeps what an answer is from, so that a picture that came with it is never an orphan", async () => {
        const [first] = await intake(ledger, 1);
        await close(ledger, [first!]);
        expect(await ledger.artifact(artifact("machine").digest)).toBeUndefined();
        await answer(first!, "corrected");
        expect(await ledger.artifact(artifact("machine").digest)).toEqual(artifact("machine"));
      });

      test("tells in each version of what happened since the version before", async () => {
        const [first] = await intake(ledger, 1);
        await close(ledger, [first!]);
        await made(first!);
        await answer(first!, "corrected");
        const outcomes = async (since: number) => (await ledger.events(ITEM, since)).map((event) => event.outcome);
        expect(await outcomes(0)).toEqual(["received", "received", "made", "answered"]);
        expect(await outcomes(1)).toEqual(["made", "answered"]);
        expect(await outcomes(2)).toEqual([]);
      });

      test("makes a new version when an item is published", async () => {
        await close(ledger, await intake(ledger, 1));
        await ledger.ensureTasks([dueTask(ITEM, "first", { stage: "publish" })]);
        const outputs = [{ role: "publication" as const, artifact: artifact("public", "application/json") }];
        expect(await ledger.finish(await take(), { ...result("x"), outputs })).toBe(true);
        expect((await ledger.item(ITEM))?.version).toBe(2);
      });

      test("gives long lists row by row as it gives them at once", async () => {
        const all = async <T>(rows: AsyncIterable<T>) => {
          const found: T[] = [];
          for await (const row of rows) found.push(row);
          return found;
        };
        const ids = await intake(ledger, 300);
        await intake(ledger, 2, "other");
        await close(ledger, ids.toReversed());
        await made(ids[0]!);
        await answer(ids[0]!, "corrected");
        const pages = await ledger.pages(ITEM);
        expect(pages).toHaveLength(300);
        expect(await all(ledger.eachPage(ITEM))).toEqual(pages);
        expect(await all(ledger.eachCurrent(ITEM))).toEqual(await ledger.currentOfItem(ITEM));
        const roles = ["report/quality", "item/structure"] as const;
        expect(await all(ledger.eachCurrent(ITEM, roles))).toEqual(await ledger.currentOfItem(ITEM, roles));
        expect(await ledger.currentOfItem(ITEM, roles)).toHaveLength(2);
        for (const since of [undefined, 0, 1]) {
          const events = await ledger.events(ITEM, since);
          expect(events.length).toBeGreaterThan(0);
          expect(await all(ledger.eachEvent(ITEM, since))).toEqual(events);
        }
        const written = (events: readonly unknown[]) => events.map((each) => JSON.stringify(each)).sort();
        const ofAll = await ledger.eventsOfAll([...ids.slice(1), ITEM]);
        const others = (await ledger.events(ITEM)).filter(({ subject }) => subject !== ids[0]);
        expect(written(ofAll)).toEqual(written(others));
        expect(await all(ledger.eachPage("nobody"))).toEqual([]);
        expect(await ledger.tasks({ subjects: [ids[0]!, ids[1]!] })).toEqual(await ledger.tasks({ itemId: ITEM }));
        expect(await ledger.tasks({ subjects: [ids[1]!] })).toEqual([]);
      });

      test("knows which versions the store does not describe yet", async () => {
        await close(ledger, await intake(ledger, 1));
        expect(await ledger.unstoredItems()).toEqual([ITEM]);
        await ledger.markStored(ITEM, 7);
        expect(await ledger.unstoredItems()).toEqual([ITEM]);
        await ledger.markStored(ITEM, 1);
        expect(await ledger.unstoredItems()).toEqual([]);
      });

      test("is put back from descriptions of its items, in any order and more than once", async () => {
        const ids = await intake(ledger, 3);
        await ledger.recordRejections(ITEM, [{ sourcePath: "bad.tif", code: "IMG-TRUNC", facts: {} }]);
        await close(ledger, ids.toReversed());
        const first = await describeItem(ledger, 0);
        await made(ids[0]!);
        await answer(ids[0]!, "corrected");
        const judged = { subject: ids[1]!, master: artifact(`master of ${ids[1]}`).digest, reason: "QC-BLUR", note: "" };
        await ledger.judge(ITEM, [{ ...judged, verdict: "rescan" }], "Lan");
        await ledger.judge(ITEM, [{ ...judged, verdict: "accept" }], "Minh");
        const drawn = { rule: { share: 0.5, least: 1, tolerated: 0 }, lot: 3, pages: [judged] };
        const pages = drawn.pages.map(({ subject, master }) => ({ subject, master }));
        await ledger.keepSample(ITEM, { ...drawn, pages }, "Lan");
        const second = await describeItem(ledger, 1);
        const other = await open(() => new Date(START));
        for (const each of [second, first, second]) await other.ledger.restore(each);
        const [restored, contradictions] = [await describeItem(other.ledger, 0), await other.ledger.contradictions()];
        const outputs = await other.ledger.outputsOf(dueTask(ids[0]!).derivation.key);
        await other.remove();
        expect(contradictions).toEqual([]);
        expect({ ...restored, events: [] }).toEqual({ ...second, events: [] });
        expect(restored.verdicts.map((row) => row.verdict)).toEqual(["rescan", "accept"]);
        expect(restored.samples).toMatchObject([{ ordinal: 1, lot: 3, pages, agent: "Lan" }]);
        expect(restored.events.map((event) => event.outcome).toSorted()).toEqual([
          "answered",
          "made",
          "received",
          "received",
          "received",
          "received",
        ]);
        expect(outputs).toEqual([{ role: "report/quality", artifact: artifact(`${ids[0]} first`, "application/json") }]);
      });
    });

    describe("verdicts", () => {
      const saying = (subject: string, verdict: "accept" | "rescan", master = `master of ${subject}`, reason = "QC-BLUR") => ({
        subject,
        master: artifact(master).digest,
        verdict,
        reason,
        note: "",
      });
      const toRescan = async () => (await ledger.tallies(ITEM)).get(ITEM)?.toRescan;

      test("are kept in order with person and time, and make one new version however many come together", async () => {
        const [one, two] = await intake(ledger, 2);
        await close(ledger, [one!, two!]);
        expect(await ledger.judge(ITEM, [saying(one!, "rescan"), saying(two!, "accept")], "Lan")).toEqual({
          judged: 2,
          unchanged: 0,
        });
        expect((await ledger.item(ITEM))?.version).toBe(2);
        const [first, second] = await ledger.verdicts(ITEM);
        const at = { itemId: ITEM, agent: "Lan", judgedAt: "2026-01-01T00:00:00.000Z" };
        expect(first).toEqual({ ...saying(one!, "rescan"), ...at, ordinal: 1 });
        expect(second).toEqual({ ...saying(two!, "accept"), ...at, ordinal: 2 });
      });

      test("said again by the same person change nothing; of another person they are another row", async () => {
        const [one] = await intake(ledger, 1);
        await ledger.judge(ITEM, [saying(one!, "rescan")], "Lan");
        const { version } = (await ledger.item(ITEM))!;
        expect(await ledger.judge(ITEM, [saying(one!, "rescan")], "Lan")).toEqual({ judged: 0, unchanged: 1 });
        expect((await ledger.item(ITEM))?.version).toBe(version);
        expect(await ledger.judge(ITEM, [saying(one!, "rescan")], "Minh")).toEqual({ judged: 1, unchanged: 0 });
        expect(await ledger.verdicts(ITEM)).toHaveLength(2);
        expect(await toRescan()).toBe(1);
      });

      test("count by the last one, and only for the picture they were given of", async () => {
        const [one, two] = await intake(ledger, 2);
        expect(await toRescan()).toBe(0);
        await ledger.judge(ITEM, [saying(one!, "rescan"), saying(two!, "rescan")], "Lan");
        expect(await toRescan()).toBe(2);
        await ledger.judge(ITEM, [saying(one!, "accept")], "Minh");
        expect(await toRescan()).toBe(1);
        await ledger.addPages(ITEM, [newPage(two!, "second scan")], "technician");
        expect(await toRescan()).toBe(0);
        await ledger.judge(ITEM, [saying(two!, "rescan", "second scan")], "Lan");
        expect(await toRescan()).toBe(1);
        expect((await ledger.tallies()).get(ITEM)?.toRescan).toBe(1);
        // Taken back on purpose, the first picture is as it was judged.
        await ledger.addPages(ITEM, [{ ...newPage(two!), isRescan: true }], "technician");
        await ledger.judge(ITEM, [saying(two!, "accept")], "Minh");
        expect(await toRescan()).toBe(0);
        expect(await ledger.verdicts(ITEM)).toHaveLength(5);
      });

      test("are refused all together when one is about a picture that was replaced, or about no page of the item", async () => {
        const [one, two] = await intake(ledger, 2);
        await ledger.addPages(ITEM, [newPage(two!, "rescan")], "technician");
        const stale = ledger.judge(ITEM, [saying(one!, "accept"), saying(two!, "accept")], "Lan");
        await expect(stale).rejects.toMatchObject({ code: "VERDICT-STALE", subject: two });
        const strange = ledger.judge(ITEM, [saying(one!, "accept"), saying("stranger", "accept")], "Lan");
        await expect(strange).rejects.toMatchObject({ code: "PAGE-UNKNOWN" });
        expect(await ledger.verdicts(ITEM)).toEqual([]);
      });

      test("of many people at once all stay, each with a number of its own", async () => {
        const ids = await intake(ledger, 8);
        await Promise.all(ids.map((id, at) => ledger.judge(ITEM, [saying(id, "rescan")], `person ${at}`)));
        expect((await ledger.verdicts(ITEM)).map((row) => row.ordinal)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
        expect(await toRescan()).toBe(8);
      });
    });

    describe("samples", () => {
      const drawn = (subjects: readonly string[]) => ({
        rule: { share: 0.5, least: 1, tolerated: 0 },
        lot: 2,
        pages: subjects.map((subject) => ({ subject, master: artifact(`master of ${subject}`).digest })),
      });

      test("are kept in order with rule, person and time, each a new version of the item", async () => {
        const [one, two] = await intake(ledger, 2);
        await close(ledger, [one!, two!]);
        const { version } = (await ledger.item(ITEM))!;
        await ledger.keepSample(ITEM, drawn([two!]), "Lan");
        await ledger.keepSample(ITEM, drawn([one!, two!]), "Minh");
        expect((await ledger.item(ITEM))?.version).toBe(version + 2);
        const at = { itemId: ITEM, drawnAt: "2026-01-01T00:00:00.000Z" };
        expect(await ledger.samples(ITEM)).toEqual([
          { ...drawn([two!]), ...at, ordinal: 1, agent: "Lan" },
          { ...drawn([one!, two!]), ...at, ordinal: 2, agent: "Minh" },
        ]);
        expect(await ledger.contradictions()).toEqual([]);
      });

      test("are refused where a drawn picture was replaced", async () => {
        const [one] = await intake(ledger, 1);
        await ledger.addPages(ITEM, [newPage(one!, "rescan")], "technician");
        await expect(ledger.keepSample(ITEM, drawn([one!]), "Lan")).rejects.toMatchObject({ code: "VERDICT-STALE" });
        expect(await ledger.samples(ITEM)).toEqual([]);
      });
    });

    describe("a text that was reviewed on an earlier scan", () => {
      const review = (subject: string, content: string) =>
        ledger.answer({
          gate: "text-review",
          subject,
          itemId: ITEM,
          made: { role: "text/reviewed", artifact: artifact(content, "application/json") },
          from: [],
          agent: "archivist",
        });
      const text = (subject: string, role: "text/reviewed" | "text/earlier") => ledger.current(subject, role);

      test("is set aside, not lost, and of its page alone", async () => {
        const [one, two] = await intake(ledger, 2);
        await review(one!, "text one");
        await review(two!, "text two");
        await ledger.addPages(ITEM, [newPage(one!, "rescan")], "technician");
        expect(await text(one!, "text/reviewed")).toBeUndefined();
        expect(await text(one!, "text/earlier")).toEqual(artifact("text one", "application/json"));
        expect(await text(two!, "text/reviewed")).toBeDefined();
        expect(await text(two!, "text/earlier")).toBeUndefined();
      });

      test("stays set aside through a further scan, until a person answers for the new one", async () => {
        const [one] = await intake(ledger, 1);
        await review(one!, "text one");
        await ledger.addPages(ITEM, [newPage(one!, "second scan")], "technician");
        await ledger.addPages(ITEM, [newPage(one!, "third scan")], "technician");
        expect(await text(one!, "text/earlier")).toEqual(artifact("text one", "application/json"));
        await review(one!, "text of the third scan");
        expect(await text(one!, "text/earlier")).toBeUndefined();
        expect(await text(one!, "text/reviewed")).toBeDefined();
      });
    });

    describe("proof", () => {
      test("gives every artifact once, in order of digest", async () => {
        await intake(ledger, 1001);
        const digests: string[] = [];
        for await (const each of ledger.artifacts()) digests.push(each.digest);
        expect(digests).toHaveLength(1001);
        expect(digests).toEqual(digests.toSorted());
      });

      test("names those artifacts first whose bytes nobody has looked at for longest", async () => {
        await intake(ledger, 3);
        const [one, two, three] = await ledger.oldestVerified(3);
        await ledger.recordFixity(one!, "match", "2026-02-02T00:00:00.000Z");
        await ledger.recordFixity(three!, "mismatch", "2026-02-01T00:00:00.000Z");
        expect(await ledger.oldestVerified(9)).toEqual([two, three, one]);
      });

      test("answers that it is well", async () => {
        await expect(ledger.check()).resolves.toBeUndefined();
      });
    });
  });
}

async function describeItem(ledger: Ledger, since: number) {
  const item = await ledger.item(ITEM);
  if (!item) throw new Error("no item");
  const { id, shelfmark, profile, version } = item;
  return {
    v: 1 as const,
    item: { id, shelfmark, profile, version },
    batches: await ledger.batches(),
    pages: await ledger.pages(ITEM),
    current: await ledger.currentOfItem(ITEM),
    rejections: { [ITEM]: await ledger.rejections(ITEM) },
    events: await ledger.events(ITEM, since),
    verdicts: await ledger.verdicts(ITEM),
    samples: await ledger.samples(ITEM),
    structure: undefined,
  };
}
