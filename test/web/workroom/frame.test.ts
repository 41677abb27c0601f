import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordOf } from "../../fixtures/book.ts";
import { hasBrowser } from "../../fixtures/browser.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

let site: WorkroomSite;

beforeAll(async () => {
  site = await openWorkroomSite();
  const picture = await testPicture(300, 420);
  await site.add({ item: "AB.1", pages: [{ picture }, { picture: await testPicture(300, 420, 1) }] });
  const closed = recordOf({ access: "restricted", shelfmark: "KIN.1", divisions: [] });
  await site.add({ item: "KIN.1", pages: [{ picture }], firstPage: 500, record: closed });
});
afterAll(() => site?.close());

describe("the JSON of the workroom", () => {
  test("is closed to whoever is not signed in, and to readers", async () => {
    const stranger = await site.server.inject({ url: "/api/batches" });
    expect(stranger.statusCode).toBe(401);
    const reader = await site.as("reader");
    expect((await reader.get("/api/batches")).status).toBe(403);
  });

  test("tells who is signed in and what they may do", async () => {
    const { body } = await (await site.as("editor")).get("/api/me");
    expect(body).toMatchObject({ name: "editor", role: "editor" });
    expect((body as { rights: string[] }).rights).toContain("edit-text");
    expect((body as { rights: string[] }).rights).not.toContain("approve");
  });

  test("shows each role the items that it may read and no others", async () => {
    const items = async (role: "technician" | "editor") =>
      ((await (await site.as(role)).get("/api/batches")).body as { items: { id: string }[] }).items.map(({ id }) => id);
    expect(await items("technician")).toEqual(["AB.1"]);
    expect((await items("editor")).toSorted()).toEqual(["AB.1", "KIN.1"]);
    const technician = await site.as("technician");
    for (const path of ["/api/items/KIN.1", "/api/items/KIN.1/pages", "/api/pages/p0000000001f4/thumbnail"]) {
      expect((await technician.get(path)).status, path).toBe(404);
    }
    expect((await (await site.as("editor")).get("/api/pages/p0000000001f4/image/info.json")).status).toBe(200);
  });

  test("tells where every page stands", async () => {
    const { body } = await (await site.as("technician")).get("/api/items/AB.1/pages");
    expect(body).toMatchObject({
      pages: [
        { sequence: 1, state: "read", hasPicture: true },
        { sequence: 2, state: "read" },
      ],
    });
  });

  test("answers identifiers of any kind with a refusal in the reader's words", async () => {
    const technician = await site.as("technician");
    for (const id of ["..%2f..%2fetc", "%00", "AB.1%2Fpages", "x".repeat(190), "Kiều"]) {
      expect((await technician.get(`/api/items/${id}`)).status, id).toBe(404);
    }
    const { body } = await technician.get("/api/items/nothing?lang=vi");
    expect(body).toMatchObject({ error: { code: "API-NOT-FOUND", message: "Không có tài liệu, trang hoặc việc này" } });
  });
});

describe("pages of the workroom", () => {
  test("lead whoever is not signed in to where one signs in, and back", async () => {
    const reply = await site.server.inject({ url: "/workroom/items/AB.1" });
    expect(reply.statusCode).toBe(303);
    expect(reply.headers.location).toBe("/sign-in?next=%2Fworkroom%2Fitems%2FAB.1");
  });
});

describe.skipIf(!hasBrowser)("the workroom in a browser", () => {
  test("shows the batches and the pages of one, without a complaint and without a request to anywhere else", async () => {
    const page = await site.open("editor", "/workroom");
    await page.until(`document.querySelectorAll("table.list tbody tr").length === 2`);
    await page.evaluate(`document.querySelector("table.list a").click()`);
    await page.until(`document.querySelectorAll(".virtual-grid .cell img").length === 2`);
    expect(await page.evaluate(`getComputedStyle(document.querySelector(".virtual-grid")).direction`)).toBe("rtl");
    expect(page.complaints).toEqual([]);
    const origin = String(await page.evaluate("location.origin"));
    expect(page.requests.filter((url) => !url.startsWith(origin) && !url.startsWith("data:"))).toEqual([]);
  });

  test("says everything in English when it is chosen", async () => {
    const page = await site.open("technician", "/workroom/batches?lang=vi");
    await page.until(`document.querySelector("h1")?.textContent === "Lô"`);
    await page.evaluate(`[...document.querySelectorAll(".top-bar button")].find((each) => each.lang === "en").click()`);
    await page.until(`document.querySelector("h1")?.textContent === "Batches"`);
  });
});
