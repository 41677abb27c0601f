import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCatalogue } from "../../../catalogue/open.ts";
import { rebuild } from "../../../pipeline/rebuild.ts";
import { measuredPage, tellOfSteps } from "../../fixtures/measured-pages.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { type ApiBrowser, openWorkroomHouse, type WorkroomSite } from "../../fixtures/workroom-house.ts";

interface ShownPage {
  readonly id: string;
  readonly master: string;
}
interface ShownDesk {
  readonly pages: readonly ShownPage[];
  readonly lot: { readonly statement: { readonly toJudge: readonly string[] } | null };
}

let site: WorkroomSite;
let technician: ApiBrowser;

beforeAll(async () => {
  site = await openWorkroomHouse("/nowhere");
  technician = await site.as("technician");
  const sound = await Promise.all([3, 4, 5, 6].map((seed) => measuredPage(seed)));
  const profile = { sample: { share: 0.5, least: 1, tolerated: 0 } };
  await site.add({ item: "LO.1", pages: sound, firstPage: 0x100, profile });
  const unmeasured = { picture: await testPicture(300, 420) };
  await site.add({ item: "KA.1", pages: [await measuredPage(1, true), await measuredPage(2), unmeasured] });
  tellOfSteps(site.catalogue);
});
afterAll(() => site?.close());

const deskOf = async (item: string) => (await technician.get(`/api/items/${item}/quality`)).body as ShownDesk;
const pageNow = async (at: number) => (await deskOf("KA.1")).pages[at] as ShownPage;
const codeOf = ({ body }: { readonly body: unknown }) => (body as { readonly error: { readonly code: string } }).error.code;
const audited = async (action: string) =>
  (await site.catalogue.users.auditEntries({ limit: 500, after: 0 })).filter((entry) => entry.action === action);

describe("a lot of pages", () => {
  const draw = (as = technician) => as.send("POST", "/api/items/LO.1/samples");
  const listed = async (query = "") =>
    ((await technician.get(`/api/quality${query}`)).body as { readonly items: readonly { readonly id: string }[] }).items;

  test("of which a sample is demanded stands in the list until somebody has judged what was drawn", async () => {
    expect(await listed()).toContainEqual(expect.objectContaining({ id: "LO.1", isDue: true, lot: null }));
    expect((await draw()).body).toEqual({ sample: 1, drawn: 2, lot: 4 });
    expect(await listed()).toContainEqual(expect.objectContaining({ id: "LO.1", isDue: false, toJudge: 2 }));
    const { pages, lot } = await deskOf("LO.1");
    const { statement } = lot;
    expect(statement).toMatchObject({ state: "open", drawn: 2, looked: 0, drawnBy: "technician", badInLot: null });
    for (const page of pages.filter(({ id }) => statement?.toJudge.includes(id))) {
      const given = { page: page.id, master: page.master, verdict: "accept" };
      expect((await technician.send("POST", "/api/items/LO.1/verdicts", given)).status).toBe(200);
    }
    const closed = (await deskOf("LO.1")).lot.statement;
    expect(closed).toMatchObject({ state: "accepted", looked: 2, bad: 0, badInLot: { low: 0, high: 2 } });
    expect((await listed()).map(({ id }) => id)).not.toContain("LO.1");
    expect((await listed("?all=1")).map(({ id }) => id)).toContain("LO.1");
    const facts = { sample: "1", drawn: "2", lot: "4" };
    expect(await audited("sample-drawn")).toMatchObject([{ actor: "technician", subject: "LO.1", facts }]);
  });

  test("is not drawn from again while the sample holds, and not without a rule or before everything was measured", async () => {
    const again = await draw();
    expect([again.status, codeOf(again)]).toEqual([409, "SAMPLE-HOLDS"]);
    expect(codeOf(await technician.send("POST", "/api/items/KA.1/samples"))).toBe("SAMPLE-NO-RULE");
    const { ledger } = site.catalogue;
    const item = await ledger.item("KA.1");
    if (item) await ledger.setProfile("KA.1", { ...item.profile, sample: { share: 1, least: 1, tolerated: 0 } });
    expect(codeOf(await technician.send("POST", "/api/items/KA.1/samples"))).toBe("SAMPLE-EARLY");
    expect((await draw(await site.as("reader"))).status).toBe(403);
  });

  test("comes back from the store with its samples and verdicts when the catalogue is lost", async () => {
    const other = await openCatalogue({ file: ":memory:" }, () => new Date());
    await rebuild(other.ledger, site.store, { restore: async () => {} });
    const own = site.catalogue.ledger;
    expect(await other.ledger.samples("LO.1")).toEqual(await own.samples("LO.1"));
    expect(await other.ledger.verdicts("LO.1")).toEqual(await own.verdicts("LO.1"));
    expect((await other.ledger.samples("LO.1"))[0]?.pages).toHaveLength(2);
    await other.close();
  });

  test("with a warning is listed by it; what is asked wrongly is refused", async () => {
    expect(await listed()).toContainEqual(expect.objectContaining({ id: "KA.1", marked: 1, unmeasured: 1, lot: null }));
    expect((await technician.get("/api/quality?all=2")).status).toBe(422);
  });
});

