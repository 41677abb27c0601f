import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { currentStructure } from "../../pipeline/current-structure.ts";
import { rebuild } from "../../pipeline/rebuild.ts";
import { restructure } from "../../pipeline/restructure.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";

const NUMBERED = { scheme: "sides", marks: [{ page: "p-1.txt", kind: "start", leaf: 4, side: "b" }] } as const;

describe("what a person says of leaves and parts", () => {
  let house: ToyHouse;
  beforeEach(async () => {
    house = await openToyHouse();
    await house.add({ "1.txt": "one", "2.txt": "two", "3.txt": "three" });
    await house.settle();
  });
  afterEach(() => house.close());

  const now = async () => (await currentStructure(house, "T.1"))!;
  const change = async (what: Partial<Parameters<typeof restructure>[1]>) =>
    await restructure(house, { itemId: "T.1", from: (await now()).digest, agent: "lan", ...what });
  const labels = async () => (await house.ledger.pages("T.1")).map(({ label }) => label);
  const stagesSince = async (version: number) =>
    (await house.ledger.events("T.1", version)).map(({ stage, agent, outcome }) => [stage, agent, outcome]);

  test("makes only what depends on it again, and by the person's name", async () => {
    const { version } = (await house.ledger.item("T.1"))!;
    await change({ numbering: { ...NUMBERED, marks: [...NUMBERED.marks] } });
    expect(await labels()).toEqual(["4b", "5a", "5b"]);
    await house.settle();
    const events = await stagesSince(version);
    expect(events[0]).toEqual(["structure", "lan", "answered"]);
    expect(new Set(events.slice(1).map(([stage]) => stage))).toEqual(new Set(["bind"]));
    expect(await house.ledger.contradictions()).toEqual([]);
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("says the same twice without another version, and takes nothing that was said of an older list", async () => {
    const from = (await now()).digest;
    const given = { itemId: "T.1", from, agent: "lan", numbering: { ...NUMBERED, marks: [...NUMBERED.marks] } };
    await restructure(house, given);
    const { version } = (await house.ledger.item("T.1"))!;
    await change({ numbering: given.numbering });
    expect((await house.ledger.item("T.1"))?.version).toBe(version);
    await expect(restructure(house, given)).rejects.toThrow("STRUCTURE-STALE");
  });

  test("refuses marks on strange pages and trees with faults", async () => {
    await expect(change({ numbering: { scheme: "sides", marks: [{ page: "p9", kind: "inserted" }] } })).rejects.toThrow(
      "STRUCTURE-PAGES",
    );
    const part = { id: "q1", kind: "fascicle", title: "卷一", first: "p-2.txt", last: "p-1.txt", parts: [] } as const;
    await expect(change({ contents: [part] })).rejects.toThrow("STRUCTURE-TREE");
  });

  test("stays when a page is scanned again and when pages come later, which nobody has numbered yet", async () => {
    const contents = [{ id: "q1", kind: "fascicle", title: "卷一", first: "p-1.txt", last: "p-3.txt", parts: [] }] as const;
    await change({ numbering: { ...NUMBERED, marks: [...NUMBERED.marks] }, contents });
    await house.add({ "2.txt": "two again" });
    expect(await labels()).toEqual(["4b", "5a", "5b"]);
    await house.add({ "2.txt": "two again", "2x.txt": "found later", "3.txt": "three" });
    expect((await now()).structure.contents).toEqual(contents);
    expect((await now()).structure.pages.map(({ id, label }) => [id, label])).toEqual([
      ["p-1.txt", "4b"],
      ["p-2.txt", "5a"],
      ["p-2x.txt", "[3]"],
      ["p-3.txt", "5b"],
    ]);
  });

  test("is not laid over by a list that was made before", async () => {
    const old = await now();
    await change({ numbering: { ...NUMBERED, marks: [...NUMBERED.marks] } });
    const pages = await house.ledger.pages("T.1");
    const artifact = (await house.ledger.current("T.1", "item/structure"))!;
    const close = { structure: artifact, draft: undefined, order: pages.map(({ id }) => id), labels: {}, agent: "late" };
    await expect(house.ledger.closeBatch("T.1", { ...close, from: old.digest })).rejects.toThrow("STRUCTURE-STALE");
    expect(await labels()).toEqual(["4b", "5a", "5b"]);
  });

  test("comes back from the store after the catalogue is lost", async () => {
    await change({ numbering: { ...NUMBERED, marks: [...NUMBERED.marks] } });
    await house.settle();
    const before = await now();
    const other = await openToyHouse();
    await rebuild(other.ledger, house.store, other.texts);
    expect((await other.ledger.current("T.1", "item/structure"))?.digest).toBe(before.digest);
    expect((await other.ledger.pages("T.1")).map(({ label }) => label)).toEqual(["4b", "5a", "5b"]);
    await other.close();
  });
});
