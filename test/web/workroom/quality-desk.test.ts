import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, hasBrowser } from "../../fixtures/browser.ts";
import { drawnPage } from "../../fixtures/drawn-page.ts";
import { cleanBytes, tiffOf } from "../../fixtures/image-stages.ts";
import { seriousFindings, shot } from "../../fixtures/looks.ts";
import { tellOfSteps } from "../../fixtures/measured-pages.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { type ApiBrowser, openWorkroomSite, type WorkPage, type WorkroomSite } from "../../fixtures/workroom-site.ts";

const PLANTED = { x: 150, y: 200, width: 120, height: 160 };

interface ShownPage {
  readonly id: string;
  readonly master: string;
  readonly standing: string;
  readonly toClean: readonly number[] | null;
  readonly findings: readonly { readonly code: string; readonly text: string; readonly onClean: readonly number[] | null }[];
}

let site: WorkroomSite;
let technician: ApiBrowser;

/** A page as inspect and clean-up left it, with a finding of its own. */
async function measured(seed: number): Promise<WorkPage> {
  const master = await tiffOf(drawnPage({ width: 500, height: 640, seed, skewDegrees: seed === 1 ? 3 : 0 }).raster);
  const { quality, report, bytes } = await cleanBytes(master);
  const planted = {
    code: "QC-CLIPPED-DARK",
    severity: "warning" as const,
    value: 0.02,
    threshold: 0.01,
    unit: "share" as const,
    where: PLANTED,
    facts: {},
  };
  return {
    picture: master,
    artifacts: {
      "report/quality": { ...quality, findings: seed === 1 ? [planted] : [] },
      "report/cleanup": report,
      "image/clean": bytes[0] as Buffer,
    },
  };
}

beforeAll(async () => {
  site = await openWorkroomSite();
  technician = await site.as("technician");
  await site.add({
    item: "KA.1",
    pages: [await measured(1), await measured(2), { picture: await testPicture(300, 420) }],
  });
  tellOfSteps(site.catalogue);
});
afterAll(() => site?.close());

const pagesNow = async () =>
  ((await technician.get("/api/items/KA.1/quality")).body as { readonly pages: readonly ShownPage[] }).pages;
const pageNow = async (at: number) => (await pagesNow())[at] as ShownPage;
const judge = (page: ShownPage, verdict: string, reason = "", note = "", as = technician) =>
  as.send("POST", "/api/items/KA.1/verdicts", { page: page.id, master: page.master, verdict, reason, note });

describe("the desk for pictures", () => {
  test("tells what was measured, where it lies on either picture, and which page nobody has measured", async () => {
    const [first, second, third] = await pagesNow();
    expect(first?.findings.map(({ code }) => code)).toContain("QC-CLIPPED-DARK");
    expect(first?.findings[0]?.text).not.toContain("QC-CLIPPED-DARK");
    expect(first?.findings.find(({ code }) => code === "QC-CLIPPED-DARK")?.onClean).toHaveLength(8);
    expect(first?.toClean).toHaveLength(8);
    expect(second?.standing).not.toBe("unmeasured");
    expect(third?.standing).toBe("unmeasured");
  });

  test("shows both pictures of a measured page, and opens no master that was never measured", async () => {
    const [first, , third] = await pagesNow();
    for (const kind of ["before", "after"]) {
      const url = `/api/pages/${first?.id}/quality/${kind}`;
      const reply = await site.server.inject({ url, headers: { cookie: technician.cookieHeader } });
      expect([reply.statusCode, reply.headers["content-type"]], kind).toEqual([200, "image/jpeg"]);
      const tag = String(reply.headers.etag);
      const again = await site.server.inject({ url, headers: { cookie: technician.cookieHeader, "if-none-match": tag } });
      expect(again.statusCode).toBe(304);
    }
    expect((await technician.get(`/api/pages/${third?.id}/quality/before`)).status).toBe(404);
    expect((await technician.get(`/api/pages/${first?.id}/quality/master`)).status).toBe(404);
  });

  test("keeps a verdict with its person, and lists what has to be scanned again", async () => {
    const page = await pageNow(1);
    expect((await judge(page, "rescan", "blur", "góc trái")).body).toEqual({ judged: 1, unchanged: 0 });
    expect((await pageNow(1)).standing).toBe("rescan");
    const [verdict] = await site.catalogue.ledger.verdicts("KA.1");
    expect(verdict).toMatchObject({
      verdict: "rescan",
      reason: "blur",
      note: "góc trái",
      agent: "technician",
      master: page.master,
    });
    const sheet = await site.server.inject({ url: "/api/items/KA.1/rescans.xlsx", headers: { cookie: technician.cookieHeader } });
    expect([sheet.statusCode, sheet.rawPayload.subarray(0, 2).toString()]).toEqual([200, "PK"]);
    const entries = await site.catalogue.users.auditEntries({ limit: 100, after: 0 });
    expect(entries.filter(({ action }) => action === "page-judged").map(({ actor, subject }) => [actor, subject])).toEqual([
      ["technician", page.id],
    ]);
    expect((await judge(page, "accept")).status).toBe(200);
    expect((await pageNow(1)).standing).toBe("accepted");
  });

  test("refuses verdicts on a picture that was replaced, without a reason, of another item, or by who may not", async () => {
    const page = await pageNow(0);
    const stale = await judge({ ...page, master: "a".repeat(64) }, "accept");
    expect([stale.status, (stale.body as { error: { code: string } }).error.code]).toEqual([409, "VERDICT-STALE"]);
    expect((await judge(page, "rescan")).status).toBe(422);
    expect((await judge(page, "rescan", "other")).status).toBe(422);
    expect((await judge(page, "burn", "blur")).status).toBe(422);
    expect((await judge({ ...page, id: "p0000000000ff" }, "accept")).status).toBe(404);
    expect((await judge(page, "accept", "", "", await site.as("reader"))).status).toBe(403);
    expect((await pageNow(0)).standing).toBe("warning");
  });
});

