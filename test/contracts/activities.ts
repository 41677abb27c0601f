/** What the log of publications promises, whatever database is behind it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Catalogue } from "../../catalogue/open.ts";
import type { Artifact, Role } from "../../pipeline/artifact.ts";
import type { Access, Activity } from "../../pipeline/publication-log.ts";
import { artifact, dueTask, PROFILE, WORKER } from "./ledger-values.ts";

const JSON_TYPE = "application/json";

/** Run the suite over catalogues from `open`, which gives a fresh one each time. */
export function activitiesContract(name: string, open: (clock: () => Date) => Promise<Catalogue>): void {
  describe(`the log of publications over ${name}`, () => {
    let catalogue: Catalogue;
    let time: number;
    let runs = 0;
    beforeEach(async () => {
      time = Date.parse("2026-01-01T00:00:00.250Z");
      catalogue = await open(() => new Date(time));
    });
    afterEach(() => catalogue.close());

    /** An item with one page and a draft of its record. */
    async function begin(item: string, holder = "Thư viện tỉnh"): Promise<void> {
      const { ledger } = catalogue;
      await ledger.openBatch({ id: item, itemId: item, shelfmark: item, profile: PROFILE });
      const page = { id: `${item}-p1`, sourceName: "1.tif", sourcePath: `/${item}/1.tif`, master: artifact(`master ${item}`) };
      await ledger.addPages(item, [page], "technician");
      const draft = artifact(`draft ${item}`, JSON_TYPE);
      await ledger.disclose([{ digest: draft.digest, access: "public", holder, holdingClass: "rare" }]);
      const structure = artifact(`structure ${item}`, JSON_TYPE);
      await ledger.closeBatch(item, { structure, draft, order: [page.id], labels: {}, agent: "technician" });
    }

    async function publish(item: string, content: string, access: Access = "public", isDisclosed = true): Promise<Artifact> {
      const publication = artifact(content, JSON_TYPE);
      const record = artifact(`draft ${item}`, JSON_TYPE).digest;
      if (isDisclosed) await catalogue.ledger.disclose([{ digest: publication.digest, access, record }]);
      runs += 1;
      await finish(item, [{ role: "publication", artifact: publication }], `${content} in run ${runs}`);
      return publication;
    }

    async function finish(item: string, outputs: readonly { role: Role; artifact: Artifact }[], work: string): Promise<void> {
      const { ledger } = catalogue;
      await ledger.ensureTasks([dueTask(item, work, { itemId: item, stage: "publish" })]);
      const task = await ledger.claimNext({ ...WORKER, stages: ["publish"] });
      const at = new Date(time).toISOString();
      await ledger.finish(task!, { outputs, startedAt: at, endedAt: at, agent: "worker-1" });
    }

    /** A person's record, disclosed or not. */
    async function describeAs(item: string, access: Access, isDisclosed = true): Promise<void> {
      const record = artifact(`record ${item} ${access} ${time}`, JSON_TYPE);
      if (isDisclosed) await catalogue.ledger.disclose([{ digest: record.digest, access }]);
      const made = { role: "record" as const, artifact: record };
      await catalogue.ledger.answer({ gate: "metadata-entry", subject: item, itemId: item, made, from: [], agent: "archivist" });
    }

    const log = () => catalogue.ledger.activities(1, 1000);
    const brief = (activities: readonly Activity[]) =>
      activities.map(({ number, itemId, kind, at }) => [number, itemId, kind, at.slice(11)]);

    test("tells of the first publication, of another one, and nothing of the same one again", async () => {
      await begin("AB.1");
      expect(await log()).toEqual([]);
      const first = await publish("AB.1", "one");
      time += 60_000;
      const second = await publish("AB.1", "two");
      await publish("AB.1", "two");
      expect(brief(await log())).toEqual([
        [1, "AB.1", "create", "00:00:01Z"],
        [2, "AB.1", "update", "00:01:01Z"],
      ]);
      expect((await log()).map(({ publication }) => publication)).toEqual([first.digest, second.digest]);
      expect((await log())[0]?.sets).toEqual([
        { kind: "holder", slug: "thu-vien-tinh", name: "Thư viện tỉnh" },
        { kind: "class", slug: "rare", name: "rare" },
        { kind: "batch", slug: "AB.1", name: "AB.1" },
      ]);
      expect(await catalogue.ledger.logExtent()).toEqual({ count: 2, last: 2, earliest: "2026-01-01T00:00:01Z" });
      expect(await catalogue.ledger.contradictions()).toEqual([]);
    });

    test("tells of an item made internal in the same transaction, and keeps the delete for ever", async () => {
      await begin("AB.1");
      await publish("AB.1", "one");
      time += 1000;
      await describeAs("AB.1", "internal");
      expect(brief(await log()).at(-1)).toEqual([2, "AB.1", "delete", "00:00:02Z"]);
      expect((await log()).at(-1)?.sets).toHaveLength(3);
      expect(await catalogue.ledger.publicItems({ limit: 10 })).toEqual([]);
      expect(await catalogue.ledger.announcedItem("AB.1")).toMatchObject({ isPublic: false, at: "2026-01-01T00:00:02Z" });
      await publish("AB.1", "two", "internal");
      expect(await log()).toHaveLength(2);
      time += 1000;
      await describeAs("AB.1", "public");
      expect(await log()).toHaveLength(2);
      await publish("AB.1", "three");
      expect(brief(await log()).map((each) => each[2])).toEqual(["create", "delete", "create"]);
    });

    test("says nothing of an item that never was public", async () => {
      await begin("AB.1");
      await publish("AB.1", "one", "restricted");
      await describeAs("AB.1", "internal");
      expect(await log()).toEqual([]);
      expect(await catalogue.ledger.announcedItem("AB.1")).toBeUndefined();
      expect(await catalogue.ledger.undisclosed(10)).toEqual([]);
    });

    test("waits where nobody has said what a publication is, and tells of it as soon as somebody does", async () => {
      await begin("AB.1");
      const publication = await publish("AB.1", "one", "public", false);
      expect(await log()).toEqual([]);
      const due = await catalogue.ledger.undisclosed(10);
      expect(due).toEqual([{ itemId: "AB.1", missing: [{ digest: publication.digest, role: "publication" }] }]);
      const version = (await catalogue.ledger.item("AB.1"))?.version;
      const record = artifact("record of the publication", JSON_TYPE).digest;
      const asked = await catalogue.ledger.disclose([{ digest: publication.digest, access: "public", record }], "AB.1");
      expect(asked).toEqual([{ digest: record, role: "record" }]);
      expect(await catalogue.ledger.disclose([{ digest: record, access: "public" }], "AB.1")).toEqual([]);
      expect(brief(await log())).toEqual([[1, "AB.1", "create", "00:00:01Z"]]);
      expect(await catalogue.ledger.undisclosed(10)).toEqual([]);
      expect((await catalogue.ledger.item("AB.1"))?.version).toBe((version ?? 0) + 1);
    });

    test("never lets time fall while numbers rise, even when the clock is set back", async () => {
      await begin("AB.1");
      await begin("AB.2");
      await publish("AB.1", "one");
      time -= 3_600_000;
      await publish("AB.2", "other");
      expect(brief(await log()).map((each) => each[3])).toEqual(["00:00:01Z", "00:00:01Z"]);
    });

    test("gives numbers without gaps to items published at the same time", async () => {
      const items = Array.from({ length: 12 }, (_, index) => `AB.${10 + index}`);
      for (const item of items) await begin(item);
      const { ledger } = catalogue;
      const publications = items.map((item) => artifact(`publication of ${item}`, JSON_TYPE));
      await ledger.disclose(publications.map(({ digest }) => ({ digest, access: "public" as const })));
      await ledger.ensureTasks(items.map((item) => dueTask(item, "at once", { itemId: item, stage: "publish" })));
      const tasks = await Promise.all(
        items.map((_, index) => ledger.claimNext({ owner: `w${index}`, leaseSeconds: 60, stages: ["publish"] })),
      );
      await Promise.all(
        tasks.map((task) => {
          const publication = publications[items.indexOf(task!.itemId)]!;
          const times = { startedAt: "2026-01-01T00:00:00.000Z", endedAt: "2026-01-01T00:00:00.000Z" };
          return ledger.finish(task!, { outputs: [{ role: "publication", artifact: publication }], ...times, agent: "w" });
        }),
      );
      expect((await log()).map(({ number }) => number)).toEqual(items.map((_, index) => index + 1));
      expect(new Set((await log()).map(({ itemId }) => itemId)).size).toBe(items.length);
    });

    test("lists what changed by time, set and place, and counts it", async () => {
      const { ledger } = catalogue;
      for (const [index, item] of ["AB.1", "AB.2", "AB.3", "AB.4"].entries()) {
        await begin(item, index < 3 ? "Một" : "Hai");
        await publish(item, `first ${item}`);
        time += 1000;
      }
      await describeAs("AB.2", "internal");
      const ids = async (...page: Parameters<typeof ledger.announcedSince>) =>
        (await ledger.announcedSince(...page)).map(({ itemId }) => itemId);
      expect(await ids({}, { limit: 10 })).toEqual(["AB.1", "AB.3", "AB.4", "AB.2"]);
      expect(await ids({}, { limit: 2, after: { at: "2026-01-01T00:00:03Z", itemId: "AB.3" } })).toEqual(["AB.4", "AB.2"]);
      expect(await ids({ from: "2026-01-01T00:00:03Z", until: "2026-01-01T00:00:04Z" }, { limit: 10 })).toEqual(["AB.3", "AB.4"]);
      expect(await ids({ isPublic: true, set: { kind: "class" } }, { limit: 10 })).toEqual(["AB.1", "AB.3", "AB.4"]);
      const [one] = (await ledger.itemSets({ limit: 10, kind: "holder" })).filter(({ name }) => name === "Một");
      const set = { kind: "holder" as const, slug: one!.slug };
      expect(await ids({ set }, { limit: 10 })).toEqual(["AB.1", "AB.3", "AB.2"]);
      expect([await ledger.countAnnounced({ set }), await ledger.countAnnounced({ set, isPublic: true })]).toEqual([3, 2]);
      expect((await ledger.publicItems({ limit: 2, after: "AB.1" })).map(({ itemId }) => itemId)).toEqual(["AB.3", "AB.4"]);
    });

    test("lists what is public in pieces, and leaves out what nobody can be sure of", async () => {
      const { ledger } = catalogue;
      for (const item of ["AB.1", "AB.2", "AB.3", "AB.4"]) {
        await begin(item);
        await publish(item, `first ${item}`);
        time += 1000;
      }
      const ids = async (...page: Parameters<typeof ledger.publicItems>) =>
        (await ledger.publicItems(...page)).map(({ itemId }) => itemId);
      expect(await ids({ limit: 2, skip: 1 })).toEqual(["AB.2", "AB.3"]);
      expect(await ledger.lastChange({ limit: 2, skip: 1 })).toBe("2026-01-01T00:00:03Z");
      expect(await ledger.lastChange({ limit: 2, skip: 4 })).toBeUndefined();
      await describeAs("AB.2", "internal", false);
      expect(await ids({ limit: 10 })).toEqual(["AB.1", "AB.3", "AB.4"]);
      const [due] = await ledger.undisclosed(10);
      await ledger.disclose(
        due!.missing.map(({ digest }) => ({ digest, access: "public" as const })),
        "AB.2",
      );
      expect(await ids({ limit: 10 })).toEqual(["AB.1", "AB.2", "AB.3", "AB.4"]);
      expect(await log()).toHaveLength(4);
    });

    test("tells of a recalled publication by what was disclosed of it before", async () => {
      const { ledger } = catalogue;
      await begin("AB.1");
      const first = await publish("AB.1", "one");
      await publish("AB.1", "two");
      const due = dueTask("AB.1", "recalled", { itemId: "AB.1", stage: "publish" });
      await ledger.recall(due, [{ role: "publication", artifact: first }], "planner");
      expect((await log()).map(({ kind, publication }) => [kind, publication === first.digest])).toEqual([
        ["create", true],
        ["update", false],
        ["update", true],
      ]);
    });

    test("lists sets in pieces, each once however many items are in it", async () => {
      for (const item of ["AB.1", "AB.2", "AB.3"]) {
        await begin(item);
        await publish(item, `first ${item}`);
      }
      const all = await catalogue.ledger.itemSets({ limit: 100 });
      expect(all.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
        "batch AB.1",
        "batch AB.2",
        "batch AB.3",
        "class rare",
        "holder Thư viện tỉnh",
      ]);
      const rest = await catalogue.ledger.itemSets({ limit: 2, after: all[1]! });
      expect(rest).toEqual(all.slice(2, 4));
    });

    test("is put back from descriptions with its numbers and times, and continues after them", async () => {
      const { ledger } = catalogue;
      await begin("AB.1");
      await publish("AB.1", "one");
      time += 5000;
      await describeAs("AB.1", "internal");
      const lines = await ledger.activitiesOf("AB.1");
      const item = (await ledger.item("AB.1"))!;
      const description = {
        v: 1 as const,
        item,
        batches: await ledger.batches(),
        pages: await ledger.pages("AB.1"),
        current: await ledger.currentOfItem("AB.1"),
        rejections: {},
        events: [],
        structure: undefined,
        activities: JSON.parse(JSON.stringify(lines)) as readonly Activity[],
      };
      const other = await open(() => new Date("2027-01-01T00:00:00Z"));
      try {
        const first = { ...description, item: { ...item, version: 1 }, activities: lines.slice(0, 1) };
        for (const each of [first, description, description]) await other.ledger.restore(each);
        expect(await other.ledger.activities(1, 1000)).toEqual(lines);
        expect(await other.ledger.announcedItem("AB.1")).toEqual(await ledger.announcedItem("AB.1"));
        const facts = ["draft AB.1", "one"].map((content) => artifact(content, JSON_TYPE).digest);
        const recordDigest = (await ledger.current("AB.1", "record"))!.digest;
        await other.ledger.disclose([
          { digest: facts[0]!, access: "public" },
          { digest: facts[1]!, access: "public", record: facts[0]! },
        ]);
        await other.ledger.disclose([{ digest: recordDigest, access: "internal" }], "AB.1");
        expect(await other.ledger.activities(1, 1000)).toEqual(lines);
        expect((await other.ledger.item("AB.1"))?.version).toBe(item.version);
      } finally {
        await other.close();
      }
    });
  });
}
