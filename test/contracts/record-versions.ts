/** What record desks promise, whatever database is behind them. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Catalogue } from "../../catalogue/open.ts";
import type { DeskVersion, NewSave } from "../../catalogue/record-versions/port.ts";
import { ITEM, intake } from "./ledger-values.ts";

/** Run the suite over catalogues from `open`, which gives a fresh one each time. */
export function recordVersionsContract(name: string, open: (clock: () => Date) => Promise<Catalogue>, runs: number): void {
  describe(`record desks over ${name}`, () => {
    let catalogue: Catalogue;
    let time: number;
    beforeEach(async () => {
      time = Date.parse("2026-11-20T08:00:00Z");
      catalogue = await open(() => new Date(time));
      await intake(catalogue.ledger, 2);
    });
    afterEach(() => catalogue.close());

    const openDesk = (fields = {}) => catalogue.recordVersions.openDesk(ITEM, { fields, origin: "" });
    let saves = 0;
    const save = (base: number, changes: NewSave["changes"], over: Partial<NewSave> = {}) => {
      saves += 1;
      const given: NewSave = { itemId: ITEM, saveId: `s${saves}`, base, changes, cause: "typed", agent: "lan", ...over };
      return catalogue.recordVersions.save(given);
    };
    const all = (): Promise<readonly DeskVersion[]> => catalogue.recordVersions.history(ITEM, { limit: 100_000 });

    test("are not there before somebody opens them, and keep what the first opened them with", async () => {
      expect(await catalogue.recordVersions.desk(ITEM)).toBeUndefined();
      await expect(save(0, { edition: "a" })).rejects.toThrow("DESK-CLOSED");
      await openDesk({ edition: "first" });
      const desk = await openDesk({ edition: "second" });
      expect(desk).toMatchObject({
        number: 0,
        fields: { edition: "first" },
        conflicts: [],
        signatures: [],
        settled: 0,
        answered: -1,
      });
    });

    test("take what is saved, complete or not, and give it a number", async () => {
      await openDesk({ paper: "giấy dó" });
      const odd = { titles: [{ text: "" }], summary: "\u0000 \ud800 <script>", rights: "not a URI", paper: undefined };
      const saved = await save(0, odd);
      expect(saved).toMatchObject({ number: 1, conflicts: [] });
      const desk = await catalogue.recordVersions.desk(ITEM);
      expect(desk?.fields).toEqual({ titles: [{ text: "" }], summary: "\u0000 \ud800 <script>", rights: "not a URI" });
    });

    test("do the same save twice as once, with the same outcome", async () => {
      await openDesk();
      const first = await save(0, { edition: "a" }, { saveId: "one" });
      const again = await save(0, { edition: "a" }, { saveId: "one" });
      expect(again.number).toBe(first.number);
      expect(again.taken).toEqual(["edition"]);
      expect(await all()).toHaveLength(1);
    });

    test("make no version of a save that changes nothing", async () => {
      await openDesk({ edition: "a" });
      expect(await save(0, { edition: "a" })).toMatchObject({ number: 0, taken: ["edition"], conflicts: [] });
      expect(await all()).toEqual([]);
    });

    test("lay saves of two people over each other where they changed different fields", async () => {
      await openDesk({ edition: "a", paper: "b" });
      await save(0, { edition: "lan" });
      const second = await save(0, { paper: "minh" }, { agent: "minh" });
      expect(second.conflicts).toEqual([]);
      expect(second.desk.fields).toEqual({ edition: "lan", paper: "minh" });
    });

    test("keep both texts where two people changed one field, until somebody decides", async () => {
      await openDesk({ edition: "a" });
      await save(0, { edition: "lan" });
      const second = await save(0, { edition: "minh", paper: "c" }, { agent: "minh", saveId: "m" });
      expect(second.desk.fields).toEqual({ edition: "lan", paper: "c" });
      expect(second.taken).toEqual(["paper"]);
      const [conflict] = second.desk.conflicts;
      expect(conflict).toMatchObject({ field: "edition", base: "a", mine: "lan", theirs: "minh", agent: "minh", number: 2 });
      expect((await save(0, { edition: "minh", paper: "c" }, { agent: "minh", saveId: "m" })).conflicts).toHaveLength(1);
      const decided = await save(2, { edition: "minh" }, { decides: [conflict!], cause: "decided" });
      expect(decided.desk).toMatchObject({ fields: { edition: "minh", paper: "c" }, conflicts: [] });
    });

    test("let a conflict be decided for what is there already", async () => {
      await openDesk({ edition: "a" });
      await save(0, { edition: "lan" });
      const { desk } = await save(0, { edition: "minh" }, { agent: "minh" });
      const decided = await save(desk.number, {}, { decides: desk.conflicts, cause: "decided" });
      expect(decided.desk).toMatchObject({ fields: { edition: "lan" }, conflicts: [], number: 3 });
    });

    test("know no base that is newer than the desk: what differs is a conflict, and nothing is laid over unseen", async () => {
      await openDesk({ edition: "a" });
      const saved = await save(40, { edition: "b", paper: "c" });
      expect(saved.desk.fields).toEqual({ edition: "a", paper: "c" });
      expect(saved.conflicts).toMatchObject([{ field: "edition", mine: "a", theirs: "b" }]);
    });

    test("tell the history of one field and give any version back", async () => {
      await openDesk({ edition: "0" });
      await save(0, { edition: "1" });
      await save(1, { paper: "p" });
      await save(2, { edition: undefined }, { agent: "minh" });
      const history = await catalogue.recordVersions.history(ITEM, { field: "edition", limit: 10 });
      expect(history.map(({ number, agent, steps }) => [number, agent, steps["edition"]])).toEqual([
        [3, "minh", { was: "1", is: null }],
        [1, "lan", { was: "0", is: "1" }],
      ]);
      expect(await catalogue.recordVersions.history(ITEM, { before: 3, limit: 1 })).toMatchObject([{ number: 2 }]);
      expect(await catalogue.recordVersions.fieldsAt(ITEM, 0)).toEqual({ edition: "0" });
      expect(await catalogue.recordVersions.fieldsAt(ITEM, 2)).toEqual({ edition: "1", paper: "p" });
      expect(await catalogue.recordVersions.fieldsAt(ITEM, 4)).toBeUndefined();
    });

    test("are signed for one version only, by each person once, and not while a conflict is open", async () => {
      await openDesk({ edition: "a" });
      await save(0, { edition: "b" });
      await expect(catalogue.recordVersions.sign(ITEM, 0, { agent: "lan", approves: false })).rejects.toThrow("DESK-MOVED");
      await catalogue.recordVersions.sign(ITEM, 1, { agent: "lan", approves: false });
      const desk = await catalogue.recordVersions.sign(ITEM, 1, { agent: "lan", approves: false });
      expect(desk.signatures.map(({ agent }) => agent)).toEqual(["lan"]);
      const moved = await save(0, { edition: "c" }, { agent: "minh" });
      expect(moved.desk.signatures).toEqual([]);
      await expect(catalogue.recordVersions.sign(ITEM, 2, { agent: "minh", approves: false })).rejects.toThrow("DESK-CONFLICTS");
    });

    test("wait to be kept as an artifact until nobody has saved for a while", async () => {
      await openDesk();
      const { recordVersions } = catalogue;
      await save(0, { edition: "a" });
      const at = (seconds: number) => new Date(time + seconds * 1000).toISOString();
      expect(await recordVersions.unsettled(at(-60))).toEqual([]);
      expect(await recordVersions.unsettled(at(60))).toEqual([ITEM]);
      await recordVersions.markSettled(ITEM, 1);
      expect(await recordVersions.unsettled(at(60))).toEqual([]);
      await save(1, { edition: "b" });
      expect(await recordVersions.unanswered()).toEqual([]);
      await recordVersions.sign(ITEM, 2, { agent: "lan", approves: true });
      expect(await recordVersions.unanswered()).toEqual([ITEM]);
      await recordVersions.markAnswered(ITEM, 2, "0".repeat(64), "lan");
      expect(await recordVersions.unanswered()).toEqual([]);
      // What was answered is an artifact; how it came to be is not, until the desk is kept.
      expect(await recordVersions.unsettled(at(60))).toEqual([ITEM]);
      expect(await recordVersions.desk(ITEM)).toMatchObject({ answered: 2, origin: "0".repeat(64) });
    });

    test("write each save, signature and approval into the chained log", async () => {
      await openDesk();
      await save(0, { edition: "a" });
      await catalogue.recordVersions.sign(ITEM, 1, { agent: "lan", approves: false });
      await catalogue.recordVersions.markAnswered(ITEM, 1, "0".repeat(64), "lan");
      const entries = await catalogue.users.auditEntries({ limit: 10, after: 0 });
      expect(entries.map(({ action, actor, subject }) => [action, actor, subject])).toEqual([
        ["record-saved", "lan", ITEM],
        ["record-signed", "lan", ITEM],
        ["record-approved", "lan", ITEM],
      ]);
      expect(await catalogue.users.verifyAudit()).toMatchObject({ isSound: true });
    });

    test("come back with their history and conflicts after a rebuild", async () => {
      await openDesk({ edition: "a" });
      await save(0, { edition: "lan" });
      const { desk } = await save(0, { edition: "minh" }, { agent: "minh" });
      const versions = [...(await all())].reverse();
      const { ledger, recordVersions } = catalogue;
      await ledger.openBatch({ id: "B2", itemId: "B2", shelfmark: "B2", profile: (await ledger.item(ITEM))!.profile });
      // In any order and more than once: the newest says what is on the desk.
      const newest = { ...desk, itemId: "B2", versions: versions.slice(1) };
      const first = { ...newest, number: 1, fields: { edition: "earlier" }, conflicts: [], versions: versions.slice(0, 1) };
      for (const each of [newest, first, newest]) await recordVersions.restore(each);
      const back = await recordVersions.desk("B2");
      expect(back).toMatchObject({ number: 2, fields: { edition: "lan" }, conflicts: desk.conflicts, agent: "minh", settled: 2 });
      expect(await recordVersions.history("B2", { limit: 10 })).toEqual([...versions].reverse());
    });

    interface Step {
      readonly who: string;
      readonly field: string;
      readonly isSeen: boolean;
      readonly isRepeated: boolean;
    }

    const savedTwice = async (given: NewSave, isRepeated: boolean) => {
      const saved = await catalogue.recordVersions.save(given);
      if (isRepeated) expect((await catalogue.recordVersions.save(given)).number).toBe(saved.number);
      return saved;
    };

    /** Everybody saves on what they have seen last, which may be long ago. */
    const playOut = async (itemId: string, steps: readonly Step[]) => {
      const { recordVersions } = catalogue;
      const seen = new Map<string, number>();
      const acknowledged: { readonly field: string; readonly value: string }[] = [];
      let conflicted = 0;
      for (const [at, { who, field, isSeen, isRepeated }] of steps.entries()) {
        if (isSeen) seen.set(who, (await recordVersions.desk(itemId))!.number);
        const value = `${who} ${at}`;
        const given = { itemId, saveId: `${at}`, base: seen.get(who) ?? 0, changes: { [field]: value }, agent: who } as const;
        const saved = await savedTwice({ ...given, cause: "typed" }, isRepeated);
        acknowledged.push({ field, value });
        conflicted += saved.conflicts.length;
        if (saved.conflicts.length === 0) seen.set(who, saved.number);
      }
      return { acknowledged, conflicted };
    };

    /** The desk is what its steps make of it, so a value that is gone was replaced by somebody who had seen it. */
    const replayed = (history: readonly DeskVersion[], start: Readonly<Record<string, unknown>>) => {
      const fields: Record<string, unknown> = { ...start };
      for (const [name, { was, is }] of [...history].reverse().flatMap(({ steps }) => Object.entries(steps))) {
        expect(fields[name] ?? null).toBe(was);
        fields[name] = is;
      }
      return fields;
    };

    test("lose no acknowledged value in any interleaving of two people and a re-import, and say what they say twice", async () => {
      const field = fc.constantFrom("edition", "paper", "ink", "summary");
      const step = fc.record({
        who: fc.constantFrom("lan", "minh", "import"),
        field,
        isSeen: fc.boolean(),
        isRepeated: fc.boolean(),
      });
      const { ledger, recordVersions } = catalogue;
      const { profile } = (await ledger.item(ITEM))!;
      const start = { edition: "start" };
      let [checked, conflicts] = [0, 0];
      const hold = async (steps: readonly Step[]) => {
        checked += 1;
        const itemId = `R${checked}`;
        await ledger.openBatch({ id: itemId, itemId, shelfmark: itemId, profile });
        await recordVersions.openDesk(itemId, { fields: start, origin: "" });
        const { acknowledged, conflicted } = await playOut(itemId, steps);
        conflicts += conflicted;
        const history = await recordVersions.history(itemId, { limit: 1000 });
        const desk = (await recordVersions.desk(itemId))!;
        const isOffered = (name: string, value: string) =>
          desk.conflicts.some((open) => open.field === name && open.theirs === value && open.mine !== value);
        const lost = acknowledged.filter(
          (each) => !history.some(({ steps: done }) => done[each.field]?.is === each.value) && !isOffered(each.field, each.value),
        );
        expect(lost).toEqual([]);
        expect(desk.fields).toEqual(replayed(history, start));
      };
      await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), hold), { numRuns: runs });
      expect(checked).toBeGreaterThanOrEqual(runs);
      expect(conflicts).toBeGreaterThan(0);
    }, 240_000);

    test("give two saves at once two numbers, and both are kept", async () => {
      await openDesk();
      const fields = Array.from({ length: 12 }, (_, at) => `field${at}`);
      await Promise.all(fields.map((name) => save(0, { [name]: name })));
      const desk = await catalogue.recordVersions.desk(ITEM);
      expect(Object.keys(desk?.fields ?? {}).sort()).toEqual([...fields].sort());
      expect((await all()).map(({ number }) => number)).toEqual(fields.map((_, at) => fields.length - at));
    });
  });
}
