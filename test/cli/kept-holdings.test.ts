import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Catalogue, openCatalogue } from "../../catalogue/open.ts";
import { takeHoldings } from "../../cli/import/holdings.ts";
import { keptHoldings, storedHoldings } from "../../cli/package/kept-holdings.ts";
import { ServiceError } from "../../pipeline/errors.ts";
import { openFilesystemStore } from "../../pipeline/store/filesystem.ts";
import type { Store } from "../../pipeline/store/store.ts";

let folder: string;
let catalogue: Catalogue;
let other: Catalogue;
let store: Store;
const open = (name: string) => openCatalogue({ file: join(folder, name) }, () => new Date("2026-11-21T08:00:00Z"));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdings-"));
  [catalogue, other, store] = [await open("a.sqlite"), await open("b.sqlite"), await openFilesystemStore(join(folder, "store"))];
});
afterEach(async () => {
  await catalogue.close();
  await other.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const TARGET = { name: "Quý hiếm", percentage: 70, deadline: "2030-12-31" };

describe("what a library owns and is to reach", () => {
  test("comes back from the store into an empty catalogue, as it was after the last change", async () => {
    const holdings = keptHoldings(catalogue.holdings, store);
    await holdings.importRows([
      { shelfmark: "AB.1", title: "Kim Vân Kiều", holdingClass: "Quý hiếm", holder: "Thư viện tỉnh", until: "2026-01-01" },
      { shelfmark: "AB.1", title: "Kim Vân Kiều", holdingClass: "Quý hiếm", holder: "Thư viện khác", from: "2026-01-01" },
      { shelfmark: "AB.2", title: "二", holdingClass: "Hán Nôm" },
    ]);
    await holdings.setOrganisations([{ id: "tinh", kind: "library", names: [{ text: "Thư viện tỉnh" }] }]);
    await holdings.setTarget(TARGET);
    await holdings.setTarget({ ...TARGET, percentage: 80 });
    const taken = await takeHoldings({ holdings: other.holdings }, await storedHoldings(store));
    expect(taken).toMatchObject({ rows: 3, targets: 1, organisations: 1, conflicts: [] });
    expect(await other.holdings.targets()).toEqual(await holdings.targets());
    expect(await other.holdings.organisations()).toEqual(await holdings.organisations());
    expect(await other.holdings.register({ details: true })).toEqual(await holdings.register({ details: true }));
  });

  test("is written once a change, and not where nothing changed", async () => {
    const holdings = keptHoldings(catalogue.holdings, store);
    await holdings.setTarget(TARGET);
    await holdings.setTarget(TARGET);
    expect(await store.listNamed("holdings/")).toEqual(["holdings/v1.json"]);
  });

  test("stays as it is here where a package says something else, and that is shown", async () => {
    const holdings = keptHoldings(catalogue.holdings, store);
    await holdings.setTarget(TARGET);
    await other.holdings.setTarget({ ...TARGET, percentage: 50 });
    const { conflicts } = await takeHoldings({ holdings: other.holdings }, await storedHoldings(store));
    expect(conflicts).toEqual([{ code: "IMPORT-TARGET", facts: { name: "Quý hiếm" } }]);
    expect(await other.holdings.targets()).toMatchObject([{ percentage: 50 }]);
  });

  test("tells when the store refuses, instead of trying for ever", async () => {
    const refuse = async () => {
      throw new ServiceError({ code: "SVC-STORE" });
    };
    const holdings = keptHoldings(catalogue.holdings, {
      listNamed: async () => [],
      getNamed: async () => undefined,
      putNamed: refuse,
    });
    await expect(holdings.setTarget(TARGET)).rejects.toMatchObject({ code: "SVC-STORE" });
  });
});
