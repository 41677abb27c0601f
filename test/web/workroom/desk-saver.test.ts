import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Catalogue, openCatalogue } from "../../../catalogue/open.ts";
import type { Save, SaveReply } from "../../../web/workroom/screens/record/desk.ts";
import { DeskSaver } from "../../../web/workroom/screens/record/desk-saver.ts";
import type { Draft, Drafts } from "../../../web/workroom/screens/record/drafts.ts";
import { ITEM, intake } from "../../contracts/ledger-values.ts";

/** A browser's drafts that outlive its tabs. */
function keptDrafts(): Drafts & { readonly kept: () => Draft | undefined } {
  let text: string | undefined;
  return {
    kept: () => (text === undefined ? undefined : (JSON.parse(text) as Draft)),
    put(draft) {
      text = draft === undefined ? undefined : JSON.stringify(draft);
      return true;
    },
    takeOver: () => (text === undefined ? [] : [JSON.parse(text) as Draft]),
  };
}

interface Act {
  readonly who: number;
  readonly does: "type" | "send" | "look" | "close";
  readonly field: string;
  /** What becomes of saves from here on: they arrive, are lost on the way there, or only their answer is. */
  readonly fate: "" | "there" | "back";
}

const ACTS = fc.record({
  who: fc.constantFrom(0, 1),
  does: fc.constantFrom("type" as const, "type" as const, "send" as const, "look" as const, "close" as const),
  field: fc.constantFrom("paper", "ink"),
  fate: fc.constantFrom("" as const, "" as const, "there" as const, "back" as const),
});

