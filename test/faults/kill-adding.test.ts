/** F03, F13: who adds a batch is killed at any moment, or is not alone. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Random, seededRandom } from "../../cli/sample/random.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";
import { PATIENCE, rounds, tell } from "./figure.ts";
import { kill, runProcess, startProcess } from "./house/run-process.ts";
import { batchOf, expectedOutcome, madeTwice, outcomeOf } from "./house/texts.ts";

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

const PAGES = 40;
const BATCHES = { "T.1": batchOf("T.1", PAGES) };
const POINTS = ["intake-stored", "intake-recorded", "intake-closing", "intake-closed"];

let house: ToyHouse;
beforeEach(async () => {
  house = await openToyHouse();
});
afterEach(async () => await house.close());

/** One call that is killed, half of them between two durable steps, half wherever the process is at that moment. */
async function killedAdding(random: Random): Promise<string | number> {
  const point = POINTS[random.whole(0, POINTS.length - 1)] ?? "";
  const spec = point === "intake-stored" ? `${point}:${random.whole(1, PAGES)}` : point;
  const isNamed = random.chance(0.5);
  const adding = startProcess("add", { home: house.folder }, BATCHES, { env: isNamed ? { SOHOA_KILLPOINT: spec } : {} });
  await adding.isReady;
  if (!isNamed) {
    await sleep(random.between(0, 250));
    await kill(adding);
  }
  return await adding.ended;
}

describe("adding a batch", () => {
  test("killed again and again at random moments: the next call finishes it, with each master once", async (context) => {
    const seed = Number(process.env["SOHOA_SEED"] ?? Date.now() % 1e6);
    const random = seededRandom(seed, "adding");
    const kills = rounds(50, 8);
    let killed = 0;
    for (let round = 0; round < kills; round += 1) if ((await killedAdding(random)) === "SIGKILL") killed += 1;
    expect(killed, `seed ${seed}`).toBeGreaterThan(0);
    expect(await runProcess("add", { home: house.folder }, BATCHES)).toBe(0);
    await house.settle();
    expect(await outcomeOf(house, BATCHES), `seed ${seed}`).toEqual(await expectedOutcome(BATCHES));
    tell(context, `${killed} kills in ${kills} calls, seed ${seed}`);
  });

  test("by two people at the same moment gives one set of masters", async () => {
    const both = [0, 1].map(() => runProcess("add", { home: house.folder }, BATCHES));
    expect(await Promise.all(both)).toEqual([0, 0]);
    await house.settle();
    expect(await outcomeOf(house, BATCHES)).toEqual(await expectedOutcome(BATCHES));
    expect(await madeTwice(house, ["T.1"])).toEqual([]);
    const received = (await house.ledger.events("T.1")).filter(
      ({ outcome, subject }) => outcome === "received" && subject !== "T.1",
    );
    expect(received).toHaveLength(PAGES);
  });
});
