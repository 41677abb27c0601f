/** The announcements of one stage as one BullMQ queue. */
import type { Job } from "bullmq";
import { createRedisBackend, Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { TaskNotice } from "../ledger-rows.ts";

/** Jobs are completed the moment they are fetched; a lock that is older belongs to a process that died in between. */
const LOCK_MS = 10_000;
const BULK = 1000;
/** BullMQ counts down from its most urgent priority 1; ours grows with urgency and is small. */
const MIDDLE_PRIORITY = 1 << 20;
const LAST_PRIORITY = (1 << 21) - 1;

/** Adds and fetches the announcements of one stage over a connection that belongs to the caller. */
export class BullLane {
  readonly #stage: string;
  readonly #queue: Queue<TaskNotice>;
  readonly #worker: Worker<TaskNotice>;

  constructor(stage: string, connection: Redis, prefix: string, onTrouble: (error: Error) => void) {
    this.#stage = stage;
    const shared = { connection, prefix, skipVersionCheck: true };
    this.#queue = new Queue<TaskNotice>(stage, shared);
    this.#worker = new Worker<TaskNotice>(
      stage,
      null,
      { ...shared, autorun: false, lockDuration: LOCK_MS, stalledInterval: 3 * LOCK_MS, maxStalledCount: 1000 },
      // A worker of BullMQ opens a second connection to block on. We never block, so one connection serves all stages.
      (name, options) => createRedisBackend(name, options, {}),
    );
    this.#queue.on("error", onTrouble);
    this.#worker.on("error", onTrouble);
    void this.#worker.startStalledCheckTimer().catch(onTrouble);
  }

  /** Add announcements; one that is waiting already is not added again. */
  async add(notices: readonly TaskNotice[]): Promise<void> {
    for (let at = 0; at < notices.length; at += BULK) {
      await this.#queue.addBulk(notices.slice(at, at + BULK).map((notice) => this.#job(notice)));
    }
  }

  /** The most urgent announcement, taken out for good, or undefined when none is due. */
  async next(): Promise<TaskNotice | undefined> {
    for (;;) {
      const token = this.#worker.id;
      const job: Job<TaskNotice> | undefined = await this.#worker.getNextJob(token, { block: false });
      if (!job) return undefined;
      // Completed at once: the lease in the ledger is the fence, this job has said all it had to say.
      await job.moveToCompleted(null, token, false);
      if (typeof job.data?.taskId === "string") return job.data;
    }
  }

  /** Announcements that wait, those whose time has not come included. */
  async waiting(): Promise<number> {
    return this.#queue.getJobCountByTypes("waiting", "prioritized", "delayed");
  }

  async clear(): Promise<void> {
    await this.#queue.obliterate({ force: true });
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#worker.close(true), this.#queue.close()]);
  }

  #job(notice: TaskNotice) {
    const delay = notice.notBefore === undefined ? 0 : Math.max(0, Date.parse(notice.notBefore) - Date.now());
    const priority = Math.min(Math.max(MIDDLE_PRIORITY - Math.round(notice.priority), 1), LAST_PRIORITY);
    // A job with the same id is ignored while the old one is kept. So a task that may be taken now must not share its
    // id with an announcement of the same task for later, and finished jobs must not be kept.
    const jobId = `${this.#stage}_${notice.taskId}${delay > 0 ? `_${Date.now() + delay}` : ""}`.replaceAll(":", "~");
    return {
      name: this.#stage,
      data: notice,
      opts: { jobId, delay, priority, attempts: 1, removeOnComplete: true, removeOnFail: true },
    };
  }
}
