/** F30: the catalogue is put back from yesterday while the store is of today. */
import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { answerGate } from "../../pipeline/answer-gate.ts";
import { collectOrphans } from "../../pipeline/gc/collect-orphans.ts";
import { rebuild } from "../../pipeline/rebuild.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";
import { toyReview } from "../fixtures/toy-workflow.ts";
import { PATIENCE } from "./figure.ts";

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

let house: ToyHouse;
beforeEach(async () => {
  house = await openToyHouse();
});
afterEach(async () => await house.close());

const DAYS = 24 * 3600 * 1000;
const correct = (subject: string, value: string) =>
  answerGate(house, [{ gate: toyReview, itemId: "T.1", subject, value, agent: "Lan" }]);

describe("a catalogue that is older than its store", () => {
  test("takes over what was done since: edits, rescans, pages, items; and nothing of it is collected as an orphan", async () => {
    const file = join(house.folder, "catalogue.sqlite");
    await house.add({ "1.txt": "one", "2.txt": "two" });
    await house.settle();
    await correct("p-1.txt", "corrected yesterday");
    await house.settle();
    await house.close(true);
    await copyFile(file, `${file}.yesterday`);

    house = await openToyHouse(house.folder);
    await correct("p-2.txt", "corrected today");
    // What is still being bound when the next scans come ends after their publication, and is in no description yet.
    await house.settle();
    await house.add({ "1.txt": "one, scanned again", "3.txt": "three" });
    await house.add({ "9.txt": "another book" }, undefined, "T.9");
    await house.settle(["T.1", "T.9"]);
    const [today, events] = [await house.digests(["T.1", "T.9"]), (await house.ledger.events("T.1")).length];
    await house.close(true);
    for (const suffix of ["-wal", "-shm"]) await rm(file + suffix, { force: true });
    await copyFile(`${file}.yesterday`, file);

    house = await openToyHouse(house.folder);
    const later = { now: () => new Date(Date.now() + 100 * DAYS) };
    const collector = { ...house, clock: later, orphanGraceDays: 1, shelfDays: 1, isRehearsal: false };
    await expect(collectOrphans(collector)).rejects.toMatchObject({ code: "GC-BEHIND" });
    expect(await rebuild(house.ledger, house.store, house.texts)).toMatchObject({ items: ["T.1", "T.9"], missing: [] });
    await house.settle(["T.1", "T.9"]);
    expect(await house.digests(["T.1", "T.9"])).toEqual(today);
    expect(await house.ledger.events("T.1")).toHaveLength(events);
    expect((await house.fsck()).findings).toEqual([]);
    expect(await collectOrphans(collector)).toMatchObject({ collected: [] });
    // Again it finds nothing, and takes nothing back that was made since.
    expect(await rebuild(house.ledger, house.store, house.texts)).toMatchObject({ items: [], versions: 0 });
    expect(await house.digests(["T.1", "T.9"])).toEqual(today);
  });
});

test("sohoa restore takes over what the store knows beyond the backup, and the home is sound", async () => {
  const { home: root, remove } = await temporaryHome();
  const home = join(root, "home");
  const run = (...args: string[]) => sohoa([...args, "--json", "--home", home]);
  for (const name of ["HN.hom-qua", "HN.hom-nay"]) await makeSampleBook(join(root, name), { pages: 1, width: 500, height: 700 });
  await run("add", join(root, "HN.hom-qua"));
  expect((await run("backup", "--to", join(root, "backup.tar"))).exit).toBe(0);
  await run("add", join(root, "HN.hom-nay"));
  for (const suffix of ["", "-wal", "-shm"]) await rm(join(home, `catalogue.sqlite${suffix}`), { force: true });
  const restored = await run("restore", join(root, "backup.tar"));
  expect(restored.envelope).toMatchObject({ ok: true, counts: { adopted: 1, missing: 0 }, data: { adopted: ["HN.hom-nay"] } });
  expect((await run("fsck", "--no-grace")).envelope).toMatchObject({ ok: true, counts: { items: 2, pages: 2, findings: 0 } });
  expect((await run("rebuild")).envelope.errors[0]).toMatchObject({ code: "REBUILD-NOT-EMPTY" });
  expect((await run("rebuild", "--newer")).envelope).toMatchObject({ ok: true, counts: { items: 0 } });
  await remove();
});
