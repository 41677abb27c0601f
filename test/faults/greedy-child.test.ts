/** F35, F40: a child that fills its pipes or takes all memory costs its page only. */
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isAtRest } from "../../pipeline/at-rest.ts";
import { MemoryBudget } from "../../pipeline/memory-budget.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";
import { PATIENCE } from "./figure.ts";
import { startProcess } from "./house/run-process.ts";

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

const GROUP = `/sys/fs/cgroup/memory/sohoa-test-${process.pid}`;
const LIMIT_MIB = 400;

let house: ToyHouse;
beforeEach(async () => {
  house = await openToyHouse();
});
afterEach(async () => await house.close());

const states = async () =>
  Object.fromEntries(
    (await house.ledger.tasks({ itemId: "T.1" })).map(({ subject, stage, state }) => [`${subject} ${stage}`, state]),
  );
const codes = async () =>
  (await house.ledger.tasks({ itemId: "T.1", states: ["quarantined"] })).map(({ failure }) => failure?.code);

describe("a child", () => {
  test("that says more than anybody reads does not stand still", async () => {
    await house.add({ "1.txt": "chatter" });
    await house.settle();
    expect(await states()).toMatchObject({ "p-1.txt shout": "done" });
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("that takes more memory than it may is stopped, and the other pages are made", async () => {
    Object.assign(house.worker.child, { maxResidentMiB: LIMIT_MIB });
    await house.add({ "1.txt": "gorge", "2.txt": "two" });
    await house.settle();
    expect(await states()).toMatchObject({ "p-1.txt shout": "quarantined", "p-2.txt read": "done" });
    expect(await codes()).toEqual(["STAGE-MEMORY"]);
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("may take what was set aside for it, though others may not", async () => {
    const memory = { budget: new MemoryBudget(8192), pixelsOf: async () => 400_000_000 };
    Object.assign(house.worker, { memory });
    Object.assign(house.worker.child, { maxResidentMiB: LIMIT_MIB });
    await house.add({ "1.txt": "gorge" });
    await house.settle();
    expect(await states()).toMatchObject({ "p-1.txt shout": "done" });
  });

  test("that takes more than the whole that was there for it is stopped all the same", async () => {
    const memory = { budget: new MemoryBudget(LIMIT_MIB), pixelsOf: async () => 400_000_000 };
    Object.assign(house.worker, { memory });
    Object.assign(house.worker.child, { maxResidentMiB: LIMIT_MIB });
    await house.add({ "1.txt": "gorge", "2.txt": "two" });
    await house.settle();
    expect(await states()).toMatchObject({ "p-1.txt shout": "quarantined", "p-2.txt read": "done" });
    expect(await codes()).toEqual(["STAGE-MEMORY"]);
  });
});

function madeGroup(): boolean {
  try {
    mkdirSync(GROUP);
    writeFileSync(join(GROUP, "memory.limit_in_bytes"), String(LIMIT_MIB << 20));
    return true;
  } catch {
    return false;
  }
}
const hasGroups = process.platform === "linux" && madeGroup();

describe.skipIf(!hasGroups)("a machine without memory, as the kernel sees it", () => {
  afterEach(() => rmdirSync(GROUP));

  test("loses the child and not the worker: the page is tried again, set aside, and the others are made", async () => {
    await house.add({ "1.txt": "gorge", "2.txt": "two", "3.txt": "three" });
    const before = ["sh", "-c", `echo $$ > ${GROUP}/cgroup.procs && exec "$@"`, "sh"];
    const worker = startProcess("work", { home: house.folder, leaseSeconds: 30 }, {}, { before });
    await expect.poll(() => isAtRest(house.ledger, "T.1"), { timeout: 250_000 }).toBe(true);
    expect(worker.child.exitCode).toBeNull();
    worker.child.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    expect(await states()).toMatchObject({ "p-1.txt shout": "quarantined", "p-2.txt read": "done", "p-3.txt read": "done" });
    expect(await codes()).toEqual(["STAGE-CRASH"]);
    expect((await house.fsck()).findings).toEqual([]);
  });
});
