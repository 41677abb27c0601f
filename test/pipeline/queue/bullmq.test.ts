import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openBullQueue } from "../../../pipeline/queue/bullmq.ts";
import type { Queue, Taker } from "../../../pipeline/queue/queue.ts";
import { eventually } from "../../contracts/queue.ts";
import { freePort } from "../../fixtures/free-port.ts";
import { hasRedisServer, RedisServer } from "../../fixtures/redis-server.ts";
import { TaskTable } from "../../fixtures/task-table.ts";

const taker: Taker = { owner: "test", leaseSeconds: 60 };

describe.skipIf(!hasRedisServer)("the BullMQ queue and its Redis", () => {
  let redis: RedisServer;
  let table: TaskTable;
  let queue: Queue | undefined;
  beforeEach(async () => {
    redis = new RedisServer(await freePort());
    table = new TaskTable();
    queue = undefined;
  });
  afterEach(async () => {
    await queue?.close();
    await redis.discard();
  });
  const open = () => {
    queue = openBullQueue({ redisUrl: redis.url, prefix: "t" }, table);
    return queue;
  };

  it("puts nothing but the notice into a job, under an id without a colon, and keeps no finished job", async () => {
    await redis.start();
    table.offersUnannounced = false;
    const notice = table.add({ stage: "image-cleanup", priority: 10 });
    const opened = open();
    await opened.announce([notice]);
    const id = `image-cleanup_${notice.taskId}`;
    const data = await redis.command("hget", `t:image-cleanup:${id}`, "data");
    expect(JSON.parse(String(data))).toEqual(notice);
    expect(await opened.take(taker, eventually())).toMatchObject({ taskId: notice.taskId });
    expect(await redis.command("exists", `t:image-cleanup:${id}`)).toBe(0);
  });

  it("takes nothing from a forged job but a number, which the ledger judges: no path, command or parameter of it reaches a task", async () => {
    await redis.start();
    table.offersUnannounced = false;
    const notice = table.add({ stage: "ocr" });
    const opened = open();
    await opened.announce([notice]);
    expect(await opened.take(taker, eventually())).toMatchObject({ taskId: notice.taskId });
    const real = table.add({ stage: "ocr" });
    const forged: readonly unknown[] = [
      { taskId: "no-such-task" },
      // Done already: the ledger does not give it out again.
      { taskId: notice.taskId },
      { taskId: { $ne: null } },
      { stage: "ocr", command: "rm -rf /" },
      null,
      "text",
      [],
      {
        taskId: real.taskId,
        stage: "publish",
        params: { out: "../../etc" },
        inputs: ["/etc/passwd"],
        __proto__: { isAdmin: true },
      },
    ];
    for (const [at, data] of forged.entries()) await forge("ocr", `forged_${at}`, JSON.stringify(data));
    await forge("ocr", "forged_broken", "{ no JSON");
    await opened.announce([table.add({ stage: "ocr" })]);
    const taken = [await opened.take(taker, eventually()), await opened.take(taker, eventually())];
    expect(taken.map((task) => task?.taskId)).toContain(real.taskId);
    for (const task of taken) {
      expect(JSON.stringify(task)).not.toMatch(/passwd|etc|rm -rf/);
      expect(task?.derivation.stage).toBe("ocr");
    }
    expect(await opened.take(taker, AbortSignal.timeout(2000))).toBeUndefined();
  });

  /** Put a job of one's own beside the program's, as somebody with the password of Redis could. */
  async function forge(stage: string, id: string, data: string): Promise<void> {
    const key = `t:${stage}:${id}`;
    await redis.command(
      "hset",
      key,
      "name",
      stage,
      "data",
      data,
      "opts",
      '{"attempts":1}',
      "timestamp",
      "1",
      "delay",
      "0",
      "priority",
      "0",
    );
    await redis.command("lpush", `t:${stage}:wait`, id);
    await redis.command("zadd", "t:lanes", "99", stage);
  }

  it("wakes a taker in another process through the bell", async () => {
    await redis.start();
    table.offersUnannounced = false;
    const taking = open().take(taker, eventually());
    const other = openBullQueue({ redisUrl: redis.url, prefix: "t" }, table);
    const notice = table.add();
    await other.announce([notice]);
    expect(await taking).toMatchObject({ taskId: notice.taskId });
    await other.close();
  });

  it("keeps two installations with different prefixes apart", async () => {
    await redis.start();
    table.offersUnannounced = false;
    const other = openBullQueue({ redisUrl: redis.url, prefix: "u" }, table);
    await other.announce([table.add()]);
    expect(await open().take(taker, AbortSignal.timeout(500))).toBeUndefined();
    await other.close();
  });

  it("drops a job that somebody with access to Redis changed into nonsense, and goes on", async () => {
    await redis.start();
    table.offersUnannounced = false;
    const [bad, good] = [table.add({ priority: 5 }), table.add()];
    const opened = open();
    await opened.announce([bad, good]);
    await redis.command("hset", `t:ocr:ocr_${bad.taskId}`, "data", '{"taskId":{"$ne":1}}');
    expect(await opened.take(taker, eventually())).toMatchObject({ taskId: good.taskId });
  });

  it.each(["allkeys-lru", "volatile-ttl"])("refuses a Redis that may evict jobs (%s)", async (policy) => {
    await redis.start("--maxmemory-policy", policy);
    await expect(open().check()).rejects.toMatchObject({ code: "SVC-QUEUE-EVICTION", facts: { policy }, exit: "service" });
  });

  it("finds announced work again after FLUSHALL, also for a taker that waits", async () => {
    await redis.start();
    const opened = open();
    await opened.check();
    const lost = table.add();
    await opened.announce([lost]);
    await redis.command("flushall");
    expect(await opened.take(taker, eventually())).toMatchObject({ taskId: lost.taskId });
    const taking = opened.take(taker, eventually());
    await redis.command("flushall");
    table.offersUnannounced = false;
    const later = table.add();
    await opened.announce([later]);
    expect(await taking).toMatchObject({ taskId: later.taskId });
  });

  it("works from the ledger while Redis is away from the beginning, says so in check(), and uses Redis when it comes", async () => {
    const opened = open();
    const early = table.add();
    await opened.announce([early]);
    expect(await opened.take(taker, eventually())).toMatchObject({ taskId: early.taskId });
    await expect(opened.check()).rejects.toMatchObject({ code: "SVC-QUEUE", retry: "later" });
    await redis.start();
    await expect.poll(() => opened.check().then(() => "fine", String), { timeout: 20_000 }).toBe("fine");
    table.offersUnannounced = false;
    const late = table.add();
    await opened.announce([late]);
    expect(await opened.take(taker, eventually())).toMatchObject({ taskId: late.taskId });
  });

  it("survives a Redis that is killed while a taker waits, and uses it again after the restart", async () => {
    await redis.start();
    const opened = open();
    await opened.check();
    await opened.announce([table.add()]);
    await opened.take(taker, eventually());
    const taking = opened.take(taker, eventually());
    await redis.kill();
    const task = table.add();
    await opened.announce([task]);
    expect(await taking).toMatchObject({ taskId: task.taskId });
    await redis.start();
    await expect.poll(() => opened.check().then(() => "fine", String), { timeout: 20_000 }).toBe("fine");
    table.offersUnannounced = false;
    const late = table.add();
    await opened.announce([late]);
    expect(await opened.take(taker, eventually())).toMatchObject({ taskId: late.taskId });
  });

  it("ends a take when asked although Redis hangs without closing the connection", async () => {
    await redis.start();
    const opened = open();
    await opened.check();
    await opened.announce([table.add({ notBefore: new Date(Date.now() + 3_600_000).toISOString() })]);
    const stop = new AbortController();
    const taking = opened.take(taker, stop.signal);
    redis.freeze(true);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    stop.abort();
    expect(await taking).toBeUndefined();
  });

  it("gives a task whose announcement was lost with a taker that was killed while fetching it", async () => {
    await redis.start();
    const opened = open();
    const notice = table.add();
    await opened.announce([notice]);
    // What a killed process leaves: the job among the active ones, its lock run out.
    await redis.command("zrem", "t:ocr:prioritized", `ocr_${notice.taskId}`);
    await redis.command("lpush", "t:ocr:active", `ocr_${notice.taskId}`);
    await opened.announce([notice]);
    expect(await opened.take(taker, eventually())).toMatchObject({ taskId: notice.taskId });
  });
});
