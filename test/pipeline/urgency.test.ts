import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { advance } from "../../pipeline/advance.ts";
import type { Role } from "../../pipeline/artifact.ts";
import { digestFile } from "../../pipeline/digest-file.ts";
import { takeIn } from "../../pipeline/intake.ts";
import type { LeasedTask } from "../../pipeline/ledger-rows.ts";
import { PRIORITIES, urgencyOfItem, urgencyOfPage } from "../../pipeline/urgency.ts";
import { artifact } from "../contracts/ledger-values.ts";
import { openToyHouse, TOY_PROFILE, type ToyHouse } from "../fixtures/toy-house.ts";

let house: ToyHouse;
beforeEach(async () => {
  house = await openToyHouse();
});
afterEach(async () => await house.close());

/** Hand over a batch of so many pages; nobody works on it. */
async function add(id: string, pages: number, urgency?: number): Promise<void> {
  const accepted = [];
  for (let number = 1; number <= pages; number += 1) {
    const path = join(house.folder, `${id}-${number}`);
    await writeFile(path, `${id} ${number}`);
    accepted.push({
      pageId: `${id}-${number}`,
      path,
      sourceName: `${number}`,
      mediaType: "text/plain",
      ...(await digestFile(path)),
    });
  }
  const about = { batchId: id, itemId: id, shelfmark: id, profile: TOY_PROFILE, rejected: [] };
  await takeIn(house, { ...about, accepted, ...(urgency === undefined ? {} : { urgency }) });
}

/** Take the most urgent task and end it as if its stage had run. */
async function work(): Promise<LeasedTask> {
  const task = await house.ledger.claimNext({ owner: "test", leaseSeconds: 60 });
  if (!task) throw new Error("nothing to do");
  const step = house.workflow.find(({ name }) => name === task.derivation.stage);
  if (step?.kind !== "stage") throw new Error("no such stage");
  const outputs = Object.values<Role>(step.outputs).map((role) => ({
    role,
    artifact: artifact(`${task.derivation.key} ${role}`),
  }));
  const at = new Date().toISOString();
  await house.ledger.finish(task, { outputs, startedAt: at, endedAt: at, agent: "test" });
  await advance(house, task.itemId, task.subject === task.itemId ? [] : [task.subject]);
  return task;
}

async function workUntilBound(item: string): Promise<readonly LeasedTask[]> {
  const done: LeasedTask[] = [];
  do done.push(await work());
  while (done.at(-1)?.itemId !== item || done.at(-1)?.derivation.stage !== "bind");
  return done;
}

describe("a small batch that comes while a large one waits", () => {
  test("is done to its last step before all but the first pages of the large one", async () => {
    await add("large", 60);
    await add("small", 3);
    const ofLarge = (await workUntilBound("small")).filter(({ itemId }) => itemId === "large");
    // Sixteen pages of two steps stand as far in front as the small batch does.
    expect(new Set(ofLarge.map(({ subject }) => subject)).size).toBeLessThanOrEqual(16);
  });

  test("goes first when a person said that it is urgent", async () => {
    await add("large", 40);
    await add("small", 3, PRIORITIES.high);
    expect((await workUntilBound("small")).filter(({ itemId }) => itemId === "large")).toEqual([]);
  });

  test("goes last when a person said that it can wait", async () => {
    await add("late", 2, PRIORITIES.low);
    await add("large", 40);
    const before = await workUntilBound("large");
    expect(before.filter(({ itemId }) => itemId === "late")).toEqual([]);
  });
});

test("a batch handed over again as urgent is urgent from now on", async () => {
  await add("one", 2);
  expect((await house.ledger.item("one"))?.urgency).toBe(0);
  await add("one", 2, PRIORITIES.high);
  expect((await house.ledger.item("one"))?.urgency).toBe(PRIORITIES.high);
  await add("one", 2);
  expect((await house.ledger.item("one"))?.urgency).toBe(PRIORITIES.high);
});

test("no place in a batch of ten million pages outweighs what a person said", () => {
  const last = urgencyOfItem(10_000_000);
  expect(last).toBeLessThan(urgencyOfPage(1));
  expect(last).toBeGreaterThan(urgencyOfPage(1, PRIORITIES.low));
  expect(urgencyOfItem(10_000_000, PRIORITIES.high)).toBeGreaterThan(urgencyOfPage(1));
});
