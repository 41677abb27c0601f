/** F15, F18, F19, F20: a line of work while its S3 store is overloaded, refuses, is full, hangs, loses what it took or lists wrongly, and afterwards. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { collectOrphans } from "../../pipeline/gc/collect-orphans.ts";
import { openFilesystemStore } from "../../pipeline/store/filesystem.ts";
import { overlay } from "../../pipeline/store/overlay.ts";
import { openS3Store } from "../../pipeline/store/s3.ts";
import type { Store } from "../../pipeline/store/store.ts";
import { work } from "../../pipeline/worker.ts";
import { openToyHouse } from "../fixtures/toy-house.ts";
import { PATIENCE, tell } from "./figure.ts";
import { batchOf, expectedOutcome, outcomeOf } from "./house/texts.ts";
import { type Lie, LyingS3 } from "./lying-s3.ts";

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

const BATCHES = { "T.1": batchOf("T.1", 4) };
let expected: Awaited<ReturnType<typeof expectedOutcome>>;
let folder: string;
beforeAll(async () => {
  expected = await expectedOutcome(BATCHES);
  folder = await mkdtemp(join(tmpdir(), "sohoa-store-"));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

async function houseOver(server: LyingS3) {
  const settings = { accessKey: "a", secretKey: "b", bucket: "toy", timeoutSeconds: 1, endpoint: server.url };
  return await openToyHouse(undefined, { openStore: () => openS3Store(settings) });
}

describe.concurrent("a line over a store that is not well", () => {
  test("finishes during a storm in which three of ten answers are 503", async (context) => {
    const { expect } = context;
    const server = await LyingS3.start();
    const house = await houseOver(server);
    await house.add(BATCHES["T.1"]);
    server.lie("busy", Number.POSITIVE_INFINITY, 0.3);
    await house.settle();
    expect(server.lied).toBeGreaterThan(0);
    tell(context, `${server.lied} answers were 503`);
    server.lie(undefined);
    expect(await outcomeOf(house, BATCHES)).toEqual(expected);
    await house.close();
    await server.stop();
  });

  test.for([
    { lie: "locked", what: "the keys were changed", code: "SVC-STORE" },
    { lie: "away", what: "the bucket is gone", code: "SVC-STORE" },
    { lie: "full", what: "the quota is used up", code: "SPACE-FULL" },
    { lie: "hang", what: "nothing answers", code: "SVC-STORE" },
    { lie: "skewed", what: "the clocks differ", code: "SVC-STORE" },
    { lie: "drop", what: "what was taken is not there", code: "STORE-LIED" },
    { lie: "flip", what: "what was taken is changed", code: "STORE-LIED" },
  ] satisfies { lie: Lie; what: string; code: string }[])(
    "waits while $what, names it, and goes on by itself",
    async ({ lie, code }, { expect }) => {
      const server = await LyingS3.start();
      const house = await houseOver(server);
      await house.add(BATCHES["T.1"]);
      server.lie(lie);
      const stop = new AbortController();
      const working = work(house.worker, stop.signal, 0);
      const told = async () => (await house.ledger.tasks({ itemId: "T.1" })).map(({ failure }) => failure?.code);
      await expect.poll(told, { timeout: 250_000 }).toContain(code);
      expect((await house.ledger.tasks({ itemId: "T.1" })).filter(({ state }) => /failed|quarantined/.test(state))).toEqual([]);
      server.lie(undefined);
      stop.abort();
      await working;
      await house.settle();
      expect(await outcomeOf(house, BATCHES)).toEqual(expected);
      await house.close();
      await server.stop();
    },
  );
});

/** Lists what is not there, and not all that is. */
function listingWrongly(inner: Store): Store {
  return overlay(inner, {
    async *list() {
      let at = 0;
      for await (const each of inner.list()) if (at++ % 2 === 0) yield { ...each, modifiedAt: new Date(0) };
      yield { digest: "f".repeat(64), sizeBytes: 7, modifiedAt: new Date(0) };
    },
  });
}

describe("a listing that lags behind", () => {
  test("makes nothing be collected, and nothing be called missing", async ({ expect }) => {
    const house = await openToyHouse(undefined, { openStore: async () => listingWrongly(await openFilesystemStore(folder)) });
    await house.add(BATCHES["T.1"]);
    await house.settle();
    const year = { now: () => new Date(Date.now() + 365 * 24 * 3600 * 1000) };
    const collected = await collectOrphans({ ...house, clock: year, orphanGraceDays: 1, shelfDays: 1, isRehearsal: false });
    expect(collected).toMatchObject({ collected: [], waiting: 0 });
    const { findings } = await house.fsck();
    // The ghost is an object without a row, as far as the listing goes; nothing that a row names is missing.
    expect(findings.map(({ code, subject }) => `${code} ${subject}`)).toEqual([`ORPHAN ${"f".repeat(64)}`]);
    await house.close();
  });
});