describe("what a person wishes for a picture", () => {
  const FRAME = { x: 40, y: 50, width: 300, height: 400 };
  const treat = (page: string, body: object, as = technician) => as.send("POST", `/api/pages/${page}/treatment`, body);

  test("is kept as their answer, is audited, and comes back from the store", async () => {
    const page = await pageNow(1);
    const wish = { master: page.master, kind: "framed", frame: FRAME };
    expect(await treat(page.id, wish)).toEqual({ status: 200, body: { answered: 1 } });
    expect(await treat(page.id, wish)).toEqual({ status: 200, body: { answered: 0 } });
    const artifact = await site.catalogue.ledger.current(page.id, "page/treatment");
    const stored = JSON.parse(await readFile(await site.workroom.cache.file(artifact?.digest ?? ""), "utf8"));
    expect(stored).toEqual({ v: 1, ...wish });
    expect(await pageNow(1)).toMatchObject({ treatment: { kind: "framed", frame: FRAME }, isUnderWay: true });
    const facts = { kind: "framed", frame: "40,50,300,400" };
    expect(await audited("picture-treated")).toMatchObject([{ actor: "technician", subject: page.id, facts }]);
    const other = await openCatalogue({ file: ":memory:" }, () => new Date());
    await rebuild(other.ledger, site.store, { restore: async () => {} });
    expect(await other.ledger.current(page.id, "page/treatment")).toEqual(artifact);
    await other.close();
  });

  test("is taken back, and the original taken instead", async () => {
    const page = await pageNow(1);
    await treat(page.id, { master: page.master, kind: "original" });
    expect(await pageNow(1)).toMatchObject({ treatment: { kind: "original" } });
    await treat(page.id, { master: page.master, kind: "measured" });
    expect(await pageNow(1)).toMatchObject({ treatment: null });
  });

  test("ends at the picture's edge, and is refused beside it, of another scan, unmeasured, or by who may not", async () => {
    const page = await pageNow(0);
    const wish = { master: page.master, kind: "framed", frame: { x: 400, y: 500, width: 9000, height: 9000 } };
    await treat(page.id, wish);
    expect(await pageNow(0)).toMatchObject({ treatment: { frame: { x: 400, y: 500, width: 100, height: 140 } } });
    expect(codeOf(await treat(page.id, { ...wish, frame: { x: 499, y: 0, width: 50, height: 50 } }))).toBe("FRAME-SMALL");
    expect((await treat(page.id, { ...wish, frame: { x: -1, y: 0, width: 50, height: 50 } })).status).toBe(422);
    expect((await treat(page.id, { ...wish, master: "a".repeat(64) })).status).toBe(409);
    const third = await pageNow(2);
    expect(codeOf(await treat(third.id, { master: third.master, kind: "original" }))).toBe("PICTURE-UNMEASURED");
    expect((await treat(page.id, wish, await site.as("reader"))).status).toBe(403);
    await treat(page.id, { master: page.master, kind: "measured" });
  });
});

describe("the magnifier", () => {
  test("sees every pixel of both pictures, and nothing beside them", async () => {
    const page = await pageNow(0);
    const headers = { cookie: technician.cookieHeader };
    const part = async (kind: string, query: string) =>
      await site.server.inject({ url: `/api/pages/${page.id}/quality/${kind}/part?${query}`, headers });
    const before = await part("before", "x=100&y=200&width=64&height=48");
    expect([before.statusCode, before.headers["content-type"]]).toEqual([200, "image/jpeg"]);
    expect(await sharp(before.rawPayload).metadata()).toMatchObject({ width: 64, height: 48 });
    const edge = await part("before", "x=490&y=630&width=64&height=48");
    expect(await sharp(edge.rawPayload).metadata()).toMatchObject({ width: 10, height: 10 });
    expect((await part("after", "x=0&y=0&width=20&height=20")).statusCode).toBe(200);
    expect((await part("before", "x=900&y=0&width=20&height=20")).statusCode).toBe(422);
    expect((await part("before", "x=0&y=0&width=20000&height=20")).statusCode).toBe(422);
  });
});
