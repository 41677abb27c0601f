/** What the holdings promise, whatever database is behind them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Catalogue } from "../../catalogue/open.ts";
import { artifact, dueTask, ITEM, intake, result, WORKER } from "./ledger-values.ts";

/** Run the suite over catalogues from `open`, which gives a fresh one each time. */
export function holdingsContract(name: string, open: (clock: () => Date) => Promise<Catalogue>): void {
  describe(`the holdings over ${name}`, () => {
    let catalogue: Catalogue;
    beforeEach(async () => {
      catalogue = await open(() => new Date("2026-01-01T00:00:00Z"));
    });
    afterEach(() => catalogue.close());

    test("keeps a register and says what an import changed", async () => {
      const { holdings } = catalogue;
      const rows = [
        { shelfmark: "A", title: "x", class: "rare" },
        { shelfmark: "B", title: "y", "Ghi chú": "mất bìa" },
      ];
      expect(await holdings.importRows(rows)).toEqual({ added: 2, updated: 0, unchanged: 0 });
      expect(await holdings.importRows([rows[0]!, { ...rows[1]!, title: "z" }])).toEqual({ added: 0, updated: 1, unchanged: 1 });
      expect((await holdings.register()).map((entry) => [entry.shelfmark, entry.title])).toEqual([
        ["A", "x"],
        ["B", "z"],
      ]);
      expect(await holdings.entry(" b ")).toEqual({ shelfmark: "B", title: "z", "Ghi chú": "mất bìa" });
      expect(await holdings.entry("C")).toBeUndefined();
    });

    test("keeps nothing of rows of which one is not usable", async () => {
      const rows = [{ shelfmark: "A", title: "x" }, { shelfmark: "B" }] as { shelfmark: string }[];
      await expect(catalogue.holdings.importRows(rows.map((row) => ({ ...row })))).rejects.toMatchObject({
        code: "REG-ROWS",
        facts: { rejected: 1, row: 2, reason: "REG-REQ" },
      });
      expect(await catalogue.holdings.register()).toEqual([]);
    });

    test("takes a register larger than one statement", async () => {
      const rows = Array.from({ length: 1203 }, (_, index) => ({ shelfmark: `S${index}`, title: "x" }));
      expect(await catalogue.holdings.importRows(rows)).toEqual({ added: 1203, updated: 0, unchanged: 0 });
      expect(await catalogue.holdings.importRows(rows)).toEqual({ added: 0, updated: 0, unchanged: 1203 });
    });

    test("keeps targets by deadline, and refuses impossible ones", async () => {
      const { holdings } = catalogue;
      await holdings.setTarget({ name: "all", percentage: 70, deadline: "2030-12-31", source: "Quyết định 206/QĐ-TTg" });
      await holdings.setTarget({ name: "rare", percentage: 100, deadline: "2025-12-31", holdingClass: "rare" });
      expect((await holdings.targets()).map((target) => target.name)).toEqual(["rare", "all"]);
      await holdings.setTarget({ name: "rare", percentage: 90, deadline: "2026-12-31" });
      expect((await holdings.targets())[0]).toMatchObject({ percentage: 90, holdingClass: null, unit: "items" });
      const impossible = holdings.setTarget({ name: "x", percentage: 170, deadline: "tomorrow" });
      await expect(impossible).rejects.toMatchObject({ code: "TARGET-INVALID" });
      expect(await holdings.removeTarget("all")).toBe(true);
      expect(await holdings.removeTarget("all")).toBe(false);
    });

    test("names the items that are published, and no others", async () => {
      const { holdings, ledger } = catalogue;
      await intake(ledger, 1);
      expect(await holdings.published()).toEqual([]);
      await ledger.ensureTasks([dueTask(ITEM, "first", { stage: "publish" })]);
      const publication = artifact("public", "application/json");
      const task = await ledger.claimNext(WORKER);
      await ledger.finish(task!, { ...result("x"), outputs: [{ role: "publication", artifact: publication }] });
      expect(await holdings.published()).toEqual([{ itemId: ITEM, shelfmark: ITEM, publication: publication.digest }]);
    });
  });
}
