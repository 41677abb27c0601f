/** Inputs of stages from a store that has no files of its own, such as an S3 server. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { soundFile } from "../../../pipeline/fixity/sound-file.ts";
import type { FixityLog } from "../../../pipeline/fixity-log.ts";
import { ObjectCache } from "../../../pipeline/object-cache.ts";
import { openMemoryStore } from "../../../pipeline/store/memory.ts";
import { overlay } from "../../../pipeline/store/overlay.ts";
import { sampleOf } from "../../contracts/store.ts";
import { LyingStore } from "../../faults/lying-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sohoa-sound-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** One object in a store that lies about it when told to, and the evidence that was kept. */
async function shelved() {
  const store = new LyingStore(openMemoryStore());
  const { path, stored } = await sampleOf(folder, Buffer.from("page one"));
  await store.putFile(path, stored);
  const kept: (readonly [outcome: string, bytesRead: number | undefined])[] = [];
  const recordFixity: FixityLog["recordFixity"] = async (_, outcome, __, by) => void kept.push([outcome, by?.bytesRead]);
  const witness = {
    ledger: { recordFixity },
    clock: { now: () => new Date(0) },
    agent: "test",
  };
  return { store, digest: stored.digest, kept, witness };
}

test.for([
  { lie: "flip", code: "FIX-MISMATCH", evidence: ["mismatch", 8] },
  { lie: "shorten", code: "FIX-MISMATCH", evidence: ["mismatch", 7] },
  { lie: "drop", code: "FIX-MISSING", evidence: ["missing", 0] },
] as const)(
  "an object that is damaged in the bucket ($lie) raises the alarm and is evidence at once",
  async ({ lie, code, evidence }) => {
    const { store, digest, kept, witness } = await shelved();
    const source = { ...witness, cache: new ObjectCache(store, join(folder, "cache"), 1e6) };
    store.lie = lie;
    await expect(soundFile(source, digest)).rejects.toMatchObject({ code, exit: "integrity", retry: "person" });
    expect(kept).toEqual([evidence]);
  },
);

test("bytes that came changed once are fetched again, and nobody is alarmed", async () => {
  const { store, digest, kept, witness } = await shelved();
  let fetches = 0;
  const shaky = overlay(store, {
    open: async (...args) => (++fetches === 1 ? Readable.from([Buffer.from("pagf one")]) : store.open(...args)),
  });
  const source = { ...witness, cache: new ObjectCache(shaky, join(folder, "cache"), 1e6) };
  expect(await soundFile(source, digest)).toBe(join(folder, "cache", digest));
  expect([fetches, kept]).toEqual([2, []]);
});

test("bytes that come changed in another way each time are trouble on the line, which is waited out", async () => {
  const { store, digest, kept, witness } = await shelved();
  let fetches = 0;
  const shaky = overlay(store, { open: async () => Readable.from([Buffer.from(`page one, changed ${++fetches} times`)]) });
  const source = { ...witness, cache: new ObjectCache(shaky, join(folder, "cache"), 1e6) };
  await expect(soundFile(source, digest)).rejects.toMatchObject({ code: "SVC-STORE", exit: "service", retry: "later" });
  expect([fetches, kept]).toEqual([2, []]);
});
