/** F25: clocks that jump, lag behind, or are past 2038. The skew against S3 is in `store-troubles.test.ts`. */
import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { work } from "../../pipeline/worker.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";
import { PATIENCE } from "./figure.ts";
import { runProcess } from "./house/run-process.ts";
import { batchOf, expectedOutcome, madeTwice, outcomeOf } from "./house/texts.ts";

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

/** So many that the line is still in the middle when the clock jumps after the third. */
const BATCHES = { "T.1": batchOf("T.1", 24) };
const HOUR = 3600 * 1000;
const hasFakeTime = spawnSync("faketime", ["--version"]).status === 0;
const at = (time: string) => ({ before: ["faketime", "-f", time], env: { FAKETIME_DONT_FAKE_MONOTONIC: "1" } });

let house: ToyHouse;
let aheadMs = 0;
const clock = { now: () => new Date(Date.now() + aheadMs) };
beforeEach(async () => {
  aheadMs = 0;
  house = await openToyHouse(undefined, { clock });
});
afterEach(async () => await house.close());

describe("a clock", () => {
  test.each([
    { jump: "an hour forward", ms: HOUR },
    { jump: "a day back", ms: -24 * HOUR },
  ])("that jumps $jump in the middle of work does no harm", async ({ ms }) => {
    await house.add(BATCHES["T.1"]);
    const stop = new AbortController();
    const working = work(house.worker, stop.signal, 5);
    const done = async () => (await house.ledger.stageCounts("T.1")).some(({ state, count }) => state === "done" && count > 2);
    await expect.poll(done, { interval: 10 }).toBe(true);
    aheadMs = ms;
    stop.abort();
    await working;
    await house.settle();
    expect(await madeTwice(house, ["T.1"])).toEqual([]);
    expect(await outcomeOf(house, BATCHES)).toEqual(await expectedOutcome(BATCHES));
  });

  test("that was a day ahead when a worker died is set right: nobody waits a day for what the dead one held", async () => {
    aheadMs = 24 * HOUR;
    await house.add(BATCHES["T.1"]);
    const held = await house.ledger.claimNext({ owner: "dead", leaseSeconds: 60 });
    expect(held).toBeDefined();
    expect(await house.ledger.holdDuty("reconciler", "dead", 60)).toBe(true);
    aheadMs = 0;
    expect(await house.ledger.holdDuty("reconciler", "living", 60)).toBe(true);
    await house.settle();
    expect(await outcomeOf(house, BATCHES)).toEqual(await expectedOutcome(BATCHES));
  });
});

describe.skipIf(!hasFakeTime)("processes at a changed time", () => {
  test.each(["@2039-01-20 03:14:08", "@2028-02-29 23:59:58"])("work as on any day (%s)", async (time) => {
    expect(await runProcess("settle", { home: house.folder }, BATCHES, at(time))).toBe(0);
    const [first] = await house.ledger.events("T.1");
    expect(first?.endedAt).toMatch(new RegExp(`^${time.slice(1, 5)}-`));
    expect(await outcomeOf(house, BATCHES)).toEqual(await expectedOutcome(BATCHES));
  });
});
