import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";
import { runProcess } from "./house/run-process.ts";
import { undisturbed } from "./house/texts.ts";

const BATCHES = { "T.1": { "1.txt": "one", "2.txt": "two", "3.txt": "three" } };

let house: ToyHouse | undefined;
let calm: readonly string[] = [];

beforeAll(async () => {
  calm = await undisturbed(BATCHES);
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
    const place = { home: house.folder };
    expect(await runProcess("settle", place, BATCHES, { env: { SOHOA_KILLPOINT: point } })).toBe("SIGKILL");
    expect(await runProcess("settle", place, BATCHES)).toBe(0);
    expect(await house.digests()).toEqual(calm);
    const report = await house.fsck();
    // A killed upload may leave an object nobody names; that is no loss, and the same bytes are found again.
    expect(report.findings).toEqual([]);
    expect(report.pages).toBe(3);
  });
});
