/** What working texts promise, whatever database is behind them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Catalogue } from "../../catalogue/open.ts";
import type { SaveOutcome } from "../../catalogue/text/port.ts";
import type { WorkingText } from "../../pipeline/text-version.ts";
import { pageOfTexts, workingColumn, workingText } from "../fixtures/working-text.ts";
import { ITEM, intake } from "./ledger-values.ts";

const PAGE = "p0001";

/** Run the suite over catalogues from `open`, which gives a fresh one each time. */
export function textsContract(name: string, open: (clock: () => Date) => Promise<Catalogue>): void {
  describe(`the working texts over ${name}`, () => {
    let catalogue: Catalogue;
    let time: number;
    let saves: number;
    const later = (seconds: number) => {
      time += seconds * 1000;
    };
    beforeEach(async () => {
      time = Date.parse("2026-11-20T08:00:00Z");
      saves = 0;
      catalogue = await open(() => new Date(time));
      await intake(catalogue.ledger, 3);
    });
    afterEach(() => catalogue.close());

    const save = (content: WorkingText, base: number, author = "lan", saveId = `save-${String(++saves).padStart(8, "0")}`) =>
      catalogue.texts.save({ page: PAGE, base, author, saveId, content });
    const numberOf = (outcome: SaveOutcome): number => {
      if (outcome.outcome !== "saved") throw new Error(outcome.outcome);
      return outcome.number;
    };
    const actions = async () =>
      (await catalogue.users.auditEntries({ limit: 100, after: 0 })).map(({ action, actor }) => `${actor} ${action}`);

    test("have nothing of a page that nobody was at, and know no page that there is not", async () => {
      expect(await catalogue.texts.latest(PAGE)).toBeUndefined();
      expect(await catalogue.texts.pageText(PAGE)).toMatchObject({ state: "untouched", latest: 0, itemId: ITEM });
      expect(await catalogue.texts.pageTexts(ITEM)).toEqual([]);
      await expect(catalogue.texts.pageText("p9999")).rejects.toMatchObject({ code: "PAGE-UNKNOWN" });
      const nowhere = { page: "p9999", base: 0, author: "lan", saveId: "save-0", content: pageOfTexts("百") };
      await expect(catalogue.texts.save(nowhere)).rejects.toMatchObject({ code: "PAGE-UNKNOWN" });
    });

    test("number versions from 1, and give each back as it was saved, code point by code point", async () => {
      const odd = workingText([
        workingColumn("c1", "𢆥𥪞𡎝\u{16FF0}𠊛"),
        workingColumn("c2", "⿰口⿱𠆢山 a\u0302 â <script>alert(1)</script> &amp; \t", {
          note: "﨑 \u{E0100}",
          phienAm: "Tra\u0306m nă\u0301m",
        }),
        workingColumn("c3", "", { parent: "c1", kind: "commentary" }),
      ]);
      expect(await save(odd, 0)).toMatchObject({ outcome: "saved", number: 1 });
      later(5);
      expect(await save(pageOfTexts("百"), 1)).toEqual({ outcome: "saved", number: 2, savedAt: "2026-11-20T08:00:05.000Z" });
      expect((await catalogue.texts.version(PAGE, 1))?.content).toEqual(odd);
      expect(await catalogue.texts.latest(PAGE)).toMatchObject({ number: 2, parent: 1, author: "lan", isAside: false });
      expect(await catalogue.texts.version(PAGE, 3)).toBeUndefined();
    });

    test("give every one of a hundred versions back, whichever it is compressed with", async () => {
      const texts = Array.from({ length: 100 }, (_, at) => pageOfTexts("百𢆥𥪞𡎝".repeat(at + 1), `${at}`));
      for (const [at, content] of texts.entries()) expect(numberOf(await save(content, at))).toBe(at + 1);
      for (const [at, content] of texts.entries()) {
        expect((await catalogue.texts.version(PAGE, at + 1))?.content).toEqual(content);
      }
      expect(await catalogue.texts.proveVersions()).toEqual({ versions: 100, problems: [] });
    });

    test("keep a save that is sent twice once, with the same number, also when others saved meanwhile", async () => {
      const content = pageOfTexts("百");
      const first = await save(content, 0, "lan", "save-same");
      await save(pageOfTexts("千"), 1);
      expect(await save(content, 0, "lan", "save-same")).toEqual(first);
      expect((await catalogue.texts.history(PAGE, { limit: 10 })).map(({ number }) => number)).toEqual([2, 1]);
    });

    test("refuse another text under the id of a save, and a base that there is not", async () => {
      await save(pageOfTexts("百"), 0, "lan", "save-same");
      await expect(save(pageOfTexts("千"), 1, "lan", "save-same")).rejects.toMatchObject({ code: "TEXT-SAVE-ID" });
      await expect(save(pageOfTexts("百"), 0, "minh", "save-same")).rejects.toMatchObject({ code: "TEXT-SAVE-ID" });
      await expect(save(pageOfTexts("百"), 7)).rejects.toMatchObject({ code: "TEXT-BASE" });
      expect(await catalogue.texts.pageText(PAGE)).toMatchObject({ lastNumber: 1 });
    });

    test("answer a stale base with both texts, keep the later one aside, and say the same again", async () => {
      const [base, theirs, mine] = [pageOfTexts("百"), pageOfTexts("百年"), pageOfTexts("百千")];
      await save(base, 0);
      await save(theirs, 1, "minh");
      const conflict = await save(mine, 1, "lan", "save-mine");
      expect(conflict).toMatchObject({
        outcome: "conflict",
        aside: 3,
        theirs: { number: 2, author: "minh", content: theirs },
        base: { number: 1, content: base },
      });
      expect(await catalogue.texts.latest(PAGE)).toMatchObject({ number: 2 });
      expect(await catalogue.texts.version(PAGE, 3)).toMatchObject({ isAside: true, parent: 1, content: mine });
      expect(await save(mine, 1, "lan", "save-mine")).toEqual(conflict);
      expect(await save(pageOfTexts("百年千"), 2)).toMatchObject({ outcome: "saved", number: 4 });
      expect(await save(pageOfTexts("萬"), 0)).toMatchObject({ outcome: "conflict", aside: 5, base: undefined });
    });

    test("keep one of many saves over the same base as the page's text, and all others aside", async () => {
      const texts = Array.from({ length: 12 }, (_, at) => pageOfTexts(`百${at}`));
      const outcomes = await Promise.all(texts.map((content, at) => save(content, 0, `editor${at}`)));
      expect(outcomes.filter(({ outcome }) => outcome === "saved")).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === "conflict")).toHaveLength(11);
      const history = await catalogue.texts.history(PAGE, { limit: 100 });
      expect(history.map(({ number }) => number).sort((a, b) => a - b)).toEqual(texts.map((_, at) => at + 1));
      expect(history.filter(({ isAside }) => !isAside)).toHaveLength(1);
      expect((await catalogue.texts.proveVersions()).problems).toEqual([]);
    });

    test("tell the history newest first, in pieces", async () => {
      for (let at = 0; at < 5; at += 1) await save(pageOfTexts(`${at}`), at);
      const first = await catalogue.texts.history(PAGE, { limit: 3 });
      expect(first.map(({ number }) => number)).toEqual([5, 4, 3]);
      expect((await catalogue.texts.history(PAGE, { limit: 3, before: 3 })).map(({ number }) => number)).toEqual([2, 1]);
      expect(await catalogue.texts.history("p0002", { limit: 3 })).toEqual([]);
    });

    test.each([
      ["TEXT-NUL", workingColumn("c1", "百\u0000年")],
      ["TEXT-NUL", workingColumn("c1", "", { note: "\u0000" })],
      ["TEXT-SURROGATE", workingColumn("c1", "百\ud840年")],
      ["TEXT-SURROGATE", workingColumn("c1", "", { phienAm: "\udc00" })],
      ["TEXT-TOO-LONG", workingColumn("c1", "百".repeat(200_001))],
      ["TEXT-PARENT", workingColumn("c1", "百", { parent: "c9" })],
      ["TEXT-PARENT", workingColumn("c1", "百", { parent: "c1" })],
    ])("refuse what can be no text with %s and keep nothing of it", async (code, column) => {
      await expect(save(workingText([column]), 0)).rejects.toMatchObject({ code });
      expect(await catalogue.texts.history(PAGE, { limit: 1 })).toEqual([]);
    });

    test("take 199,990 characters beyond the basic plane, and refuse a column that is there twice", async () => {
      const long = workingText([workingColumn("c1", "𢆥".repeat(199_990))]);
      expect(numberOf(await save(long, 0))).toBe(1);
      expect((await catalogue.texts.latest(PAGE))?.content).toEqual(long);
      const twice = workingText([workingColumn("c1", "百"), workingColumn("c1", "年")]);
      await expect(save(twice, 1)).rejects.toMatchObject({ code: "TEXT-COLUMN-TWICE" });
    });

    test("lead a page from untouched to locked and back, each step in the log once", async () => {
      const { texts } = catalogue;
      await save(pageOfTexts("百"), 0);
      await save(pageOfTexts("百年"), 1);
      expect(await texts.take(PAGE, "lan", { step: "correct", number: 2 })).toMatchObject({
        state: "corrected",
        correctedNumber: 2,
        correctedBy: "lan",
      });
      await texts.take(PAGE, "minh", { step: "correct", number: 2 });
      expect(await texts.take(PAGE, "hoa", { step: "approve", number: 2, isSecondPerson: true })).toMatchObject({
        state: "approved",
        correctedBy: "lan",
        approvedBy: "hoa",
      });
      expect(await texts.take(PAGE, "hoa", { step: "lock" })).toMatchObject({ state: "locked" });
      await texts.take(PAGE, "hoa", { step: "lock" });
      expect(await texts.take(PAGE, "hoa", { step: "reopen" })).toMatchObject({ state: "in-work", approvedBy: "" });
      expect(await actions()).toEqual([
        "lan text-begun",
        "lan text-corrected",
        "hoa text-approved",
        "hoa text-locked",
        "hoa text-reopened",
      ]);
      expect(await catalogue.users.verifyAudit()).toMatchObject({ isSound: true });
    });

    test("let nobody approve alone what two persons must agree on, nor declare right what they did not see", async () => {
      const { texts } = catalogue;
      await save(pageOfTexts("百"), 0);
      await expect(texts.take(PAGE, "lan", { step: "correct", number: 0 })).rejects.toMatchObject({ code: "TEXT-STALE" });
      await expect(texts.take(PAGE, "lan", { step: "approve", number: 1, isSecondPerson: false })).rejects.toMatchObject({
        code: "TEXT-STEP",
      });
      await expect(texts.take(PAGE, "lan", { step: "lock" })).rejects.toMatchObject({ code: "TEXT-STEP" });
      await texts.take(PAGE, "lan", { step: "correct", number: 1 });
      await expect(texts.take(PAGE, "lan", { step: "approve", number: 1, isSecondPerson: true })).rejects.toMatchObject({
        code: "TEXT-SECOND-PERSON",
      });
      await save(pageOfTexts("百年"), 1, "minh");
      expect(await texts.pageText(PAGE)).toMatchObject({ state: "in-work", latest: 2 });
      await expect(texts.take(PAGE, "hoa", { step: "approve", number: 1, isSecondPerson: true })).rejects.toMatchObject({
        code: "TEXT-STALE",
      });
      await expect(texts.take("p0002", "hoa", { step: "reopen" })).rejects.toMatchObject({ code: "TEXT-STEP" });
    });

    test("keep what is saved to an approved page aside, and leave the page as it was", async () => {
      const { texts } = catalogue;
      await save(pageOfTexts("百"), 0);
      await texts.take(PAGE, "lan", { step: "correct", number: 1 });
      await texts.take(PAGE, "hoa", { step: "approve", number: 1, isSecondPerson: true });
      const late = pageOfTexts("百年 một giờ mất mạng");
      expect(await save(late, 1, "minh")).toMatchObject({
        outcome: "closed",
        aside: 2,
        state: "approved",
        theirs: { number: 1 },
      });
      expect(await texts.pageText(PAGE)).toMatchObject({ state: "approved", latest: 1, lastNumber: 2 });
      expect(await texts.version(PAGE, 2)).toMatchObject({ isAside: true, content: late });
      await texts.take(PAGE, "hoa", { step: "reopen" });
      expect(await save(late, 1, "minh")).toMatchObject({ outcome: "saved", number: 3 });
    });

    test("let one answer the gate with a corrected version, once, and another when the first was not heard of again", async () => {
      const { texts } = catalogue;
      await save(pageOfTexts("百"), 0);
      expect(await texts.claimAnswer(PAGE, 1)).toBe(false);
      await texts.take(PAGE, "lan", { step: "correct", number: 1 });
      expect((await texts.unanswered()).map(({ page }) => page)).toEqual([PAGE]);
      expect(await Promise.all([1, 2, 3].map(() => texts.claimAnswer(PAGE, 1)))).toEqual(
        expect.arrayContaining([true, false, false]),
      );
      expect(await texts.unanswered()).toEqual([]);
      later(61);
      expect(await texts.unanswered()).toHaveLength(1);
      expect(await texts.claimAnswer(PAGE, 1)).toBe(true);
      await texts.releaseAnswer(PAGE);
      expect(await texts.claimAnswer(PAGE, 1)).toBe(true);
      await texts.markAnswered(PAGE, 1);
      later(61);
      expect(await texts.claimAnswer(PAGE, 1)).toBe(false);
      expect(await texts.unanswered()).toEqual([]);
    });

    test("tell who is at a page, until two minutes after the last sign of life", async () => {
      const { texts } = catalogue;
      const beat = (account: string, client: string, takeOver = false) => texts.beat({ page: PAGE, account, client, takeOver });
      const names = (list: readonly { readonly account: string }[]) => list.map(({ account }) => account);
      expect((await beat("lan", "tab-lan")).holder).toMatchObject({ account: "lan", isThis: true });
      later(60);
      const minh = await beat("minh", "tab-minh");
      expect(minh.holder).toMatchObject({ account: "lan", isThis: false, since: "2026-11-20T08:00:00.000Z" });
      expect(names(minh.present)).toEqual(["lan", "minh"]);
      later(61);
      expect((await beat("minh", "tab-minh")).holder).toMatchObject({ account: "minh", isThis: true });
      expect(names((await texts.presence(PAGE)).present)).toEqual(["minh"]);
      expect(await actions()).toEqual([]);
      expect((await beat("lan", "tab-lan")).holder).toMatchObject({ account: "minh" });
      const taken = await beat("lan", "tab-lan", true);
      expect(taken.holder).toMatchObject({ account: "lan", isThis: true });
      expect(await actions()).toEqual(["lan text-taken-over"]);
      await texts.leave(PAGE, "tab-lan");
      expect((await texts.presence(PAGE)).holder).toBeUndefined();
      expect((await beat("minh", "tab-minh")).holder).toMatchObject({ account: "minh" });
    });

    test("let one of many who come to a page at once be its holder", async () => {
      const { texts } = catalogue;
      const come = (account: string) => texts.beat({ page: PAGE, account, client: `tab-${account}`, takeOver: false });
      await Promise.all(["lan", "minh", "hoa", "an"].map(come));
      const { holder, present } = await texts.presence(PAGE);
      expect(present).toHaveLength(4);
      expect(holder).toBeDefined();
    });

    test("say which pages no object carries yet, and take back what objects carried", async () => {
      const { texts } = catalogue;
      await save(pageOfTexts("百"), 0);
      later(200);
      await save(pageOfTexts("百年"), 1);
      expect(await texts.unsettled(300)).toEqual([]);
      later(300);
      const [page] = await texts.unsettled(300);
      expect(page).toMatchObject({ page: PAGE, lastNumber: 2, settledNumber: 0 });
      const versions = await texts.versionsAfter(PAGE, 0);
      expect(versions.map(({ number }) => number)).toEqual([1, 2]);
      await texts.markSettled(PAGE, 2, "in-work");
      expect(await texts.unsettled(0)).toEqual([]);

      await texts.take(PAGE, "lan", { step: "correct", number: 2 });
      expect(await texts.unsettled(0)).toMatchObject([{ page: PAGE, state: "corrected", settledNumber: 2 }]);
      await texts.markSettled(PAGE, 2, "corrected");
      expect(await texts.unsettled(0)).toEqual([]);

      const other = "p0002";
      await texts.restore({ page: { ...page!, page: other }, versions: versions.slice(1) });
      await texts.restore({ page: { ...page!, page: other }, versions });
      expect((await texts.version(other, 1))?.content).toEqual(pageOfTexts("百"));
      expect(await texts.pageText(other)).toMatchObject({ state: "in-work", latest: 2, lastNumber: 2, settledNumber: 2 });
      expect(await texts.proveVersions()).toEqual({ versions: 4, problems: [] });
    });
  });
}
