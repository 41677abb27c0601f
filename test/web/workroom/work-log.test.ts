import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayInVietnam } from "../../../catalogue/calendar-day.ts";
import { daysBefore } from "../../../catalogue/progress/burn-up.ts";
import { recordOf } from "../../fixtures/book.ts";
import { type BrowserPage, hasBrowser } from "../../fixtures/browser.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

const today = dayInVietnam(new Date());
/** Whole days, so that a test at midnight finds its seconds all the same. */
const SPAN = { from: daysBefore(today, 1), until: daysBefore(today, -2) };

let site: WorkroomSite;
let pages: readonly string[];
let others: readonly string[];

beforeAll(async () => {
  site = await openWorkroomSite();
  const picture = await testPicture(300, 420);
  pages = await site.add({ item: "AB.1", pages: [{ picture }, { picture: await testPicture(300, 420, 1) }] });
  others = await site.add({ item: "AB.2", pages: [{ picture }], firstPage: 300 });
  const record = recordOf({ access: "restricted", shelfmark: "KIN.1", divisions: [] });
  await site.add({ item: "KIN.1", pages: [{ picture }], firstPage: 500, record });
});
afterAll(() => site?.close());

const worked = async (item: string, kind: string): Promise<number> =>
  (await site.catalogue.workLog.workByItem(SPAN)).find((each) => each.itemId === item && each.kind === kind)?.seconds ?? 0;

describe("the minutes that people work", () => {
  test("are added up by item and page, and are those of the dashboard", async () => {
    const editor = await site.as("editor");
    for (const page of pages) {
      expect((await editor.send("POST", "/api/items/AB.1/work", { kind: "text-review", page, seconds: 45 })).status).toBe(200);
    }
    await editor.send("POST", "/api/items/AB.1/work", { kind: "metadata-entry", seconds: 30 });
    expect([await worked("AB.1", "text-review"), await worked("AB.1", "metadata-entry")]).toEqual([90, 30]);
    const manager = await site.as("manager");
    const minutesOf = async () => {
      const { body } = await manager.get("/api/progress");
      const { people, isCurrent } = body as {
        isCurrent: boolean;
        people: { kinds: { kind: string; totalMinutes: number }[] };
      };
      return isCurrent ? people.kinds.map(({ kind, totalMinutes }) => [kind, totalMinutes]) : [];
    };
    await expect.poll(minutesOf).toEqual([
      ["text-review", 1.5],
      ["metadata-entry", 0.5],
      ["quality", 0],
    ]);
  });

  test("are nobody else's, of no other page, no longer than an hour at once, and of no item out of sight", async () => {
    const editor = await site.as("editor");
    const technician = await site.as("technician");
    const send = (item: string, body: object, as = editor) => as.send("POST", `/api/items/${item}/work`, body);
    const body = { kind: "text-review", seconds: 10 };
    expect((await send("AB.1", { ...body, account: "lan" })).status).toBe(422);
    expect((await send("AB.1", { ...body, page: others[0] })).status).toBe(404);
    for (const seconds of [0, -1, 3601, 1.5, "9", Number.MAX_VALUE]) {
      expect((await send("AB.1", { ...body, seconds })).status, String(seconds)).toBe(422);
    }
    expect((await send("AB.1", { ...body, kind: "sleep" })).status).toBe(422);
    expect((await send("KIN.1", body, technician)).status).toBe(404);
    expect([await worked("AB.2", "text-review"), await worked("KIN.1", "text-review")]).toEqual([0, 0]);
  });
});

describe.skipIf(!hasBrowser)("a desk that somebody works at", () => {
  /** Signs of life for so long. */
  const move = (page: BrowserPage, milliseconds: number): Promise<unknown> =>
    page.evaluate(`new Promise((resolve) => {
      const end = performance.now() + ${milliseconds};
      const step = () => {
        dispatchEvent(new PointerEvent("pointermove"));
        if (performance.now() < end) setTimeout(step, 100);
        else resolve(true);
      };
      step();
    })`);
  const isOpen = `document.querySelector(".column-text textarea") !== null`;

  test("tells the server while it is open, and once more when it is left", async () => {
    const page = await site.open("editor", `/workroom/items/AB.2/pages/${others[0]}/text?lang=vi`);
    await page.until(isOpen);
    await move(page, 1500);
    await page.leave(`location.assign("/workroom/items/AB.2/record")`, `document.querySelector(".record-desk form") !== null`);
    await expect.poll(() => worked("AB.2", "text-review")).toBeGreaterThanOrEqual(1);
    // Half a minute passes in a moment for the desk that is opened now.
    await page.evaluate(`{
      const real = window.setInterval;
      window.setInterval = (run, pause) => real(run, pause === 30000 ? 200 : pause);
      history.pushState(null, "", "/workroom/items/AB.2/pages/${others[0]}/text");
      dispatchEvent(new Event("sohoa-moved"));
    }`);
    await page.until(isOpen);
    const before = await worked("AB.2", "text-review");
    await move(page, 1500);
    await expect.poll(() => worked("AB.2", "text-review")).toBeGreaterThan(before);
    expect(page.complaints).toEqual([]);
  });

  test("counts nothing where there is nothing that the person may do", async () => {
    const page = await site.open("technician", "/workroom/items/AB.1/quality?lang=vi");
    await page.until(`document.querySelector("main h1") !== null`);
    await move(page, 1500);
    await page.leave(`location.assign("/workroom/batches")`, `document.querySelector("main h1") !== null`);
    expect(page.requests.filter((url) => url.endsWith("/work"))).toEqual([]);
  });
});
