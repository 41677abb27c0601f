/**
 * F39: the power goes. A run is traced, and at many moments of it the disk is put back as a power cut may have left it: all that
 * was synced, and any part of what was not. This is a model; no real disk lost power.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../cli/sample/random.ts";
import { openToyHouse } from "../fixtures/toy-house.ts";
import { rounds, tell } from "./figure.ts";
import { runProcess } from "./house/run-process.ts";
import { batchOf, expectedOutcome, outcomeOf } from "./house/texts.ts";
import { Disk } from "./power-cut/cut.ts";
import { CALLS, type Change, changesIn } from "./power-cut/trace.ts";

const BATCHES = { "T.1": batchOf("T.1", 2), "T.2": batchOf("T.2", 2) };
const canTrace = spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;
const SEED = Number(process.env["SOHOA_SEED"] ?? Date.now() % 1e6);

describe.skipIf(!canTrace)("after a power cut", () => {
  let folder: string;
  let changes: readonly Change[];
  let expected: Awaited<ReturnType<typeof expectedOutcome>>;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "sohoa-power-")));
    const [home, log] = [join(folder, "home"), join(folder, "trace")];
    const before = ["strace", "-f", "-y", "-xx", "-s", "10000000", "-e", `trace=${CALLS}`, "-o", log];
    await openToyHouse(home).then((house) => house.close(true));
    await rm(home, { recursive: true });
    expect(await runProcess("settle", { home }, BATCHES, { before })).toBe(0);
    changes = changesIn(await readFile(log, "utf8"), home).filter(
      (change) => change.is === "said" || /^(catalogue\.sqlite(-wal|-journal)?|store(\/.*)?|)$/.test(change.path),
    );
    expected = await expectedOutcome(BATCHES);
  }, 300_000);
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  /** The house as it stands after the power went when so many changes had been made. */
  async function outage(moment: number, random: ReturnType<typeof seededRandom>) {
    const disk = new Disk();
    const home = join(folder, `cut-${moment}`);
    for (const change of changes.slice(0, moment)) disk.apply(change);
    await disk.leave(home, random);
    const said = changes.slice(0, moment).flatMap((change) => (change.is === "said" ? [change.text] : []));
    const taken = Object.keys(BATCHES).filter((item) => said.some((text) => text.includes(`taken ${item}\n`)));
    return { home, taken };
  }

  test("the model keeps what was synced: at the end of the run everything is there", async () => {
    const { home, taken } = await outage(changes.length, seededRandom(SEED, "end"));
    expect(taken).toEqual(Object.keys(BATCHES));
    const house = await openToyHouse(home);
    expect(await outcomeOf(house, BATCHES)).toEqual(expected);
    await house.close();
  });

  test("the model loses what was not synced: without any sync nothing that was said holds", async () => {
    const disk = new Disk();
    for (const change of changes.filter(({ is }) => is !== "sync")) disk.apply(change);
    const home = join(folder, "unsynced");
    await disk.leave(home, { between: (low) => low, whole: (low) => low, chance: () => true });
    const house = await openToyHouse(home);
    expect(await house.ledger.items()).toEqual([]);
    await house.close();
  });

  test("at any moment, what was acknowledged is there, and the next run ends as if nothing had happened", async (context) => {
    const random = seededRandom(SEED, "cuts");
    const cuts = rounds(200, 12);
    let held = 0;
    for (let cut = 0; cut < cuts; cut += 1) {
      const moment = random.whole(1, changes.length);
      const { home, taken } = await outage(moment, random);
      const house = await openToyHouse(home);
      for (const item of taken) {
        const masters = (await house.ledger.currentOfItem(item, ["image/master"])).map(({ artifact }) => artifact.digest);
        expect(masters, `seed ${SEED}, moment ${moment}`).toHaveLength(2);
        for (const digest of masters) expect(await house.store.stat(digest), `seed ${SEED}, moment ${moment}`).toBeDefined();
        held += 1;
      }
      for (const [item, texts] of Object.entries(BATCHES)) await house.add(texts, undefined, item);
      await house.settle(Object.keys(BATCHES));
      expect(await outcomeOf(house, BATCHES), `seed ${SEED}, moment ${moment}`).toEqual(expected);
      await house.close();
    }
    tell(context, `${cuts} cuts in ${changes.length} changes, seed ${SEED}; ${held} acknowledged batches held`);
  }, 3_600_000);
});
