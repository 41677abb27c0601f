/** What every queue must do. Run by `queue.test.ts` over each adapter. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Queue, Taker } from "../../pipeline/queue/queue.ts";
import { TaskTable } from "../fixtures/task-table.ts";

const taker: Taker = { owner: "test", leaseSeconds: 60 };

/** A signal that aborts after a while: long enough for a slow machine, for tests that expect nothing to come. */
export const shortly = () => AbortSignal.timeout(400);

/** A signal for tests that expect something to come; reaching it is a failure. */
export const eventually = () => AbortSignal.timeout(20_000);

/** The contract. `reopen` gives a second queue over the same announcements, as another process would have; absent where that cannot be. */
export function queueContract(name: string, open: (table: TaskTable) => Queue): void {
  describe(`a queue (${name})`, () => {
    let table: TaskTable;
    let queue: Queue;
    beforeEach(() => {
      table = new TaskTable();
      queue = open(table);
    });
    afterEach(async () => {
      await queue.clear();
      await queue.close();
    });

    it("answers a check", async () => {
      await expect(queue.check()).resolves.toBeUndefined();
    });

    it("gives an announced task, leased", async () => {
      const notice = table.add();
      await queue.announce([notice]);
      expect(await queue.take(taker, eventually())).toMatchObject({ taskId: notice.taskId, token: "test" });
    });

    it("gives nothing when nothing is due, and returns when the signal aborts", async () => {
      expect(await queue.take(taker, shortly())).toBeUndefined();
      expect(await queue.take(taker, AbortSignal.abort())).toBeUndefined();
    });

    it("wakes a taker that waits already", async () => {
      const taking = queue.take(taker, eventually());
      await new Promise((resolve) => setTimeout(resolve, 100));
      const notice = table.add();
      await queue.announce([notice]);
      expect(await taking).toMatchObject({ taskId: notice.taskId });
    });

    it("gives each of many tasks exactly once to takers that run beside each other", async () => {
      const notices = Array.from({ length: 200 }, () => table.add());
      await queue.announce(notices);
      const done = new AbortController();
      const taken: string[] = [];
      const lane = async (owner: string) => {
        for (;;) {
          const task = await queue.take({ ...taker, owner }, AbortSignal.any([done.signal, eventually()]));
          if (!task) return;
          taken.push(task.taskId);
          if (taken.length === notices.length) done.abort();
        }
      };
      await Promise.all(["a", "b", "c", "d"].map(lane));
      expect(taken.sort()).toEqual(notices.map(({ taskId }) => taskId).sort());
    });

    it("is not harmed by announcing a task twice, or one that is done", async () => {
      const notice = table.add();
      await queue.announce([notice, notice]);
      await queue.announce([notice]);
      expect(await queue.take(taker, eventually())).toMatchObject({ taskId: notice.taskId });
      await queue.announce([notice]);
      expect(await queue.take(taker, shortly())).toBeUndefined();
    });

    it("gives the most urgent announced task of a stage first", async () => {
      const notices = [1, 30, 2, 10].map((priority) => table.add({ priority }));
      await queue.announce(notices);
      const order = [];
      for (const _ of notices) order.push((await queue.take(taker, eventually()))?.priority);
      expect(order).toEqual([30, 10, 2, 1]);
    });

    it("gives the more urgent of two stages first", async () => {
      await queue.announce([table.add({ stage: "pdf", priority: 0 }), table.add({ stage: "ocr", priority: 10 })]);
      expect((await queue.take(taker, eventually()))?.derivation.stage).toBe("ocr");
      expect((await queue.take(taker, eventually()))?.derivation.stage).toBe("pdf");
    });

    it("keeps a task until its time has come, and gives it then", async () => {
      const notBefore = new Date(Date.now() + 900).toISOString();
      const notice = table.add({ notBefore });
      await queue.announce([notice]);
      expect(await queue.take(taker, AbortSignal.timeout(300))).toBeUndefined();
      expect(await queue.take(taker, eventually())).toMatchObject({ taskId: notice.taskId });
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(notBefore));
    });

    it("gives a task at once when it was announced for later and is now announced without a time", async () => {
      const { taskId, stage, priority } = table.add();
      await queue.announce([{ taskId, stage, priority, notBefore: new Date(Date.now() + 3_600_000).toISOString() }]);
      await queue.announce([{ taskId, stage, priority }]);
      expect(await queue.take(taker, eventually())).toMatchObject({ taskId });
    });

    it("gives a taker only its stages, and leaves the others for others", async () => {
      const ocr = table.add({ stage: "ocr", priority: 99 });
      const pdf = table.add({ stage: "pdf" });
      await queue.announce([ocr, pdf]);
      const binder = { ...taker, stages: ["pdf"] };
      expect(await queue.take(binder, eventually())).toMatchObject({ taskId: pdf.taskId });
      expect(await queue.take(binder, shortly())).toBeUndefined();
      expect(await queue.take(taker, eventually())).toMatchObject({ taskId: ocr.taskId });
    });

    it("counts what waits", async () => {
      await queue.announce([table.add(), table.add({ stage: "pdf" })]);
      expect(await queue.waiting()).toBe(2);
      await queue.take(taker, eventually());
      expect(await queue.waiting()).toBe(1);
    });

    it("can be emptied, and still gives what is announced again", async () => {
      const notice = table.add();
      await queue.announce([notice]);
      await queue.clear();
      await queue.announce([notice]);
      expect(await queue.take(taker, eventually())).toMatchObject({ taskId: notice.taskId });
    });

    it("hands the errors of the ledger to the taker", async () => {
      const broken = new Error("ledger");
      table.claim = async () => Promise.reject(broken);
      table.claimNext = async () => Promise.reject(broken);
      await queue.announce([table.add()]);
      await expect(queue.take(taker, eventually())).rejects.toBe(broken);
    });

    it("ends waiting takers when it is closed", async () => {
      const taking = queue.take(taker, eventually());
      await queue.close();
      expect(await taking).toBeUndefined();
      queue = open(table);
    });
  });
}
