/** One bit flipped in each of 20 objects over two copies: found in one cycle, repaired from the good copy, nothing lost. */
import { chmod, copyFile, mkdir, open, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { proveVerifierWorks } from "../../../pipeline/fixity/control.ts";
import { keepFixity } from "../../../pipeline/fixity/keep-fixity.ts";
import { type Copy, look } from "../../../pipeline/fixity/look.ts";
import { paceOf, unpaced } from "../../../pipeline/fixity/pace.ts";
import { repair } from "../../../pipeline/fixity/repair.ts";
import { replicate } from "../../../pipeline/fixity/replicate.ts";
import { verifyRound } from "../../../pipeline/fixity/round.ts";
import { openFilesystemStore } from "../../../pipeline/store/filesystem.ts";
import type { Store } from "../../../pipeline/store/store.ts";
import { openToyHouse, type ToyHouse } from "../../fixtures/toy-house.ts";

const PAGES = 24;
const FOREVER = new AbortController().signal;

let house: ToyHouse;
let second: Store;
let copies: readonly Copy[];
beforeEach(async () => {
  house = await openToyHouse();
  second = await openFilesystemStore(join(house.folder, "second"));
  copies = [
    { name: "store", store: house.store },
    { name: "copy2", store: second },
  ];
  await house.add(Object.fromEntries(Array.from({ length: PAGES }, (_, at) => [`${at + 1}.txt`, `page ${at + 1}`])));
});
afterEach(async () => {
  await second.close();
  await house.close();
});

const fill = () => replicate({ ...house, objectCopies: async () => copies }, FOREVER);

/** A round as the duty does it: everything is due. */
function rounds(over: { readonly bytesPerDay?: number } = {}) {
  const control = { folder: join(house.folder, "control"), openStore: openFilesystemStore };
  // Far from the last looks: every object is due again.
  const clock = { now: () => new Date(Date.now() + 60_000) };
  const budget = { bytesPerDay: over.bytesPerDay ?? 2 ** 30, everyDays: 0 };
  return { ...house, clock, copies, control, budget, pace: unpaced };
}

async function flip({ store }: Copy, digest: string): Promise<void> {
  const path = store.localPath(digest) ?? "";
  await chmod(path, 0o644);
  const file = await open(path, "r+");
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 0);
  await file.write(Buffer.from([buffer.readUInt8(0) ^ 1]), 0, 1, 0);
  await file.close();
}

describe("two copies of everything", () => {
  test("one bit flipped in each of 20 objects is found in one cycle, repaired from the good copy, told in events, and fsck is clean", async () => {
    expect((await fill()).copied).toBeGreaterThanOrEqual(PAGES);
    const digests: string[] = [];
    for await (const { digest } of second.list()) digests.push(digest);
    // No object is damaged in both copies: then no source would be left.
    const flipped = digests.slice(0, 20).map((digest, at) => ({ digest, at: at < 10 ? 0 : 1 }));
    expect(flipped).toHaveLength(20);
    for (const { digest, at } of flipped) await flip(copies[at] as Copy, digest);

    const round = await verifyRound(rounds(), new Set(), FOREVER);
    expect(round).toMatchObject({ damaged: 20, unreadable: 0, isSpent: false });
    expect(round.checked).toBe(round.due);
    const damaged = await house.ledger.damaged();
    expect(new Set(damaged.map(({ copy, digest }) => `${copy} ${digest}`))).toEqual(
      new Set(flipped.map(({ digest, at }) => `${copies[at]?.name} ${digest}`)),
    );

    const quarantine = join(house.folder, "quarantine");
    for (const { digest, copy } of damaged) {
      const [bad, good] = copy === "store" ? copies : [...copies].reverse();
      expect(await repair({ ...house, quarantine }, digest, bad as Copy, good as Copy)).toBe("repaired");
    }
    expect(await house.ledger.damaged()).toEqual([]);
    for (const { digest } of flipped)
      for (const { store } of copies) expect(await look(store, digest)).toMatchObject({ outcome: "match" });
    const acts = (await house.ledger.actsOf(flipped.map(({ digest }) => digest))).map(({ act }) => act);
    expect(acts.filter((act) => act === "quarantine")).toHaveLength(20);
    expect(acts.filter((act) => act === "recovery")).toHaveLength(20);
    const kept = [...(await readdir(join(quarantine, "store"))), ...(await readdir(join(quarantine, "copy2")))];
    expect(kept).toHaveLength(20);
    expect((await verifyRound(rounds(), new Set(), FOREVER)).damaged).toBe(0);
    expect((await house.fsck()).findings).toEqual([]);
  }, 120_000);

  test.each([
    ["a zeroed block", async (path: string) => await writeFile(path, Buffer.alloc((await readFile(path)).length)), 1],
    ["a truncated end", async (path: string) => await truncate(path, 2), 1],
    [
      "another page's bytes",
      async (path: string) => await copyFile(house.store.localPath(await masterOf("p-2.txt")) ?? "", path),
      1,
    ],
    ["no bytes at all", async (path: string) => await truncate(path, 0), 1],
    ["nothing under its name, as after a repair that was killed half-way", async (path: string) => await rm(path), 0],
  ])("a master with %s is found and repaired", async (_, damage, quarantined) => {
    await fill();
    const digest = await masterOf("p-1.txt");
    const path = house.store.localPath(digest) ?? "";
    await chmod(path, 0o644);
    await damage(path);
    expect(await verifyRound(rounds(), new Set(), FOREVER)).toMatchObject({ damaged: 1 });
    const [bad, good] = copies as [Copy, Copy];
    const quarantine = join(house.folder, "quarantine");
    expect(await repair({ ...house, quarantine }, digest, bad, good)).toBe("repaired");
    expect(await repair({ ...house, quarantine }, digest, bad, good)).toBe("sound");
    expect(await readdir(join(quarantine, "store"))).toHaveLength(quarantined);
    expect(await house.ledger.damaged()).toEqual([]);
  });

  test("an object that is damaged in both copies is left as it is in both", async () => {
    await fill();
    const digest = await masterOf("p-1.txt");
    for (const copy of copies) await flip(copy, digest);
    const before = await readFile(house.store.localPath(digest) ?? "");
    const [bad, good] = copies as [Copy, Copy];
    expect(await repair({ ...house, quarantine: join(house.folder, "quarantine") }, digest, bad, good)).toBe("no-source");
    expect(await readFile(house.store.localPath(digest) ?? "")).toEqual(before);
    expect((await house.ledger.damaged()).map(({ copy }) => copy)).toEqual(["copy2"]);
  });

  test("a damaged object is never copied into the second copy, and the alarm tells of it", async () => {
    const digest = await masterOf("p-2.txt");
    await flip(copies[0] as Copy, digest);
    expect(await fill()).toMatchObject({ refused: 1 });
    expect(await second.stat(digest)).toBeUndefined();
    expect(await house.ledger.damaged()).toMatchObject([{ digest, copy: "store", outcome: "mismatch" }]);
  });
});

