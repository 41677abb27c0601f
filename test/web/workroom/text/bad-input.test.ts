import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, hasBrowser } from "../../../fixtures/browser.ts";
import { testPicture } from "../../../fixtures/public-site.ts";
import { PASSWORD } from "../../../fixtures/signed-in.ts";
import { openWorkroomSite, type WorkroomSite } from "../../../fixtures/workroom-site.ts";

const FIELD = `document.querySelector(".column-text textarea")`;
const SAVE = `document.querySelector("[data-save]")`;
const IS_OPEN = `${FIELD} !== null && ${SAVE} !== null`;
const SCRIPT = `<script>window.wasRun = 1</script><img src=x onerror="window.wasRun = 1"></textarea><svg onload="window.wasRun = 1">`;

describe.skipIf(!hasBrowser)("bad input at the desk of a page", () => {
  let site: WorkroomSite;
  let pages: readonly string[];
  let window: BrowserPage;

  beforeAll(async () => {
    site = await openWorkroomSite();
    const picture = await testPicture(300, 420);
    pages = await site.add({ item: "AB.1", pages: Array.from({ length: 6 }, () => ({ picture })) });
    window = await site.open("editor", address(0));
    await window.until(IS_OPEN);
  });
  afterAll(() => site?.close());

  const address = (index: number): string => `/workroom/items/AB.1/pages/${pages[index]}/text?lang=vi`;
  const show = (index: number): Promise<void> => window.leave(`location.assign(${JSON.stringify(address(index))})`, IS_OPEN);
  const kept = async (index: number): Promise<string | undefined> =>
    (await site.catalogue.texts.latest(pages[index] ?? ""))?.content.columns[0]?.text;
  const textNow = async (): Promise<string> => String(await window.evaluate(`${FIELD}.value`));
  /** Text that comes into the field in one piece, as by pasting, in the place of what is there. */
  const paste = (text: string): Promise<unknown> =>
    window.evaluate(`{
      ${FIELD}.focus();
      ${FIELD}.setRangeText(${JSON.stringify(text)}, 0, ${FIELD}.value.length, "end");
      ${FIELD}.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
    }`);

  test("that is script and markup is text like any other: kept as it is, shown as it is, and never run", async () => {
    await paste(SCRIPT);
    await window.press("Control+s");
    await expect.poll(() => kept(0)).toBe(SCRIPT);
    await show(0);
    expect(await textNow()).toBe(SCRIPT);
    expect(await window.evaluate(`document.querySelector(".column-text.is-active > .letters").textContent`)).toContain(SCRIPT);
    expect(await window.evaluate("window.wasRun === undefined")).toBe(true);
    expect(window.complaints).toEqual([]);
  });

  test("of 200,000 characters is not taken into a column, says why, and leaves the text that was there", async () => {
    await show(1);
    const before = await textNow();
    await paste("𢆥".repeat(200_000));
    await window.until(`document.querySelector(".toast.is-bad")?.textContent.includes("Cột dài quá mức") === true`);
    expect(await textNow()).toBe(before);
    expect(await window.evaluate(`${SAVE}.dataset.save`)).toBe("saved");
    expect(await kept(1)).toBeUndefined();
  });

  test("that is a picture changes nothing", async () => {
    await show(2);
    const before = await textNow();
    await window.evaluate(`{
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array([137, 80, 78, 71])], "ảnh.png", { type: "image/png" }));
      ${FIELD}.focus();
      ${FIELD}.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      ${FIELD}.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }`);
    await window.press("Control+s");
    expect([await textNow(), await window.evaluate(`${SAVE}.dataset.save`), await kept(2)]).toEqual([before, "saved", undefined]);
  });

  test.each([
    ["NUL", "百\u0000年"],
    ["half of a character", "百\ud840年"],
  ])("that holds %s is refused in words, the draft stays, and it is kept once it is put right", async (what, text) => {
    await show(3);
    const before = await kept(3);
    await paste(text);
    await window.press("Control+s");
    await window.until(`${SAVE}.dataset.save === "unsaved" && ${SAVE}.textContent.includes("máy chủ không nhận")`);
    expect(await textNow()).toBe(text);
    expect(await kept(3)).toBe(before);
    await paste(`百年 ${text.length} ${what}`);
    await window.press("Control+s");
    await expect.poll(() => kept(3)).toBe(`百年 ${text.length} ${what}`);
  });

  test("typed after one's role was taken away is not kept by the server, says so, and is there again after the next sign-in", async () => {
    const { users } = site.catalogue;
    await show(4);
    await users.setRole("test", "editor", "reader");
    await paste("𡨸喃 chưa gửi");
    await window.press("Control+s");
    await window.until(`${SAVE}.dataset.save === "unsaved"`);
    expect(await kept(4)).toBeUndefined();
    await users.setRole("test", "editor", "editor");
    await window.leave(
      `location.assign("/sign-in?next=${encodeURIComponent(address(4))}")`,
      `document.querySelector("[name=password]") !== null`,
    );
    await window.leave(
      `document.querySelector("[name=name]").value = "editor";
      document.querySelector("[name=password]").value = ${JSON.stringify(PASSWORD)};
      document.querySelector("main form").requestSubmit();`,
      IS_OPEN,
    );
    await expect.poll(() => kept(4)).toBe("𡨸喃 chưa gửi");
    expect(await textNow()).toBe("𡨸喃 chưa gửi");
  });
});
