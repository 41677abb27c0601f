/** F05, F09, F10, F12: several workers and reconcilers that restart, sleep, get everything twice, or all think they lead. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isAtRest } from "../../pipeline/at-rest.ts";
import type { LeasedTask } from "../../pipeline/ledger-rows.ts";
import { openLocalQueue } from "../../pipeline/queue/local.ts";
import type { Queue } from "../../pipeline/queue/queue.ts";
import { reconcileOnce } from "../../pipeline/reconcile.ts";
import { work } from "../../pipeline/worker.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";
import { PATIENCE, tell } from "./figure.ts";
import { type HouseProcess, startProcess } from "./house/run-process.ts";
import { batchOf, expectedOutcome, madeTwice, outcomeOf } from "./house/texts.ts";

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

let house: ToyHouse;
let workers: HouseProcess[] = [];
beforeEach(async () => {
  house = await openToyHouse();
});
afterEach(async () => {
  for (const each of workers) each.child.kill("SIGCONT");
  for (const each of workers) each.child.kill("SIGTERM");
  await Promise.all(workers.map(({ ended }) => ended));
  workers = [];
  await house.close();
});

function startWorker(leaseSeconds = 2): HouseProcess {
  const started = startProcess("work", { home: house.folder, leaseSeconds });
  workers.push(started);
  return started;
}

const count = async (state: string) =>
  (await house.ledger.stageCounts("T.1")).filter((each) => each.state === state).reduce((sum, { count }) => sum + count, 0);
const atRest = () => expect.poll(() => isAtRest(house.ledger, "T.1"), { timeout: 250_000 }).toBe(true);

describe("several workers at one catalogue", () => {
  test("told to stop and started again one after the other under load, fail no task and do none twice", async (context) => {
    const batches = { "T.1": batchOf("T.1", 60) };
    await house.add(batches["T.1"]);
    const first = [startWorker(60), startWorker(60)];
    const ends: (string | number)[] = [];
    for (const [at, old] of first.entries()) {
      await expect.poll(() => count("done"), { timeout: 200_000 }).toBeGreaterThan(10 * (at + 1));
      const fresh = startWorker(60);
      await fresh.isReady;
      old.child.kill("SIGTERM");
      ends.push(await old.ended);
    }
    await atRest();
    expect(ends).toEqual([0, 0]);
    expect(await madeTwice(house, ["T.1"])).toEqual([]);
    expect((await house.ledger.tasks({ itemId: "T.1" })).filter(({ attempts }) => attempts > 1)).toEqual([]);
    expect(await outcomeOf(house, batches)).toEqual(await expectedOutcome(batches));
    tell(context, "2 workers restarted, 60 pages, no task tried twice");
  });

  test("one of which sleeps for longer than its lease, publish once: what the sleeper brings late is dropped", async () => {
    const batches = { "T.1": { "1.txt": "slow" }, "T.2": { "2.txt": "another book" } };
    await house.add(batches["T.1"]);
    const sleeper = startWorker();
    await expect.poll(() => count("leased"), { timeout: 200_000, interval: 20 }).toBe(1);
    sleeper.child.kill("SIGSTOP");
    startWorker();
    await expect.poll(() => house.ledger.current("T.1", "publication"), { timeout: 250_000 }).toBeDefined();
    sleeper.child.kill("SIGCONT");
    // The sleeper takes its turn again: it can only do so when it has given up what it held.
    await house.add(batches["T.2"], undefined, "T.2");
    await expect.poll(() => house.ledger.current("T.2", "publication"), { timeout: 250_000 }).toBeDefined();
    sleeper.child.kill("SIGTERM");
    expect(await sleeper.ended).toBe(0);
    expect(await madeTwice(house, ["T.1"])).toEqual([]);
    expect(await outcomeOf(house, batches)).toEqual(await expectedOutcome(batches));
  });
});

/** A queue that gives every task to two takers. */
function doubling(inner: Queue): Queue {
  const again: LeasedTask[] = [];
  return Object.assign(Object.create(inner) as Queue, {
    announce: (notices: Parameters<Queue["announce"]>[0]) => inner.announce([...notices, ...notices]),
    async take(...args: Parameters<Queue["take"]>) {
      const task = again.shift() ?? (await inner.take(...args));
      if (task && !given.has(task.token)) again.push(task);
      if (task) given.add(task.token);
      return task;
    },
    close: () => inner.close(),
  });
}
const given = new Set<string>();

describe("everything delivered twice", () => {
  test.each([
    { how: "one after the other", lanes: 1 },
    { how: "at the same time", lanes: 2 },
  ])("$how, is done with the same outcome and recorded once", async ({ lanes }) => {
    const batches = { "T.1": batchOf("T.1", 12) };
    await house.close(true);
    house = await openToyHouse(house.folder, { openQueue: (ledger) => doubling(openLocalQueue(ledger)) });
    await house.add(batches["T.1"]);
    const stop = new AbortController();
    given.clear();
    const running = work({ ...house.worker, lanes }, stop.signal, 0);
    await atRest();
    stop.abort();
    await running;
    expect(given.size).toBe(12 * 2 + 2);
    expect(await madeTwice(house, ["T.1"])).toEqual([]);
    expect(await outcomeOf(house, batches)).toEqual(await expectedOutcome(batches));
  });
});

describe("three reconcilers at once", () => {
  test("that all think they lead change nothing about the outcome", async (context) => {
    const batches = { "T.1": batchOf("T.1", 30) };
    const others = [await openToyHouse(house.folder), await openToyHouse(house.folder)];
    const stop = new AbortController();
    let turns = 0;
    const rounds = [house, ...others].map(async (each) => {
      for (; !stop.signal.aborted; turns += 1) {
        await reconcileOnce(each);
        await sleep(5);
      }
    });
    const running = work(house.worker, stop.signal, 0);
    await house.add(batches["T.1"]);
    await atRest();
    stop.abort();
    await Promise.all([running, ...rounds]);
    for (const each of others) await each.close(true);
    expect(await madeTwice(house, ["T.1"])).toEqual([]);
    expect(await outcomeOf(house, batches)).toEqual(await expectedOutcome(batches));
    tell(context, `${turns} rounds`);
  });
});