describe("what is typed at the desk", () => {
  let catalogue: Catalogue;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    catalogue = await openCatalogue({ file: ":memory:" }, () => new Date());
    await intake(catalogue.ledger, 1);
  });
  afterEach(async () => {
    vi.useRealTimers();
    await catalogue.close();
  });

  let names = 0;
  const deskOf = async (itemId: string) => {
    const desk = (await catalogue.recordVersions.desk(itemId))!;
    return { ...desk, isAnswered: false, isComplete: false, people: 1, issues: [] };
  };
  /** A tab; `trouble` says what becomes of the next save: nothing, lost on the way there, or lost on the way back. */
  const openTab = async (itemId: string, agent: string, drafts: Drafts, trouble: () => "" | "there" | "back") =>
    new DeskSaver(await deskOf(itemId), {
      async send({ changes, ...save }: Save): Promise<SaveReply> {
        const fate = trouble();
        if (fate === "there") throw new Error("lost");
        const plain = Object.fromEntries(Object.entries(changes).map(([field, value]) => [field, value ?? undefined]));
        const saved = await catalogue.recordVersions.save({ ...save, itemId, agent, changes: plain });
        if (fate === "back") throw new Error("lost");
        return { ...saved, desk: await deskOf(itemId) };
      },
      fetchDesk: () => deskOf(itemId),
      drafts,
      newSaveId: () => {
        names += 1;
        return `save-${names}`;
      },
      isPassing: () => true,
    });

  test("is in the browser at once and on the server within five seconds, however long somebody types on", async () => {
    await catalogue.recordVersions.openDesk(ITEM, { fields: {}, origin: "" });
    const drafts = keptDrafts();
    const tab = await openTab(ITEM, "lan", drafts, () => "");
    for (let at = 1; at <= 9; at += 1) {
      tab.set("paper", "giấy ".repeat(at));
      expect(drafts.kept()?.changes["paper"]?.value).toBe("giấy ".repeat(at));
      await vi.advanceTimersByTimeAsync(500);
    }
    // 4.5 seconds of typing without a pause of 1.2 seconds.
    await vi.waitFor(async () => expect((await deskOf(ITEM)).fields["paper"]).toContain("giấy"));
    await tab.flush();
    expect((await deskOf(ITEM)).fields["paper"]).toBe("giấy ".repeat(9));
    expect(drafts.kept()).toBeUndefined();
    expect(tab.state.status).toEqual({ at: "saved" });
  });

  test("does not lay what was typed on an older value over a newer one that nobody here has seen", async () => {
    await catalogue.recordVersions.openDesk(ITEM, { fields: { paper: "a", ink: "a" }, origin: "" });
    const tab = await openTab(ITEM, "lan", keptDrafts(), () => "");
    tab.set("ink", "lan");
    const other = { itemId: ITEM, saveId: "m", base: 0, changes: { paper: "minh" }, cause: "typed", agent: "minh" } as const;
    await catalogue.recordVersions.save(other);
    // The first save brings the newer value while the next field is being typed on the old one.
    const sending = tab.flush();
    tab.set("paper", "lan");
    await sending;
    await tab.flush();
    const desk = await deskOf(ITEM);
    expect(desk.fields).toEqual({ paper: "minh", ink: "lan" });
    expect(desk.conflicts).toMatchObject([{ field: "paper", mine: "minh", theirs: "lan" }]);
    tab.decide(tab.state.desk.conflicts[0]!, { value: "lan" });
    await tab.flush();
    expect(await deskOf(ITEM)).toMatchObject({ fields: { paper: "lan", ink: "lan" }, conflicts: [] });
  });

  /** Two people, each in a tab that is closed and opened again; what each typed last into each field. */
  const playOut = async (itemId: string, acts: readonly Act[]): Promise<readonly (readonly [string, string])[]> => {
    let fate: Act["fate"] = "";
    const people = ["lan", "minh"].map((name) => ({ name, drafts: keptDrafts(), last: new Map<string, string>() }));
    const openFor = (who: number) => openTab(itemId, people[who]!.name, people[who]!.drafts, () => fate);
    const tabs = [await openFor(0), await openFor(1)];
    const does: Readonly<Record<Act["does"], (act: Act, at: number) => Promise<void>>> = {
      async type({ who, field }, at) {
        // A field in conflict is closed until somebody decides.
        if (tabs[who]!.state.desk.conflicts.some((each) => each.field === field)) return;
        tabs[who]!.set(field, `${people[who]!.name} ${at}`);
        people[who]!.last.set(field, `${people[who]!.name} ${at}`);
      },
      send: ({ who }) => tabs[who]!.flush(),
      look: ({ who }) => tabs[who]!.refresh(),
      async close({ who }) {
        tabs[who]!.stop();
        tabs[who] = await openFor(who);
      },
    };
    for (const [at, act] of acts.entries()) {
      fate = act.fate;
      await does[act.does](act, at);
    }
    fate = "";
    for (const tab of [...tabs, ...tabs]) await tab.flush();
    for (const tab of tabs) tab.stop();
    return people.flatMap(({ last }) => [...last]);
  };

  test("is on the server or in a conflict with both texts after any interleaving of two people with a bad connection", async () => {
    let [runs, conflicts] = [0, 0];
    const hold = async (acts: readonly Act[]) => {
      runs += 1;
      const itemId = `R${runs}`;
      const { profile } = (await catalogue.ledger.item(ITEM))!;
      await catalogue.ledger.openBatch({ id: itemId, itemId, shelfmark: itemId, profile });
      await catalogue.recordVersions.openDesk(itemId, { fields: { paper: "start" }, origin: "" });
      const typed = await playOut(itemId, acts);
      const history = await catalogue.recordVersions.history(itemId, { limit: 1000 });
      const { conflicts: open } = await deskOf(itemId);
      conflicts += open.length;
      const isKept = ([field, value]: readonly [string, string]) =>
        history.some(({ steps }) => steps[field]?.is === value) ||
        open.some((each) => each.field === field && each.theirs === value);
      expect(typed.filter((each) => !isKept(each))).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(fc.array(ACTS, { minLength: 3, maxLength: 14 }), hold), { numRuns: 300 });
    expect(runs).toBeGreaterThanOrEqual(300);
    expect(conflicts).toBeGreaterThan(0);
  }, 240_000);
});