describe.skipIf(!hasBrowser)("the desk for pictures in a browser", () => {
  let page: BrowserPage;
  const loaded = `[...document.querySelectorAll(".plane img")].length === 2 && [...document.querySelectorAll(".plane img")].every((each) => each.complete && each.naturalWidth > 0)`;

  test("compares by slider and keys, and judges by keys alone", async () => {
    page = await site.open("technician", "/workroom/items/KA.1/quality?lang=vi");
    await page.until(loaded);
    expect(await page.evaluate(`document.querySelector("main [role=status]").textContent`)).toContain("1 có cảnh báo, 1 đã đạt");
    await shot(page, "quality-vi");
    expect(await seriousFindings(page)).toEqual([]);
    await page.until(`document.querySelectorAll(".plane polygon").length > 0`);
    const clip = `document.querySelectorAll(".plane .layer")[1].style.clipPath`;
    await page.evaluate(
      `{ const bar = document.querySelector("[type=range]"); bar.value = 20; bar.dispatchEvent(new Event("input", { bubbles: true })); }`,
    );
    await page.until(`${clip} === "inset(0px 0px 0px 20%)"`);
    await page.evaluate(`dispatchEvent(new KeyboardEvent("keydown", { key: "b" }))`);
    await page.until(`${clip} === "inset(0px 0px 0px 100%)"`);
    await page.evaluate(`dispatchEvent(new KeyboardEvent("keyup", { key: "b" }))`);
    await page.until(`${clip} === "inset(0px 0px 0px 20%)"`);
    await page.press("2");
    await page.until(`document.querySelectorAll(".plane").length === 2`);
    await shot(page, "quality-side-vi");
    await page.press("x");
    await page.until(`document.querySelector("dialog select") !== null`);
    await shot(page, "quality-rescan-vi");
    expect(await seriousFindings(page)).toEqual([]);
    await page.evaluate(`document.querySelector("#rescan").requestSubmit()`);
    await page.until(`document.querySelector("dialog") === null && document.querySelector("h2").textContent.includes("2/3")`);
    expect((await pageNow(0)).standing).toBe("rescan");
    expect(page.complaints).toEqual([]);
  });

  test("says everything in English when it is chosen", async () => {
    await page.leave("location.assign(location.pathname + '?lang=en')", `document.documentElement.lang === "en" && ${loaded}`);
    expect(await page.evaluate(`document.querySelector("h1").textContent`)).toBe("Picture check KA.1");
    await shot(page, "quality-en");
    expect(await seriousFindings(page)).toEqual([]);
  });
});
