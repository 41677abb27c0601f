/** F02: the worker dies with the same page again and again. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";
import { PATIENCE, rounds, tell } from "./figure.ts";
import { runProcess } from "./house/run-process.ts";
import { batchOf, expectedOutcome, outcomeOf } from "./house/texts.ts";

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

const BATCHES = { "T.1": batchOf("T.1", 1) };
const KILLED = { env: { SOHOA_KILLPOINT: "claimed@shout" } };

let house: ToyHouse;
beforeEach(async () => {
  house = await openToyHouse();
});
afterEach(async () => await house.close());

describe("a page with which the worker is killed", () => {
  test.each([
    { kills: 2, isPoison: false },
    { kills: 3, isPoison: true },
    { kills: rounds(10, 4), isPoison: true },
  ])(
    "$kills times is set aside only after the third time, and is made when a person tries it again",
    async ({ kills, isPoison }) => {
      const ends: (string | number)[] = [];
      for (let run = 0; run < kills; run += 1) ends.push(await runProcess("settle", { home: house.folder }, BATCHES, KILLED));
      expect(ends).toEqual(Array.from({ length: kills }, (_, at) => (at < 3 ? "SIGKILL" : 0)));
      await house.settle();
      const [shout] = await house.ledger.tasks({ itemId: "T.1", states: isPoison ? ["quarantined"] : ["done"] });
      if (isPoison) expect(shout).toMatchObject({ stage: "shout", failure: { code: "TASK-POISON" } });
      await house.queue.announce(await house.ledger.retry({ itemId: "T.1" }));
      await house.settle();
      expect(await outcomeOf(house, BATCHES)).toEqual(await expectedOutcome(BATCHES));
    },
  );
});

test("the command tells a page that killed it three times by exit 3, and finishes the book after a retry", async (context) => {
  const root = await temporaryHome();
  const folder = join(root.home, "HN.poison");
  await makeSampleBook(folder, { pages: 1, width: 500, height: 700 });
  const env = { SOHOA_LEASE_SECONDS: "2", SOHOA_RECONCILE_SECONDS: "1" };
  const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    sohoa([...args, "--json", "--home", join(root.home, "home")], { ...env, ...more });
  for (let kill = 0; kill < 3; kill += 1)
    expect((await run(["add", folder, "--wait"], { SOHOA_KILLPOINT: "claimed@inspect" })).signal).toBe("SIGKILL");
  expect(await run(["add", folder, "--wait"])).toMatchObject({ exit: 3, envelope: { data: { state: "attention" } } });
  expect((await run(["errors", "HN.poison"])).envelope.errors).toMatchObject([{ code: "TASK-POISON", path: "0001.tif" }]);
  expect((await run(["retry", "HN.poison"])).envelope.ok).toBe(true);
  expect((await run(["add", folder, "--wait"])).envelope).toMatchObject({ ok: true, data: { state: "complete" } });
  expect((await run(["fsck", "--no-grace"])).envelope).toMatchObject({ ok: true, counts: { pages: 1, findings: 0 } });
  tell(context, "3 kills, exit 3, retry, complete");
  await root.remove();
});
