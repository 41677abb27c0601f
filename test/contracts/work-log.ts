/** What the log of people's work promises, whatever database is behind it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Catalogue } from "../../catalogue/open.ts";
import { artifact, ITEM, intake } from "./ledger-values.ts";

const WEEK = { from: "2026-01-01", until: "2026-01-08" };

/** Run the suite over catalogues from `open`, which gives a fresh one each time. */
export function workLogContract(name: string, open: (clock: () => Date) => Promise<Catalogue>): void {
  describe(`the work log over ${name}`, () => {
    let catalogue: Catalogue;
    let now = new Date("2026-01-01T10:00:00Z");
    beforeEach(async () => {
      now = new Date("2026-01-01T10:00:00Z");
      catalogue = await open(() => now);
    });
    afterEach(() => catalogue.close());

    test("adds up what desks report again and again, by day of Vietnam and by item", async () => {
      const { workLog } = catalogue;
      const lan = { account: "Lan", itemId: "A", page: "A-1", kind: "text-review" as const };
      await workLog.logWork([{ ...lan, seconds: 30 }]);
      await workLog.logWork([
        { ...lan, seconds: 30 },
        { ...lan, page: "A-2", seconds: 20 },
      ]);
      await workLog.logWork([{ account: "Hòa", itemId: "B", kind: "metadata-entry", seconds: 100, at: "2026-01-01T17:30:00Z" }]);
      await workLog.logWork([{ ...lan, seconds: 5, at: "2026-01-07T17:00:00Z" }]);
      expect(await workLog.workByDay(WEEK)).toEqual([
        { day: "2026-01-01", kind: "text-review", seconds: 80 },
        { day: "2026-01-02", kind: "metadata-entry", seconds: 100 },
      ]);
      expect(await workLog.workByItem({ ...WEEK, until: "2026-01-09" })).toEqual([
        { itemId: "B", kind: "metadata-entry", seconds: 100 },
        { itemId: "A", kind: "text-review", seconds: 85 },
      ]);
    });

    test("keeps nothing of a report in which a piece is not right", async () => {
      const good = { account: "Lan", itemId: "A", kind: "quality" as const, seconds: 10 };
      for (const bad of [{ seconds: 0 }, { seconds: 86_400 }, { seconds: 1.5 }, { account: " " }, { kind: "sleep" }]) {
        const report = [good, { ...good, ...bad } as typeof good];
        await expect(catalogue.workLog.logWork(report)).rejects.toMatchObject({ code: "WORK-INVALID" });
      }
      expect(await catalogue.workLog.workByDay(WEEK)).toEqual([]);
    });

    test("knows which answers were worked on, and claims nothing of the others", async () => {
      const { ledger, workLog } = catalogue;
      const [first, second] = await intake(ledger, 2);
      await workLog.logWork([{ account: "Lan", itemId: ITEM, page: first!, kind: "text-review", seconds: 60 }]);
      now = new Date("2026-01-02T10:00:00Z");
      for (const subject of [first!, second!]) {
        const made = { role: "text/reviewed" as const, artifact: artifact(`reviewed ${subject}`, "application/json") };
        await ledger.answer({ gate: "text-review", itemId: ITEM, subject, from: [], made, agent: "Lan" });
      }
      expect(await workLog.coveredAnswers(WEEK)).toEqual([{ kind: "text-review", answers: 1 }]);
      expect(await workLog.coveredAnswers({ from: "2026-02-01", until: "2026-03-01" })).toEqual([]);
    });
  });
}
