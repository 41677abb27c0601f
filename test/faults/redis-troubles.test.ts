/** F06, F07: a line of work whose Redis is flushed, killed, emptied, away, hanging or full in the middle. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openBullQueue } from "../../pipeline/queue/bullmq.ts";
import { work } from "../../pipeline/worker.ts";
import { freePort } from "../fixtures/free-port.ts";
import { hasRedisServer, RedisServer } from "../fixtures/redis-server.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";
import { PATIENCE } from "./figure.ts";
import { batchOf, expectedOutcome, madeTwice, outcomeOf } from "./house/texts.ts";

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

const PAGES = 24;
const BATCHES = { "T.1": batchOf("T.1", PAGES) };
const AOF = ["--appendonly", "yes", "--appendfsync", "everysec"];

/** What happens to Redis, and what is done about it: starting it again at the most. */
const FAULTS: readonly {
  readonly is: string;
  readonly harm: (redis: RedisServer) => Promise<void>;
  readonly options?: string[];
}[] = [
  { is: "is flushed", harm: async (redis) => void (await redis.command("flushall")) },
  {
    is: "is killed and comes back without its data",
    async harm(redis) {
      await redis.kill();
      await redis.start();
    },
  },
  {
    is: "is killed and comes back with its log of writes",
    options: AOF,
    async harm(redis) {
      await redis.kill();
      await redis.start(...AOF);
    },
  },
  { is: "is killed and never comes back", harm: (redis) => redis.kill() },
  { is: "hangs without closing a connection", harm: async (redis) => redis.freeze(true) },
  { is: "has no memory left", harm: async (redis) => void (await redis.command("config", "set", "maxmemory", "1")) },
];

describe.skipIf(!hasRedisServer)("a line whose Redis", () => {
  let expected: Awaited<ReturnType<typeof expectedOutcome>>;
  let redis: RedisServer;
  let house: ToyHouse;
  beforeAll(async () => {
    expected = await expectedOutcome(BATCHES);
  });
  afterAll(async () => await redis?.discard());

  test.each(FAULTS)(
    "$is in the middle, finishes with no other help, and nothing is done twice",
    async ({ harm, options = [] }) => {
      redis = new RedisServer(await freePort());
      await redis.start(...options);
      house = await openToyHouse(undefined, { openQueue: (ledger) => openBullQueue({ redisUrl: redis.url }, ledger) });
      await house.add(BATCHES["T.1"]);
      const stop = new AbortController();
      const working = work(house.worker, stop.signal, 0);
      const done = async () => (await house.ledger.stageCounts("T.1")).some(({ state, count }) => state === "done" && count >= 3);
      await expect.poll(done, { timeout: 200_000, interval: 20 }).toBe(true);
      await harm(redis);
      stop.abort();
      await working;
      await house.settle();
      expect(await madeTwice(house, ["T.1"])).toEqual([]);
      expect(await outcomeOf(house, BATCHES)).toEqual(expected);
      await house.close();
      await redis.discard();
    },
  );

  test("has no memory left says so when it is checked, and is used again when it has", async () => {
    redis = new RedisServer(await freePort());
    await redis.start();
    house = await openToyHouse(undefined, { openQueue: (ledger) => openBullQueue({ redisUrl: redis.url }, ledger) });
    await redis.command("config", "set", "maxmemory", "1");
    await expect(house.queue.check()).rejects.toMatchObject({ code: "SVC-QUEUE", message: expect.stringContaining("memory") });
    await house.add(BATCHES["T.1"]);
    expect(await house.queue.waiting()).toBe(0);
    await redis.command("config", "set", "maxmemory", "0");
    await house.queue.check();
    await house.queue.announce(await house.ledger.pendingNotices(1000));
    expect(await house.queue.waiting()).toBe(PAGES);
    await house.settle();
    expect(await outcomeOf(house, BATCHES)).toEqual(expected);
    await house.close();
    await redis.discard();
  });
});
