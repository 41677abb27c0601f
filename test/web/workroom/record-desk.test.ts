import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordSchema } from "../../../pipeline/record.ts";
import { recordOf } from "../../fixtures/book.ts";
import { type BrowserPage, hasBrowser, openBrowser } from "../../fixtures/browser.ts";
import { clear, enterTo, tabTo, write } from "../../fixtures/keyboard.ts";
import { seriousFindings, shot } from "../../fixtures/looks.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { PASSWORD } from "../../fixtures/signed-in.ts";
import { openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

const saved = `document.querySelector("[data-save=saved]") !== null`;

describe.skipIf(!hasBrowser)("the record desk in a browser", () => {
  let site: WorkroomSite;
  let origin: string;
  const browsers: BrowserPage[] = [];
  beforeAll(async () => {
    site = await openWorkroomSite();
    origin = await site.server.listen({ port: 0, host: "127.0.0.1" });
    const picture = await testPicture(300, 420);
    const pages = Array.from({ length: 6 }, () => ({ picture }));
    const bare = recordSchema.parse({ v: 1, shelfmark: "AB.7", titles: [{ language: "vi", text: "AB.7" }] });
    await site.add({ item: "AB.7", pages, record: bare, firstPage: 100 });
    await site.add({
      item: "AB.8",
      pages: [{ picture }],
      firstPage: 200,
      record: recordOf({ shelfmark: "AB.8", divisions: [] }),
    });
  }, 120_000);
  afterAll(async () => {
    for (const each of browsers) await each.close();
    await site?.close();
  });

  /** Load the page anew, and not look at the one before. */
  const reopen = async (page: BrowserPage, path: string): Promise<void> => {
    await page.leave(`location.assign(${JSON.stringify(path)})`, `document.querySelector(".record-desk form") !== null`);
  };

  const open = async (role: "editor" | "reviewer", path: string, width = 1280, height = 720): Promise<BrowserPage> => {
    await site.as(role);
    const page = await openBrowser(width, height);
    browsers.push(page);
    await page.open(`${origin}/sign-in?next=${encodeURIComponent(path)}`);
    await page.until(`document.querySelector("[name=password]") !== null`);
    await tabTo(page, "[name=name]");
    await page.type(role);
    await page.press("Tab");
    await page.type(PASSWORD);
    await page.press("Enter");
    await page.until(`location.pathname.startsWith("/workroom") && document.querySelector(".record-desk form") !== null`);
    return page;
  };

  test("takes a whole record from sign-in to approval by the keyboard alone, and numbers its leaves", async () => {
    const page = await open("reviewer", "/workroom/items/AB.7/record");
    await page.press("Alt+1");
    await page.until(`document.activeElement?.id === "field-profile"`);
    // Found without marks, taken with Enter, which goes on.
    await write(page, "sach in");
    await page.until(`document.querySelectorAll("[role=option]").length > 0`);
    await page.press("Enter");
    await page.until(
      `document.querySelector("[data-field=titles]") !== null && document.querySelector("[data-field=edition]") !== null`,
    );
    await enterTo(page, "titles");
    await clear(page);
    await write(page, "金雲翹新傳𡨸喃");
    await page.press("Enter");
    await clear(page);
    await write(page, "nom");
    await page.press("Enter");
    await page.press("Home");
    // The kind: as written is the first entry of the list.
    await page.press("ArrowDown");
    await page.until(`document.querySelectorAll("[data-field=titles] .entry").length === 1`);
    await page.press("Alt+n");
    await page.until(`document.querySelectorAll("[data-field=titles] .entry").length === 2`);
    await page.until(`document.activeElement?.id === "field-titles-1"`);
    await write(page, "Kim Vân Kiều tân truyện");
    await enterTo(page, "dateAsWritten");
    await write(page, "嗣德二十五年甲子");
    await page.until(`document.querySelector(".date-check [data-code=DATE-CANCHI]") !== null`);
    await shot(page, "record-date");
    await clear(page);
    await write(page, "嗣德二十五年壬申");
    await page.until(`document.querySelector(".date-check [data-does=take-date]")?.textContent.includes("1872") ?? false`);
    await page.press("Alt+d");
    await page.until(`document.getElementById("field-dateEdtf").value === "1872"`);
    await enterTo(page, "form");
    await clear(page);
    await write(page, "khac in");
    await page.until(`document.querySelector("[data-field=form] [role=option]") !== null`);
    await page.press("Enter");
    await enterTo(page, "language");
    await clear(page);
    await write(page, "nom");
    await page.press("Enter");
    await enterTo(page, "summary");
    await write(page, "Truyện thơ 3.254 câu <b>không phải thẻ</b>");
    await enterTo(page, "holder");
    await write(page, "Thư viện tỉnh");
    await page.until(saved);
    await shot(page, "record-vi");
    await page.until(`document.querySelector(".issues").classList.contains("has-errors") === false`);
    // Leaves: the first page is a cover, counting begins on the second.
    await page.press("Alt+4");
    await page.until(`document.activeElement?.id === "strip-0"`);
    await tabTo(page, "#folio-kind");
    for (let at = 0; at < 3; at += 1) await page.press("ArrowDown");
    await page.until(`document.getElementById("folio-kind").value === "unnumbered"`);
    await page.press("Alt+4");
    await page.press("ArrowLeft");
    await page.until(`document.activeElement?.id === "strip-1"`);
    await tabTo(page, "[data-does=add-fascicle]");
    await page.press("Enter");
    await page.until(`document.activeElement?.matches(".part .title") ?? false`);
    await write(page, "卷之一");
    await tabTo(page, "[data-does=save-structure]");
    await shot(page, "record-leaves");
    await page.press("Enter");
    await page.until(`document.querySelector(".structure[data-state=kept]") !== null`);
    await expect
      .poll(async () => (await site.catalogue.ledger.pages("AB.7")).map(({ label }) => label))
      .toEqual(["[1]", "1a", "1b", "2a", "2b", "3a"]);
    await page.until(saved);
    await page.press("Control+Enter");
    await page.until(`document.querySelector("[data-does=sign]").disabled`);
    await expect.poll(() => site.catalogue.ledger.current("AB.7", "record")).toBeDefined();
    const answered = await site.catalogue.ledger.current("AB.7", "record");
    const chunks = await (await site.store.open(answered!.digest)).toArray();
    const record = recordSchema.parse(JSON.parse(chunks.join("")));
    expect(record).toMatchObject({
      profile: "printed-book",
      titles: [{ text: "金雲翹新傳𡨸喃", language: "vi-Hani", kind: "as-written" }, { text: "Kim Vân Kiều tân truyện" }],
      dateEdtf: "1872",
      form: "woodblock",
      holder: "Thư viện tỉnh",
      summary: "Truyện thơ 3.254 câu <b>không phải thẻ</b>",
      divisions: [{ title: "卷之一", page: 2 }],
    });
    const events = (await site.catalogue.ledger.events("AB.7")).filter(({ stage }) => stage === "metadata-entry");
    expect(events.map(({ agent }) => agent)).toEqual(["reviewer"]);
    expect(await seriousFindings(page)).toEqual([]);
    await reopen(page, "/workroom/items/AB.7/record?lang=en");
    await page.until(`document.querySelector(".record-desk legend").textContent.includes("Title")`);
    await shot(page, "record-en");
    expect(page.complaints).toEqual([]);
    expect(page.requests.filter((url) => !url.startsWith(origin) && !url.startsWith("data:"))).toEqual([]);
  }, 240_000);

  test("shows two people both texts of one field, and keeps what was typed through a lost connection", async () => {
    const page = await open("editor", "/workroom/items/AB.8/record");
    await page.until(`document.getElementById("field-paper") !== null`);
    await page.evaluate(`document.getElementById("field-paper").focus()`);
    // What is typed is on the server within five seconds, without leaving the field.
    await write(page, "giấy dó");
    await page.until(saved);
    await expect.poll(async () => (await site.catalogue.recordVersions.desk("AB.8"))?.fields["paper"]).toBe("giấy dó");
    await page.evaluate(`document.getElementById("field-ink").focus()`);
    await page.evaluate(
      `{ window.realFetch = window.fetch; window.fetch = (...all) => String(all[0]).includes("/saves") ? Promise.reject(new TypeError("away")) : window.realFetch(...all); }`,
    );
    await write(page, "mực nho");
    await page.until(`document.querySelector("[data-save=unsaved]") !== null`);
    await page.until(`Object.values(localStorage).some((each) => each.includes("mực nho"))`);
    // Meanwhile somebody else writes into the same field.
    const desk = (await site.catalogue.recordVersions.desk("AB.8"))!;
    const other = {
      itemId: "AB.8",
      saveId: "minh-000001",
      base: desk.number,
      changes: { ink: "mực tàu" },
      cause: "typed",
      agent: "minh",
    } as const;
    await site.catalogue.recordVersions.save(other);
    // The tab is closed without the connection having come back, and opened again.
    await reopen(page, "/workroom/items/AB.8/record");
    await page.until(`document.querySelector("[data-field=ink] .conflict") !== null`);
    const text = await page.evaluate(`document.querySelector("[data-field=ink] .conflict").textContent`);
    expect(text).toContain("mực nho");
    expect(text).toContain("mực tàu");
    await shot(page, "record-conflict");
    expect(await seriousFindings(page)).toEqual([]);
    await page.press("Alt+e");
    await page.press("Enter");
    await page.until(`document.activeElement?.closest(".conflict") !== null`);
    await shot(page, "record-conflict-field");
    await page.press("Tab");
    await page.press("Enter");
    await page.until(`document.querySelector(".conflict") === null && ${saved}`);
    await expect.poll(async () => (await site.catalogue.recordVersions.desk("AB.8"))?.fields["ink"]).toBe("mực nho");
    expect((await site.catalogue.recordVersions.desk("AB.8"))?.conflicts).toEqual([]);
  }, 120_000);

  test("takes no shortcut while an input method composes, composes Quốc ngữ on leaving, and never touches Hán-Nôm", async () => {
    const page = await open("editor", "/workroom/items/AB.8/record");
    await page.until(`document.getElementById("field-paper") !== null`);
    const stayed = await page.evaluate(`{
      const input = document.getElementById("field-paper");
      input.focus();
      for (const more of [{ isComposing: true }, { keyCode: 229 }])
        input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...more }));
      document.activeElement === input;
    }`);
    expect(stayed).toBe(true);
    const type = (id: string, text: string) =>
      page.evaluate(`{
        const input = document.getElementById("${id}");
        input.focus();
        input.value = ${JSON.stringify(text)};
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }`);
    const decomposed = "giâ\u0301y do\u0301".normalize("NFD");
    await type("field-paper", decomposed);
    expect(await page.evaluate(`document.getElementById("field-paper").value`)).toBe(decomposed);
    const compatible = "\uf90a\u{2f804}金\u{e0100}";
    await type("field-edition", compatible);
    await page.evaluate(`document.getElementById("field-ink").focus()`);
    await page.until(saved);
    await expect
      .poll(async () => (await site.catalogue.recordVersions.desk("AB.8"))!.fields)
      .toMatchObject({ paper: decomposed.normalize("NFC"), edition: compatible });
  }, 120_000);

  test("leads back to earlier values and fills what is empty from another record, in dialogs for the keyboard", async () => {
    const page = await open("editor", "/workroom/items/AB.8/record");
    await page.until(`document.getElementById("field-paper") !== null`);
    const before = (await site.catalogue.recordVersions.desk("AB.8"))!;
    const [newest] = await site.catalogue.recordVersions.history("AB.8", { limit: 1 });
    const [field, step] = Object.entries(newest!.steps)[0]!;
    await page.press("Alt+y");
    await page.until(`document.querySelector("dialog") !== null`);
    await page.until(`document.querySelector("dialog .history li") !== null`);
    await shot(page, "record-history");
    expect(await seriousFindings(page)).toEqual([]);
    await tabTo(page, "dialog .history button");
    await page.press("Enter");
    await page.until(saved);
    await expect.poll(async () => (await site.catalogue.recordVersions.desk("AB.8"))!.fields[field] ?? null).toEqual(step.was);
    await page.press("Escape");
    await page.until(`document.querySelector("dialog") === null`);
    expect(before.fields["genre"]).toBeUndefined();
    const { recordVersions } = site.catalogue;
    await site.as("reviewer");
    await recordVersions.openDesk("AB.7", { fields: {}, origin: "" });
    const { number } = (await recordVersions.desk("AB.7"))!;
    const other = {
      itemId: "AB.7",
      saveId: "genre-0001",
      base: number,
      changes: { genre: "literature", paper: "khác" },
    } as const;
    await recordVersions.save({ ...other, cause: "typed", agent: "minh" });
    await page.press("Alt+x");
    await page.until(`document.querySelector("dialog input") !== null`);
    await shot(page, "record-transfer");
    expect(await seriousFindings(page)).toEqual([]);
    await tabTo(page, "dialog input:not([type=file])");
    await write(page, "AB.7");
    await page.press("Enter");
    await page.until(`document.querySelector("dialog") === null`);
    await expect.poll(async () => (await recordVersions.desk("AB.8"))!.fields["genre"]).toBe("literature");
    const after = (await recordVersions.desk("AB.8"))!;
    expect(after.fields["titles"]).toEqual(before.fields["titles"]);
  }, 120_000);

  test("loses nothing to the side at 1280 by 720 and at twice the size", async () => {
    for (const [width, height] of [
      [1280, 720],
      [640, 360],
    ] as const) {
      const page = await open("editor", "/workroom/items/AB.8/record", width, height);
      await page.until(`document.getElementById("field-paper") !== null`);
      await shot(page, `record-${width}`);
      await page.until(`document.querySelector("main").scrollWidth - document.querySelector("main").clientWidth <= 1`);
    }
  }, 120_000);
});
