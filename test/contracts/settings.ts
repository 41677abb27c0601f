/** What settings promise, whatever database is behind them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Catalogue } from "../../catalogue/open.ts";

/** Run the suite over catalogues from `open`, which gives a fresh one each time. */
export function settingsContract(name: string, open: (clock: () => Date) => Promise<Catalogue>): void {
  describe(`the settings over ${name}`, () => {
    let catalogue: Catalogue;
    beforeEach(async () => {
      catalogue = await open(() => new Date("2026-11-20T08:00:00Z"));
    });
    afterEach(() => catalogue.close());

    const list = (value: unknown, agent = "Lan") => catalogue.settings.set({ name: "list.genres", value, agent });

    test("tell the last of every name, with person and time", async () => {
      await list([1]);
      await catalogue.settings.set({ name: "policy.moc-ban", value: { b: 1, a: 2 }, agent: "Minh" });
      await list([1, 2], "Minh");
      expect(await catalogue.settings.all()).toEqual([
        { number: 3, name: "list.genres", value: [1, 2], agent: "Minh", setAt: "2026-11-20T08:00:00.000Z" },
        { number: 2, name: "policy.moc-ban", value: { a: 2, b: 1 }, agent: "Minh", setAt: "2026-11-20T08:00:00.000Z" },
      ]);
    });

    test("write every change into the log, and what is so already not at all", async () => {
      expect(await list({ a: 1, b: 2 })).toMatchObject({ number: 1 });
      expect(await list({ b: 2, a: 1 }, "Minh")).toBeUndefined();
      const entries = await catalogue.users.auditEntries({ limit: 10, after: 0 });
      expect(entries).toMatchObject([{ actor: "Lan", action: "setting-changed", subject: "list.genres" }]);
      expect(await catalogue.users.verifyAudit()).toMatchObject({ isSound: true, entries: 1 });
    });

    test("of many people at once all stay, each with a number of its own", async () => {
      const names = Array.from({ length: 8 }, (_, at) => `policy.p${at}`);
      await Promise.all(names.map((each) => catalogue.settings.set({ name: each, value: { each }, agent: each })));
      const all = await catalogue.settings.all();
      expect(all.map((row) => row.name)).toEqual(names);
      expect(all.map((row) => row.number).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });

    test("are put back as they were, in any order and more than once", async () => {
      await list([1]);
      await list([2]);
      const rows = [
        { number: 2, name: "list.genres", value: [2], agent: "Lan", setAt: "2026-11-20T08:00:00.000Z" },
        { number: 1, name: "list.genres", value: [1], agent: "Lan", setAt: "2026-11-20T08:00:00.000Z" },
      ];
      const other = await open(() => new Date(0));
      for (const _ of [1, 2]) await other.settings.restore(rows);
      const [restored, own] = [await other.settings.all(), await catalogue.settings.all()];
      await other.close();
      expect(restored).toEqual(own);
    });
  });
}
