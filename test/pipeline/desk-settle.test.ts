import { describe, expect, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { settleDesks } from "../../pipeline/desk-settle.ts";
import { rebuild } from "../../pipeline/rebuild.ts";
import { openToyHouse } from "../fixtures/toy-house.ts";
import { hostileStore } from "./desk-settle-store.ts";

const LATER = "2999-01-01T00:00:00.000Z";

describe("record desks in the store", () => {
  test("bring back what was on a desk, its history and its conflicts, after the catalogue is lost", async () => {
    const house = await openToyHouse();
    await house.add({ "1.txt": "one" });
    const catalogue = await openCatalogue({ file: `${house.folder}/catalogue.sqlite` }, () => new Date());
    const { recordVersions } = catalogue;
    await recordVersions.openDesk("T.1", { fields: { edition: "a" }, origin: "" });
    const save = async (saveId: string, base: number, changes: object, agent = "lan") =>
      await recordVersions.save({ itemId: "T.1", saveId, base, changes: { ...changes }, agent, cause: "typed" });
    await save("1", 0, { edition: "b" });
    expect(await settleDesks(house.store, recordVersions, LATER)).toBe(1);
    expect(await settleDesks(house.store, recordVersions, LATER)).toBe(0);
    await save("2", 0, { edition: "c", paper: "giấy dó" }, "minh");
    await save("3", 2, { summary: "\u0000 𡨸 \ud800" });
    expect(await settleDesks(house.store, recordVersions, LATER)).toBe(1);
    const [desk, history] = [(await recordVersions.desk("T.1"))!, await recordVersions.history("T.1", { limit: 100 })];
    expect(desk.conflicts).toHaveLength(1);

    const other = await openCatalogue({ file: ":memory:" }, () => new Date());
    await rebuild(other.ledger, house.store, other.texts, () => {}, other.recordVersions);
    expect(await other.recordVersions.desk("T.1")).toEqual({ ...desk, settled: 3 });
    expect(await other.recordVersions.history("T.1", { limit: 100 })).toEqual(history);
    expect((await house.fsck()).findings).toEqual([]);

    const broken = hostileStore(house.store);
    const third = await openCatalogue({ file: ":memory:" }, () => new Date());
    await expect(rebuild(third.ledger, broken, third.texts, () => {}, third.recordVersions)).rejects.toThrow("DESK-SETTLED");
    for (const each of [other, third, catalogue]) await each.close();
    await house.close();
  });
});
