import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { advance, advanceAll } from "../../pipeline/advance.ts";
import { answerGate } from "../../pipeline/answer-gate.ts";
import type { Role } from "../../pipeline/artifact.ts";
import { historySchema } from "../../pipeline/history-schema.ts";
import type { ItemHistory } from "../../pipeline/item-history.ts";
import { type AnyStage, defineStage, type Step } from "../../pipeline/stage.ts";
import { storeJson } from "../../pipeline/store-json.ts";
import { openToyHouse, TOY_PROFILE, type ToyHouse } from "../fixtures/toy-house.ts";
import { toyReview, toyWorkflow } from "../fixtures/toy-workflow.ts";

/** A packing step that reads the history, and publishing after it. */
const pack = defineStage({
  name: "pack",
  version: 1,
  of: "item",
  inputs: { structure: "item/structure", history: "item/history", text: { firstOf: ["text/reviewed", "text/machine"] } },
  outputs: { aip: "aip" },
  params: z.object({}),
  async run() {},
});
const show = defineStage({
  name: "show",
  version: 1,
  of: "item",
  inputs: { aip: "aip", pdf: "pdf" },
  outputs: { publication: "publication" },
  params: z.object({}),
  async run() {},
});
const workflow: readonly Step[] = [...toyWorkflow.filter(({ name }) => name !== "publish"), pack, show];

let house: ToyHouse;
beforeEach(async () => {
  house = await openToyHouse(undefined, { workflow });
});
afterEach(() => house.close());

/** Do everything that is due, without looking into it: the outputs only tell what they are of. @returns the steps in order */
async function work(): Promise<readonly string[]> {
  const done: string[] = [];
  await advanceAll(house, "T.1");
  for (;;) {
    const task = await house.ledger.claimNext({ owner: "test", leaseSeconds: 60 });
    if (!task) return done;
    const { stage: name, key } = task.derivation;
    const stage = workflow.find((step): step is AnyStage => step.kind === "stage" && step.name === name);
    const outputs = [];
    for (const role of Object.values<Role>(stage?.outputs ?? {}))
      outputs.push({ role, artifact: await storeJson(house.store, { role, key }, role) });
    const at = new Date().toISOString();
    await house.ledger.finish(task, { outputs, startedAt: at, endedAt: at, agent: "test" });
    done.push(name);
    await advance(house, task.itemId, task.subject === task.itemId ? [] : [task.subject]);
  }
}

async function history(): Promise<ItemHistory> {
  const artifact = await house.ledger.current("T.1", "item/history");
  return historySchema.parse(JSON.parse(await readFile(await house.cache.file(artifact?.digest ?? ""), "utf8")));
}

describe("the history of an item", () => {
  beforeEach(async () => {
    await house.add({ "1.txt": "one", "2.txt": "two" });
  });

  test("tells of everything that goes before packing, and of nothing that follows from it", async () => {
    const done = await work();
    expect(done.slice(-3)).toEqual(["bind", "pack", "show"]);
    const told = (await history()).events.map(({ stage, outcome }) => `${stage} ${outcome}`);
    expect(new Set(told)).toEqual(new Set(["ingest received", "shout made", "read made", "bind made"]));
    expect(told).toHaveLength(8);
  });

  test("does not make a package due again by its own making, by a fixity check, or by a verdict", async () => {
    await work();
    const first = await house.ledger.current("T.1", "item/history");
    const master = await house.ledger.current("p-1.txt", "image/master");
    await house.ledger.recordFixity(master?.digest ?? "", "match", "2026-01-01T00:00:00.000Z");
    const verdict = { subject: "p-1.txt", master: master?.digest ?? "", verdict: "accept" as const, reason: "FOCUS", note: "" };
    await house.ledger.judge("T.1", [verdict], "Lan");
    expect(await work()).toEqual([]);
    expect(await house.ledger.current("T.1", "item/history")).toEqual(first);
  });

  test("makes one package after a correction, and then tells of fixity checks and verdicts too", async () => {
    await work();
    const before = await history();
    const master = await house.ledger.current("p-1.txt", "image/master");
    await house.ledger.recordFixity(master?.digest ?? "", "match", "2026-01-01T00:00:00.000Z");
    await answerGate(house, [{ gate: toyReview, itemId: "T.1", subject: "p-1.txt", value: "checked", agent: "Lan" }]);
    expect(await work()).toEqual(["bind", "pack", "show"]);
    const after = await history();
    expect(after.events.slice(0, before.events.length)).toEqual(before.events);
    expect(after.events.slice(before.events.length).map(({ stage, agent }) => `${stage} ${agent}`)).toEqual([
      "text-review Lan",
      "bind test",
    ]);
    expect(after.fixity).toEqual([
      { digest: master?.digest, outcome: "match", checkedAt: "2026-01-01T00:00:00.000Z", agent: "sohoa", copy: "store" },
    ]);
    expect(await work()).toEqual([]);
  });

  test("keeps telling what it told when the catalogue has forgotten it", async () => {
    await work();
    const told = await history();
    await house.ledger.setProfile("T.1", { ...TOY_PROFILE, params: { shout: { suffix: "!" } } });
    await work();
    const events = (await history()).events;
    expect(events.slice(0, told.events.length)).toEqual(told.events);
    expect(events.length).toBeGreaterThan(told.events.length);
  });
});
