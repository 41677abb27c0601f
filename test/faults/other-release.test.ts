/** F38: a worker of an older release beside a newer one. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { reconcileOnce } from "../../pipeline/reconcile.ts";
import { work } from "../../pipeline/worker.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";
import { toyWorkflow } from "../fixtures/toy-workflow.ts";
import { PATIENCE } from "./figure.ts";

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

let house: ToyHouse;
beforeEach(async () => {
  house = await openToyHouse();
});
afterEach(async () => await house.close());

test("a worker leaves a task alone that another version of a stage is wanted for, and it costs no attempt", async () => {
  const older = toyWorkflow.map((step) => (step.name === "shout" ? { ...step, version: 0 } : step));
  await house.add({ "1.txt": "one" });
  const stop = new AbortController();
  const working = work({ ...house.worker, workflow: older, leaseSeconds: 5 }, stop.signal, 0);
  const refused = async () => (await house.ledger.tasks({ itemId: "T.1" }))[0];
  await expect.poll(async () => (await refused())?.failure?.code).toBe("STAGE-VERSION");
  stop.abort();
  await working;
  expect(await refused()).toMatchObject({ state: "pending", attempts: 0 });
  await reconcileOnce(house);
  await house.settle();
  expect(await house.text("p-1.txt", "text/machine")).toBe("read ONE");
  expect((await house.fsck()).findings).toEqual([]);
});
