/** The three queues over a real catalogue, as a worker uses them. */
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Catalogue, openCatalogue } from "../../catalogue/open.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import { openBullQueue } from "../../pipeline/queue/bullmq.ts";
import { openLocalQueue } from "../../pipeline/queue/local.ts";
import { openMemoryQueue } from "../../pipeline/queue/memory.ts";
import type { Queue } from "../../pipeline/queue/queue.ts";
import { hasRedis, REDIS_URL } from "../services.ts";
import { dueTask, ITEM, intake, result, WORKER } from "./ledger-values.ts";
import { eventually, shortly } from "./queue.ts";

const prefix = `test-${randomBytes(4).toString("hex")}`;
const queues: { readonly name: string; readonly isHere: boolean; readonly open: (ledger: Ledger) => Queue }[] = [
  { name: "local", isHere: true, open: openLocalQueue },
  { name: "memory", isHere: true, open: openMemoryQueue },
  { name: "bullmq", isHere: hasRedis, open: (ledger) => openBullQueue({ redisUrl: REDIS_URL, prefix }, ledger) },
];

for (const { name, isHere, open } of queues) {
  describe.skipIf(!isHere)(`a queue over the catalogue (${name})`, () => {
    let catalogue: Catalogue;
    let ledger: Ledger;
    let queue: Queue;
    let pages: readonly string[];
    beforeEach(async () => {
      catalogue = await openCatalogue({ file: ":memory:" }, () => new Date());
      ledger = catalogue.ledger;
      queue = open(ledger);
      pages = await intake(ledger, 30);
    });
    afterEach(async () => {
      await queue.clear();
      await queue.close();
      await catalogue.close();
    });

    it("brings every task of a batch to its end, each done once", async () => {
      await queue.announce(await ledger.ensureTasks(pages.map((page) => dueTask(page))));
      const done = new AbortController();
      const subjects: string[] = [];
      const lane = async (owner: string) => {
        for (;;) {
          const task = await queue.take({ ...WORKER, owner }, AbortSignal.any([done.signal, eventually()]));
          if (!task) return;
          expect(await ledger.finish(task, result(task.subject))).toBe(true);
          subjects.push(task.subject);
          if (subjects.length === pages.length) done.abort();
        }
      };
      await Promise.all(["a", "b", "c"].map(lane));
      expect(subjects.sort()).toEqual(pages);
      expect(await ledger.stageCounts()).toEqual([{ stage: "inspect", state: "done", count: 30 }]);
    });

    it("gives no task of a paused item, and gives it after the pause", async () => {
      const notices = await ledger.ensureTasks(pages.slice(0, 1).map((page) => dueTask(page)));
      await ledger.setPaused(ITEM, true);
      await queue.announce(notices);
      expect(await queue.take(WORKER, shortly())).toBeUndefined();
      await ledger.setPaused(ITEM, false);
      await queue.announce(await ledger.pendingNotices(10));
      expect(await queue.take(WORKER, eventually())).toMatchObject({ subject: pages[0] });
    });

    it("gives a task again whose worker gave it up, when its time has come", async () => {
      await queue.announce(await ledger.ensureTasks(pages.slice(0, 1).map((page) => dueTask(page))));
      const first = await queue.take(WORKER, eventually());
      const notBefore = new Date(Date.now() + 500).toISOString();
      await ledger.giveUp(first!, { state: "pending", failure: { code: "SVC-STORE", facts: {}, detail: "" }, notBefore });
      await queue.announce([{ taskId: first!.taskId, stage: "inspect", priority: 0, notBefore }]);
      expect(await queue.take(WORKER, eventually())).toMatchObject({ taskId: first?.taskId, attempts: 2 });
    });

    it("drops the announcement of a task that is no longer wanted", async () => {
      const [page = ""] = pages;
      await queue.announce(await ledger.ensureTasks([dueTask(page, "first")]));
      await queue.announce(await ledger.ensureTasks([dueTask(page, "second")]));
      expect((await queue.take(WORKER, eventually()))?.derivation.params).toEqual({ work: "second" });
      expect(await queue.take(WORKER, shortly())).toBeUndefined();
    });
  });
}