describe("scheduled checks", () => {
  test("stop at the day's budget and go on where the evidence ends, the longest unseen first", async () => {
    const size = (await house.ledger.artifact(await masterOf("p-1.txt")))?.sizeBytes ?? 0;
    const few = rounds({ bytesPerDay: size * 3 });
    const round = await verifyRound(few, new Set(), FOREVER);
    expect(round).toMatchObject({ isSpent: true, damaged: 0 });
    expect(round.checked).toBeGreaterThan(0);
    expect(round.checked).toBeLessThan(round.due);
    expect(await verifyRound(few, new Set(), FOREVER)).toMatchObject({ checked: 0, isSpent: true });
    const seen = new Set((await house.ledger.fixityOf(await allDigests())).map(({ digest }) => digest));
    const next = await house.ledger.dueLooks(1, "9999", ["store"]);
    expect(seen.has(next[0]?.digest ?? "")).toBe(false);
  });

  test("do not count when the planted fault goes unnoticed", async () => {
    const blind: typeof look = async () => ({ outcome: "match", bytesRead: 1 });
    await expect(proveVerifierWorks(rounds().control, blind)).rejects.toMatchObject({ code: "VERIFY-BLIND", exit: "integrity" });
    await expect(proveVerifierWorks(rounds().control)).resolves.toBeUndefined();
  });

  test("fail when objects were due and none could be read", async () => {
    const broken: Store = Object.assign(Object.create(house.store) as Store, {
      stat: async () => {
        throw new Error("EIO");
      },
    });
    const blocked = { ...rounds(), copies: [{ name: "store" as const, store: broken }] };
    await expect(verifyRound(blocked, new Set(), FOREVER)).rejects.toMatchObject({ code: "VERIFY-NOTHING", exit: "integrity" });
  });

  test("are done by one process at a time, and end when they are told to", async () => {
    const stop = new AbortController();
    const log = { info: () => stop.abort(), warn() {} };
    const keeper = { ...rounds(), log, owner: "one", everySeconds: 1, bytesPerSecond: 2 ** 30, objectCopies: async () => copies };
    await keepFixity(keeper, stop.signal);
    expect(await house.ledger.holdDuty("fixity", "another", 60)).toBe(false);
    expect((await house.ledger.fixityOf(await allDigests())).length).toBeGreaterThanOrEqual(PAGES);
  });

  test("read no faster than granted over any long stretch, whatever the chunks", async () => {
    let nowMs = 0;
    const pace = paceOf(
      1000,
      () => nowMs,
      async (ms) => {
        nowMs += ms;
      },
    );
    for (let chunk = 0; chunk < 100; chunk += 1) await pace(chunk % 2 ? 15 : 185);
    expect(nowMs).toBeGreaterThanOrEqual(10_000 - 1000 - 200);
    expect(nowMs).toBeLessThanOrEqual(10_000);
  });
});

describe("a damaged master", () => {
  test("is not derived from: the page's step ends with FIX-MISMATCH, and goes on after the repair", async () => {
    await fill();
    const digest = await masterOf("p-3.txt");
    await flip(copies[0] as Copy, digest);
    await house.settle();
    const failed = await house.ledger.tasks({ itemId: "T.1", states: ["failed"] });
    expect(failed.map(({ subject, failure }) => [subject, failure?.code])).toEqual([["p-3.txt", "FIX-MISMATCH"]]);
    expect(await house.ledger.damaged()).toMatchObject([{ digest, uses: [{ itemId: "T.1", subject: "p-3.txt" }] }]);
    const [bad, good] = copies as [Copy, Copy];
    await mkdir(join(house.folder, "quarantine"), { recursive: true });
    expect(await repair({ ...house, quarantine: join(house.folder, "quarantine") }, digest, bad, good)).toBe("repaired");
    expect(await house.ledger.retry({ code: "FIX-MISMATCH" })).toHaveLength(1);
    await house.settle();
    expect(await house.ledger.tasks({ itemId: "T.1", states: ["failed", "quarantined"] })).toEqual([]);
    expect((await house.fsck()).findings).toEqual([]);
  }, 120_000);
});

async function masterOf(page: string): Promise<string> {
  return (await house.ledger.current(page, "image/master"))?.digest ?? "";
}

async function allDigests(): Promise<readonly string[]> {
  const digests: string[] = [];
  for await (const { digest } of house.ledger.artifacts()) digests.push(digest);
  return digests;
}
