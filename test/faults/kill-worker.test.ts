import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";

const TEXTS = { "1.txt": "one", "2.txt": "two", "3.txt": "three" };
const ENTRY = join(import.meta.dirname, "../fixtures/toy-worker.ts");

/** Run the toy worker on a home; resolves with the signal that killed it, or null when it ended by itself. */
async function runWorker(home: string, env: Record<string, string>): Promise<string | null> {
  const child = spawn(process.execPath, ["--import", "tsx", ENTRY, home], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return await new Promise((resolve) => child.on("exit", (_code, signal) => resolve(signal)));
}

async function digests(house: ToyHouse): Promise<readonly string[]> {
  return (await house.ledger.currentOfItem("T.1")).map((row) => `${row.subject} ${row.role} ${row.artifact.digest}`).sort();
}

let house: ToyHouse | undefined;
let undisturbed: readonly string[] = [];

beforeAll(async () => {
  const calm = await openToyHouse();
  await calm.add(TEXTS);
  await calm.settle();
  undisturbed = await digests(calm);
  await calm.close();
});
afterEach(async () => {
  await house?.close();
  house = undefined;
});

const STAGES = ["shout", "read", "bind", "publish"];
const POINTS = ["claimed", "ran", "stored", "finished", "advanced"];
const worker = STAGES.flatMap((stage) => POINTS.map((point) => `${point}@${stage}`));
const intake = ["intake-stored", "intake-recorded", "intake-closing", "intake-closed"];

describe("a process killed without warning", () => {
  test.each([...worker, ...intake])("at %s: the next run finishes everything, once, with the same digests", async (point) => {
    house = await openToyHouse();
    const env = { TOY_ADD: JSON.stringify(TEXTS) };
    expect(await runWorker(house.folder, { ...env, SOHOA_KILLPOINT: point })).toBe("SIGKILL");
    expect(await runWorker(house.folder, env)).toBeNull();
    expect(await digests(house)).toEqual(undisturbed);
    const report = await house.fsck();
    // A killed upload may leave an object nobody names; that is no loss, and the same bytes are found again.
    expect(report.findings).toEqual([]);
    expect(report.pages).toBe(3);
  });
});
