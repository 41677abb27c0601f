import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayInVietnam } from "../../../catalogue/calendar-day.ts";
import { daysBefore } from "../../../catalogue/progress/burn-up.ts";
import { asEntry } from "../../../catalogue/register.ts";
import type { Activity } from "../../../pipeline/publication-log.ts";
import { type BrowserPage, hasBrowser } from "../../fixtures/browser.ts";
import { seriousFindings, shot } from "../../fixtures/looks.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

const today = dayInVietnam(new Date());
const SIZES = { desk: [1280, 720], phone: [390, 844], "desk at 200 %": [640, 360] } as const;

/** Pictures of a page that is longer than the window. */
async function shotAt(page: BrowserPage, name: string, scroll: number): Promise<void> {
  await page.evaluate(`(document.querySelector("main").scrollTo(0, ${scroll}), window.scrollTo(0, ${scroll}))`);
  await shot(page, name);
}

/** An item that the public has seen since so many days. */
async function published(site: WorkroomSite, item: string, daysAgo: number, number: number): Promise<void> {
  const publication = await site.keep("publication", { item });
  const at = `${daysBefore(today, daysAgo)}T03:00:00Z`;
  const activity: Activity = { number, itemId: item, kind: "create", at, publication: publication.digest, sets: [] };
  const profile = { name: "han-nom", script: "han-nom", viewingDirection: "right-to-left", gates: {}, params: {} } as const;
  await site.catalogue.ledger.restore({
    ...{ v: 1, item: { id: item, shelfmark: item, profile, version: 1 }, rejections: {}, events: [], structure: undefined },
    batches: [{ id: item, itemId: item, shelfmark: item, profile, state: "closed", paused: false, createdAt: activity.at }],
    pages: [
      { id: `p${item.slice(3).padStart(12, "f")}`, itemId: item, batchId: item, sequence: 1, label: "1a", sourceName: "1.png" },
    ],
    current: [{ subject: item, role: "publication", artifact: publication }],
    activities: [activity],
  });
}

