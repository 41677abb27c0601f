/** What the holdings promise, whatever database is behind them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Catalogue } from "../../catalogue/open.ts";
import { checkRows } from "../../catalogue/register.ts";
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
      await holdings.setTarget({ name: "rare", percentage: 100, deadline: "2025-12-31", classes: ["rare"] });
      expect((await holdings.targets()).map((target) => target.name)).toEqual(["rare", "all"]);
      await holdings.setTarget({ name: "rare", percentage: 90, deadline: "2026-12-31" });
      expect((await holdings.targets())[0]).toMatchObject({
        percentage: 90,
        classes: [],
        unit: "items",
        definition: "published",
      });
      const impossible = holdings.setTarget({ name: "x", percentage: 170, deadline: "tomorrow" });
      await expect(impossible).rejects.toMatchObject({ code: "TARGET-INVALID" });
      expect(await holdings.removeTarget("all")).toBe(true);
      expect(await holdings.removeTarget("all")).toBe(false);
    });

    test("tells in the log of changes who set and who removed a target, and nothing of what was refused", async () => {
      const { holdings, users } = catalogue;
      await holdings.setTarget({ name: "all", percentage: 70, deadline: "2030-12-31" }, "lan");
      await holdings.setTarget({ name: "all", percentage: 170, deadline: "2030-12-31" }, "lan").catch(() => {});
      await holdings.removeTarget("nothing", "lan");
      await holdings.removeTarget("all", "hoa");
      const entries = await users.auditEntries({ limit: 10, after: 0 });
      expect(entries.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
        ["lan", "target-set", "all"],
        ["hoa", "target-removed", "all"],
      ]);
      expect(entries[0]?.facts).toEqual({ percentage: "70", deadline: "2030-12-31", unit: "items", definition: "published" });
      expect(await users.verifyAudit()).toMatchObject({ isSound: true, entries: 2 });
    });

    test("keeps one entry for each time of a shelfmark, and refuses times that overlap", async () => {
      const { holdings } = catalogue;
      await holdings.importRows([
        { shelfmark: "A", title: "x", class: "thường", until: "2025-07-01" },
        { shelfmark: "A", title: "x", class: "quý hiếm", from: "2025-07-01" },
      ]);
      expect((await holdings.register()).map((entry) => [entry.holdingClass, entry.effectiveFrom, entry.effectiveUntil])).toEqual(
        [
          ["thường", undefined, "2025-07-01"],
          ["quý hiếm", "2025-07-01", undefined],
        ],
      );
      expect(await holdings.entry("A")).toMatchObject({ class: "quý hiếm" });
      const overlapping = holdings.importRows([{ shelfmark: "a", title: "x", class: "cổ", from: "2026-01-01" }]);
      await expect(overlapping).rejects.toMatchObject({ code: "REG-STATE", subject: "a" });
      expect(await holdings.register()).toHaveLength(2);
    });

    test("previews an import, keeps its history, and takes it back unless somebody changed it since", async () => {
      const { holdings } = catalogue;
      await holdings.importRows([{ shelfmark: "A", title: "x", class: "thường" }]);
      const entries = checkRows([
        { shelfmark: "A", title: "x", class: "cổ" },
        { shelfmark: "B", title: "y" },
      ]).entries;
      const before = await holdings.register();
      const preview = await holdings.previewImport(entries, { effective: "2026-01-01" });
      expect(preview).toMatchObject({ added: 1, updated: 1, unchanged: 0, notInFile: 0 });
      expect(preview.changes[0]?.after.map((state) => [state.holding_class, state.valid_until])).toEqual([
        ["thường", "2026-01-01"],
        ["cổ", ""],
      ]);
      expect(await holdings.register()).toEqual(before);

      const source = { agent: "Lan", file: "so.xlsx" };
      const { id } = await holdings.importEntries(entries, { effective: "2026-01-01", source });
      expect(await holdings.register()).toHaveLength(3);
      expect(await holdings.imports()).toMatchObject([{ id, agent: "Lan", file: "so.xlsx", isUndone: false }]);
      expect(await holdings.undoImport(id)).toMatchObject({ id, isUndone: true });
      expect(await holdings.register()).toEqual(before);
      await expect(holdings.undoImport()).rejects.toMatchObject({ code: "UNDO-NONE" });

      const again = await holdings.importEntries(entries, { source });
      await holdings.importRows([{ shelfmark: "B", title: "z" }]);
      await expect(holdings.undoImport(again.id)).rejects.toMatchObject({ code: "UNDO-CHANGED", facts: { shelfmark: "B" } });
    });

    test("remembers what headings mean", async () => {
      await catalogue.holdings.setHeading("Tên tài liệu cũ", "title");
      expect([...(await catalogue.holdings.headings())]).toEqual([["ten tai lieu cu", "title"]]);
    });

    test("keeps organisations and counted registers as a whole", async () => {
      const { holdings } = catalogue;
      await holdings.setOrganisations([
        { id: "b", kind: "library", names: [{ text: "B" }], parents: [{ id: "a" }] },
        { id: "a", kind: "province", names: [{ text: "A" }] },
      ]);
      expect((await holdings.organisations()).map((each) => each.id)).toEqual(["a", "b"]);
      const broken = holdings.setOrganisations([{ id: "b", kind: "library", names: [{ text: "B" }], parents: [{ id: "a" }] }]);
      await expect(broken).rejects.toMatchObject({ code: "ORG-UNKNOWN", subject: "b", facts: { link: "a" } });
      expect(await holdings.organisations()).toHaveLength(2);
      const people = [
        { key: "2", label: "Lan", holder: "b", doneOn: "2025-05-01" },
        { key: "1", label: "Hòa", holder: "b", doneOn: undefined },
      ];
      await holdings.setCounted("dao-tao", people);
      expect((await holdings.counted("dao-tao")).map(({ key, doneOn }) => [key, doneOn])).toEqual([
        ["1", undefined],
        ["2", "2025-05-01"],
      ]);
      await holdings.setCounted("dao-tao", []);
      expect(await holdings.counted("dao-tao")).toEqual([]);
    });

    test("counts what was finished by day of Vietnam, and once only however often it is asked", async () => {
      const { holdings, ledger } = catalogue;
      const pages = await intake(ledger, 3);
      await ledger.ensureTasks(pages.map((page) => dueTask(page)));
      for (const _ of pages.slice(1)) await ledger.finish((await ledger.claimNext(WORKER))!, result("x"));
      const span = { from: "2026-01-01", until: "2026-01-02" };
      const expected = [
        { day: "2026-01-01", stage: "ingest", of: "page", count: 3 },
        { day: "2026-01-01", stage: "inspect", of: "page", count: 2 },
      ];
      expect(await holdings.workDone(span)).toEqual(expected);
      expect(await holdings.workDone(span)).toEqual(expected);
      expect(await holdings.workDone({ from: "2026-01-02", until: "2026-01-09" })).toEqual([]);
    });

    test("tells what waits, runs and failed, and how far each item is", async () => {
      const { holdings, ledger } = catalogue;
      const pages = await intake(ledger, 4);
      await ledger.ensureTasks(pages.map((page) => dueTask(page)));
      await ledger.claimNext(WORKER);
      const failed = await ledger.claimNext(WORKER);
      await ledger.giveUp(failed!, { state: "failed", failure: { code: "IMG-TRUNC", facts: {}, detail: "" } });
      await ledger.ensureTasks([dueTask(pages[0]!, "first", { stage: "ocr" })]);
      const task = await ledger.claimNext({ ...WORKER, stages: ["ocr"] });
      await ledger.finish(task!, { ...result("x"), outputs: [{ role: "text/machine", artifact: artifact("text") }] });
      const { tasks, items, toRescan } = await holdings.workWaiting();
      expect([...tasks].sort((a, b) => (a.state < b.state ? -1 : 1))).toEqual([
        { stage: "inspect", state: "failed", count: 1 },
        { stage: "inspect", state: "leased", count: 1 },
        { stage: "inspect", state: "pending", count: 2 },
      ]);
      expect(items).toMatchObject([{ itemId: ITEM, pages: 4, read: 1, reviewed: 0, isDescribed: false }]);
      expect(toRescan).toBe(0);
    });

    test("gathers what shows that an item is digitized: since when, and what is damaged", async () => {
      const { holdings, ledger } = catalogue;
      await intake(ledger, 1);
      expect(await holdings.digitized()).toMatchObject([
        { itemId: ITEM, shelfmark: ITEM, shown: [], archivedOn: undefined, damage: [] },
      ]);
      const aip = artifact("package", "application/x-tar");
      await ledger.ensureTasks([dueTask(ITEM, "first", { stage: "archive" })]);
      const task = await ledger.claimNext(WORKER);
      await ledger.finish(task!, { ...result("x"), outputs: [{ role: "aip", artifact: aip }] });
      const [made] = await holdings.digitized();
      expect(made).toMatchObject({ pages: 1, aip: aip.digest, damage: [] });
      expect(made?.archivedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
      await ledger.recordFixity(aip.digest, "missing", "2026-01-01T20:00:00.000Z");
      expect((await holdings.digitized())[0]?.damage).toEqual([
        { digest: aip.digest, outcome: "missing", foundOn: "2026-01-02", page: undefined },
      ]);
      await ledger.recordFixity(aip.digest, "match", "2026-01-02T20:00:00.000Z");
      expect((await holdings.digitized())[0]?.damage).toEqual([]);
    });
  });
}
