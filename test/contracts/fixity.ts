/** What every ledger promises of its evidence of fixity. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { LedgerPlace } from "./ledger.ts";
import { artifact, intake } from "./ledger-values.ts";

const START = Date.parse("2026-01-01T00:00:00.000Z");
const LATER = "2026-09-01T00:00:00.000Z";
const BY = { agent: "sohoa 9", copy: "store", bytesRead: 10 } as const;

/** Run the suite over ledgers from `open`, which gives a fresh one each time. */
export function fixityContract(name: string, open: (clock: () => Date) => Promise<LedgerPlace>): void {
  describe(`evidence of fixity over ${name}`, () => {
    let place: LedgerPlace;
    let ledger: Ledger;
    const [one, two, three] = ["p0001", "p0002", "p0003"].map((id) => artifact(`master of ${id}`).digest) as [
      string,
      string,
      string,
    ];

    beforeEach(async () => {
      place = await open(() => new Date(START));
      ledger = place.ledger;
      await intake(ledger, 3);
    });
    afterEach(async () => {
      const contradictions = await ledger.contradictions();
      await place.remove();
      expect(contradictions).toEqual([]);
    });

    test("every look is a row of its own with its result, time, agent and copy, and no later look changes it", async () => {
      await ledger.recordFixity(one, "match", "2026-02-01T00:00:00.000Z", BY);
      await ledger.recordFixity(one, "mismatch", "2026-03-01T00:00:00.000Z", { ...BY, copy: "copy2" });
      await ledger.recordFixity(one, "match", "2026-04-01T00:00:00.000Z");
      expect(await ledger.fixityOf([one, two])).toEqual([
        { digest: one, outcome: "match", checkedAt: "2026-02-01T00:00:00.000Z", agent: "sohoa 9", copy: "store" },
        { digest: one, outcome: "mismatch", checkedAt: "2026-03-01T00:00:00.000Z", agent: "sohoa 9", copy: "copy2" },
        { digest: one, outcome: "match", checkedAt: "2026-04-01T00:00:00.000Z", agent: "sohoa", copy: "store" },
      ]);
    });

    test("the alarm stands for each copy until a look at that same copy finds the object sound", async () => {
      await ledger.recordFixity(one, "mismatch", "2026-02-01T00:00:00.000Z", BY);
      await ledger.recordFixity(two, "missing", "2026-02-02T00:00:00.000Z", { ...BY, copy: "copy2" });
      await ledger.recordFixity(one, "match", "2026-02-03T00:00:00.000Z", { ...BY, copy: "copy2" });
      expect(await ledger.damaged()).toEqual([
        {
          digest: one,
          copy: "store",
          outcome: "mismatch",
          foundAt: "2026-02-01T00:00:00.000Z",
          uses: [{ itemId: "AB.123", subject: "p0001", role: "image/master" }],
        },
        {
          digest: two,
          copy: "copy2",
          outcome: "missing",
          foundAt: "2026-02-02T00:00:00.000Z",
          uses: [{ itemId: "AB.123", subject: "p0002", role: "image/master" }],
        },
      ]);
      await ledger.recordFixity(one, "match", "2026-02-04T00:00:00.000Z", BY);
      expect((await ledger.damaged()).map(({ digest }) => digest)).toEqual([two]);
    });

    test("the masters verified since a day are counted, and a damaged one is not among them", async () => {
      await ledger.recordFixity(one, "match", LATER, BY);
      await ledger.recordFixity(two, "mismatch", LATER, BY);
      await ledger.recordFixity(three, "match", "2026-02-01T00:00:00.000Z", BY);
      const standing = await ledger.fixityStanding("2026-06-01T00:00:00.000Z");
      expect(standing).toEqual({ masters: 3, mastersVerified: 1, objects: 3, inCopy2: 0 });
    });

    test("what was read since a time is summed, so that a day's budget outlives the process", async () => {
      await ledger.recordFixity(one, "match", "2026-02-01T10:00:00.000Z", BY);
      await ledger.recordFixity(two, "match", "2026-02-02T10:00:00.000Z", { ...BY, bytesRead: 2 ** 40 });
      await ledger.recordFixity(three, "match", "2026-02-02T11:00:00.000Z", { ...BY, bytesRead: 7 });
      expect(await ledger.bytesReadSince("2026-02-02T00:00:00.000Z")).toBe(2 ** 40 + 7);
      expect(await ledger.bytesReadSince(LATER)).toBe(0);
    });

    test("what nobody looked at for longest is due first, over both copies together, and nothing younger than asked", async () => {
      await ledger.recordCopied(one, "copy2", "2026-01-15T00:00:00.000Z", "sohoa 9");
      await ledger.recordFixity(one, "match", "2026-03-01T00:00:00.000Z", BY);
      await ledger.recordFixity(two, "match", "2026-02-01T00:00:00.000Z", BY);
      const due = await ledger.dueLooks(9, "2026-03-01T00:00:00.000Z", ["store", "copy2"]);
      expect(due.map(({ digest, copy }) => [digest, copy])).toEqual([
        [three, "store"],
        [one, "copy2"],
        [two, "store"],
      ]);
      expect(due[0]?.sizeBytes).toBe("master of p0003".length);
      expect(await ledger.dueLooks(1, LATER, ["copy2"])).toMatchObject([{ digest: one, copy: "copy2" }]);
    });

    test("a copy's lacking objects are named until they are recorded, and the replication is kept once", async () => {
      const all = [one, two, three].sort();
      expect((await ledger.uncopied("copy2", 9, undefined)).map(({ digest }) => digest)).toEqual(all);
      await ledger.recordCopied(two, "copy2", "2026-02-01T00:00:00.000Z", "sohoa 9");
      await ledger.recordCopied(two, "copy2", "2026-02-02T00:00:00.000Z", "sohoa 9");
      expect((await ledger.uncopied("copy2", 9, undefined)).map(({ digest }) => digest)).toEqual(
        all.filter((each) => each !== two),
      );
      expect(await ledger.uncopied("copy2", 9, all[2])).toEqual([]);
      const quarantine = { digest: two, act: "quarantine", copy: "store", detail: "x", agent: "Lan", at: LATER } as const;
      await ledger.recordAct(quarantine);
      expect(await ledger.actsOf([one, two])).toMatchObject([
        { digest: two, act: "replication", copy: "copy2", agent: "sohoa 9", at: "2026-02-01T00:00:00.000Z" },
        quarantine,
      ]);
      expect((await ledger.fixityStanding(LATER)).inCopy2).toBe(1);
    });

    test("evidence that a history tells of comes back once, with the date of the last look, and none of objects that are not here", async () => {
      const looks = [
        { digest: one, outcome: "match", checkedAt: "2026-03-01T00:00:00.000Z", agent: "sohoa 9", copy: "store" },
        { digest: one, outcome: "mismatch", checkedAt: "2026-04-01T00:00:00.000Z", agent: "sohoa 9", copy: "copy2" },
        { digest: "f".repeat(64), outcome: "match", checkedAt: LATER, agent: "sohoa 9", copy: "store" },
      ] as const;
      const at = "2026-02-01T00:00:00.000Z";
      const acts = [{ digest: one, act: "replication", copy: "copy2", detail: "x", agent: "sohoa 9", at }] as const;
      await ledger.restoreEvidence(looks, acts);
      await ledger.restoreEvidence(looks, acts);
      expect(await ledger.fixityOf([one, "f".repeat(64)])).toEqual(looks.slice(0, 2));
      expect(await ledger.actsOf([one])).toMatchObject(acts);
      expect(await ledger.damaged()).toMatchObject([{ digest: one, copy: "copy2", outcome: "mismatch" }]);
      expect((await ledger.oldestVerified(3)).at(-1)).toBe(one);
      expect([...(await ledger.heldBy("copy2", [one, two]))]).toEqual([one]);
    });
  });
}