describe.skipIf(!hasBrowser)("the dashboard in a browser", () => {
  let site: WorkroomSite;

  beforeAll(async () => {
    site = await openWorkroomSite();
    const { holdings } = site.catalogue;
    const row = (index: number, over: object = {}) => {
      const fields = {
        shelfmark: `AB.${100 + index}`,
        title: `Sách ${index}`,
        holder: `Thư viện ${"ABC"[index % 3]}`,
        class: "quý hiếm",
      };
      return { ...asEntry({ ...fields, extent: "40", ...over }), row: {} };
    };
    const entries = Array.from({ length: 60 }, (_, at) => row(at, at < 48 ? {} : { from: daysBefore(today, 70) }));
    await holdings.importEntries(entries as never, { source: { agent: "lan", file: "so-dang-ky-2026.xlsx" } });
    for (let at = 0; at < 30; at += 1) await published(site, `AB.${100 + at}`, at < 14 ? 170 - at : 83 - (at - 14) * 5, at + 1);
    const source = "Quyết định 206/QĐ-TTg";
    await holdings.setTarget({
      name: "Sách quý hiếm, 70 % đến hết năm sau",
      percentage: 70,
      deadline: daysBefore(today, -405),
      classes: ["quý hiếm"],
      source,
    });
    await holdings.setTarget({ name: "Cả kho", percentage: 90, deadline: daysBefore(today, 30) });
    await holdings.setTarget({ name: "Địa bạ", percentage: 50, deadline: daysBefore(today, -90), classes: ["địa bạ"] });
    await holdings.setTarget({
      name: "Cán bộ được đào tạo",
      percentage: 50,
      deadline: daysBefore(today, -90),
      counted: "dao-tao",
    });
    await holdings.setCounted("dao-tao", [{ key: "NV1", label: "Lan", holder: "A", doneOn: daysBefore(today, 9) }]);
    const picture = await testPicture(300, 420);
    await site.add({
      item: "KIEU",
      pages: [{ picture }],
      profile: { gates: { "text-review": "required", "metadata-entry": "required" } },
    });
    await site.catalogue.ledger.holdDuty("reconciler", "may-quet-1-4711", 3600);
    await site.catalogue.workLog.logWork([{ account: "lan", itemId: "KIEU", kind: "text-review", seconds: 340 }]);
  }, 120_000);
  afterAll(() => site?.close());

  const ready = `document.querySelectorAll(".target-card").length === 4 && document.querySelector("#machines-title") !== null`;
  const choose = (language: string) => `localStorage.setItem("sohoa.language", "${language}"); location.reload()`;

  test.each(Object.entries(SIZES))(
    "is without a serious barrier and fits the width on a %s, in both languages",
    async (name, [width, height]) => {
      const page = await site.open("manager", "/workroom/targets", { width, height });
      for (const [language, title] of [
        ["vi", "Chỉ tiêu và tiến độ"],
        ["en", "Targets and progress"],
      ] as const) {
        await page.leave(choose(language), `document.querySelector("h1")?.textContent === "${title}" && ${ready}`);
        await shotAt(page, `targets-${name}-${language}`, 0);
        await shotAt(page, `targets-${name}-${language}-2`, 900);
        await shotAt(page, `targets-${name}-${language}-3`, name === "desk" ? 1450 : 2600);
        await page.evaluate(`document.querySelectorAll("details").forEach((each) => { each.open = true; })`);
        expect(await seriousFindings(page)).toEqual([]);
        expect(
          await page.evaluate(
            `document.documentElement.scrollWidth <= innerWidth && document.querySelector("main").scrollWidth <= document.querySelector("main").clientWidth`,
          ),
        ).toBe(true);
        await shotAt(page, `targets-${name}-${language}-open`, 500);
      }
      expect(page.complaints).toEqual([]);
    },
  );

  test("draws what is done, the whole, the goal and the forecast, and says the same in a table", async () => {
    const page = await site.open("manager", "/workroom/targets?lang=vi");
    await page.until(ready);
    await page.until(`document.querySelector(".burn-up polygon.forecast")?.getAttribute("points").split(" ").length >= 4`);
    const label = String(await page.evaluate(`document.querySelectorAll(".burn-up svg")[1].getAttribute("aria-label")`));
    expect(label).toContain("30");
    expect(
      await page.evaluate(`[...document.querySelectorAll(".burn-up")].map((each) => each.querySelectorAll("tbody tr").length)`),
    ).toEqual([13, 13]);
    const text = String(await page.evaluate(`document.querySelector(".target-cards").innerText`));
    expect(text).toContain("đã quá hạn 30 ngày");
    expect(text).toContain("mẫu số bằng 0");
    expect(text).toContain("so-dang-ky-2026.xlsx");
  });

  test("opens the list behind a figure, and the keyboard gets out of it again", async () => {
    const page = await site.open("manager", "/workroom/targets?lang=vi");
    await page.until(ready);
    await page.evaluate(`[...document.querySelectorAll("button.figure")].find((each) => each.textContent === "60").click()`);
    await page.until(`document.querySelectorAll("dialog tbody tr").length === 50`);
    await page.evaluate(`[...document.querySelectorAll("dialog .tools button")].at(-1).click()`);
    await page.until(`document.querySelectorAll("dialog tbody tr").length === 10`);
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, "targets-list");
    await page.press("Escape");
    await page.until(`document.querySelector("dialog") === null`);
  });

  test("lets a manager set a target, shows it at once, and offers nothing of it to a technician", async () => {
    const page = await site.open("manager", "/workroom/targets?lang=vi");
    await page.until(ready);
    await page.evaluate(`document.querySelector(".dashboard > header button").click()`);
    await page.until(`document.querySelector("#target-form") !== null`);
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, "targets-form");
    await page.evaluate(`{
      const form = document.querySelector("#target-form");
      form.elements.name.value = "Mới / thử";
      form.elements.deadline.value = "2031-12-31";
      form.requestSubmit();
    }`);
    await page.until(`[...document.querySelectorAll(".target-card h2")].some((each) => each.textContent === "Mới / thử")`);
    await site.catalogue.holdings.removeTarget("Mới / thử");
    await page.until(`document.querySelectorAll(".target-card").length === 4`);
    const other = await site.open("technician", "/workroom/targets");
    await other.until(ready);
    expect(
      await other.evaluate(`document.querySelectorAll(".dashboard > header button, .target-card header button").length`),
    ).toBe(0);
  });

  test("hands out a report that prints as it is meant to look", async () => {
    const page = await site.open("manager", "/workroom/targets?lang=vi");
    await page.until(ready);
    await page.leave(
      `location.assign(document.querySelector(".dashboard > header a[target]").href)`,
      `document.querySelector(".figure") !== null && document.readyState === "complete"`,
    );
    expect(await page.evaluate(`document.documentElement.lang`)).toBe("vi");
    expect(await page.evaluate(`getComputedStyle(document.querySelector(".figure")).fontWeight`)).toBe("700");
    expect(page.complaints).toEqual([]);
    await shot(page, "report");
  });

  test("says on the page of a batch why it is waiting", async () => {
    const page = await site.open("editor", "/workroom/items/KIEU");
    await page.until(`document.querySelector(".why-waiting summary") !== null`);
    await page.evaluate(`document.querySelector(".why-waiting summary").click()`);
    await page.until(`document.querySelectorAll(".why-waiting li").length > 0`);
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, "why-waiting");
  });
});
