import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";
import { startProcess } from "./house/run-process.ts";

let house: ToyHouse;
beforeEach(async () => {
  house = await openToyHouse();
});
afterEach(async () => {
  await house.close();
});

/** Child processes of a process; empty when it is gone. */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return text.split(" ").filter(Boolean).map(Number);
}

async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return /^State:\s+[^ZX]/m.test(status);
}

/** Processor time that a process has used, in ticks; a child that spins uses much. */
async function ticksOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return Number(stat.split(" ")[13] ?? 0);
}

test.skipIf(process.platform !== "linux")(
  "a child that hears nothing ends when its worker is killed",
  async () => {
    await house.add({ "1.txt": "spin" });
    const { child: worker, pid } = startProcess("work", { home: house.folder });
    let child = 0;
    await expect
      .poll(
        async () => {
          for (const each of await childrenOf(pid)) if ((await ticksOf(each)) > 150) child = each;
          return child;
        },
        { timeout: 120_000 },
      )
      .toBeGreaterThan(0);
    worker.kill("SIGKILL");
    await expect.poll(() => isAlive(child), { timeout: 120_000 }).toBe(false);
  },
  300_000,
);
