import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayInVietnam } from "../../../catalogue/calendar-day.ts";
import { daysBefore } from "../../../catalogue/progress/burn-up.ts";
import { gatherReport } from "../../../catalogue/progress/gather-report.ts";
import { gatherWork } from "../../../catalogue/progress/gather-work.ts";
import type { TaskRow } from "../../../pipeline/ledger-rows.ts";
import { KeptFigures } from "../../../web/server/workroom/progress/kept-figures.ts";
import { type Machine, machinesOf, stuckOf } from "../../../web/server/workroom/progress/machines.ts";
import { recordOf } from "../../fixtures/book.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { type ApiBrowser, openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

const today = dayInVietnam(new Date());
const REGISTER = [
  { shelfmark: "AB.1", title: "Truyện Kiều", holder: "Thư viện A", class: "quý hiếm", extent: "2" },
  { shelfmark: "AB.2", title: "Tam tự kinh", holder: "Thư viện A", class: "quý hiếm", extent: "10" },
  { shelfmark: "AB.3", title: "Gia phả", holder: "Thư viện B", class: "thường", extent: "4" },
  { shelfmark: "KIN.1", title: "Mật thư", holder: "Thư viện B", class: "quý hiếm", extent: "" },
  // Found lately: the whole grows.
  { shelfmark: "AB.9", title: "Mới tìm thấy", holder: "Thư viện B", class: "quý hiếm", from: daysBefore(today, 3) },
];
const TARGETS = [
  {
    name: "Quý hiếm 70 %",
    percentage: 70,
    deadline: daysBefore(today, 40),
    classes: ["quý hiếm"],
    source: "Quyết định 206/QĐ-TTg",
  },
  { name: "Tất cả / trang", percentage: 50, deadline: daysBefore(today, -400), unit: "pages" as const },
  { name: "Không có gì", percentage: 50, deadline: daysBefore(today, -4), classes: ["không có loại này"] },
  { name: "Đào tạo", percentage: 50, deadline: daysBefore(today, -4), counted: "dao-tao" },
];

interface Progress {
  readonly countedAt: string;
  readonly isCurrent: boolean;
  readonly targets: readonly {
    readonly target: { readonly name: string };
    readonly share: { numerator: number; denominator: number };
  }[];
  readonly [key: string]: unknown;
}

let site: WorkroomSite;
let manager: ApiBrowser;

beforeAll(async () => {
  site = await openWorkroomSite();
  const picture = await testPicture(300, 420);
  await site.add({ item: "AB.1", pages: [{ picture }, { picture: await testPicture(300, 420, 1) }] });
  await site.add({ item: "AB.4", pages: [{ picture }], firstPage: 300 });
  const closed = recordOf({ access: "restricted", shelfmark: "KIN.1", divisions: [] });
  await site.add({ item: "KIN.1", pages: [{ picture }], firstPage: 500, record: closed });
  const { holdings } = site.catalogue;
  await holdings.importRows(REGISTER);
  for (const target of TARGETS) await holdings.setTarget(target);
  await holdings.setCounted("dao-tao", [
    { key: "NV1", label: "Lan", holder: "Thư viện A", doneOn: daysBefore(today, 9) },
    { key: "NV2", label: "Hòa", holder: "Thư viện A", doneOn: undefined },
  ]);
  manager = await site.as("manager");
}, 120_000);
afterAll(() => site?.close());

/** The figures once they are those of the catalogue as it is. */
async function current(browser: ApiBrowser = manager): Promise<Progress> {
  for (;;) {
    const { body } = await browser.get("/api/progress");
    if ((body as Progress).isCurrent) return body as Progress;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const ports = () => ({ ...site.catalogue, workflow: site.workroom.workflow, clock: { now: () => new Date() } });
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const explain = (name: string, query = "") => `/api/progress/targets/${encodeURIComponent(name)}/explain?${query}`;
const listOf = async (url: string, browser = manager) =>
  (await browser.get(url)).body as { readonly count: number; readonly rows: readonly Readonly<Record<string, unknown>>[] };

describe("the figures of the dashboard", () => {
  test("are those that the catalogue gives when it is asked without the server", async () => {
    const progress = await current();
    const direct = await gatherReport(ports(), today, false);
    expect(progress.targets.map(({ share, target }) => [target.name, share.numerator, share.denominator])).toEqual(
      direct.targets.map(({ share, target }) => [target.name, share.numerator, share.denominator]),
    );
    for (const [at, { rows: _, ...standing }] of direct.targets.entries())
      expect(progress.targets[at]).toMatchObject(asJson(standing) as object);
    expect(progress["funnel"]).toEqual(asJson(direct.work.funnel));
    expect(progress["people"]).toEqual(asJson(direct.work.people));
  });

  test("tell days past a deadline, a whole that grew, and that nothing counts", async () => {
    const { targets } = await current();
    const byName = new Map(targets.map((each) => [each.target.name, each as unknown as Readonly<Record<string, unknown>>]));
    const rare = byName.get("Quý hiếm 70 %");
    expect(rare).toMatchObject({ overdueDays: 40, share: { denominator: 4 }, forecast: { kind: "too-little-known" } });
    const wholes = (Object(rare)["burnUp"] as { share: { denominator: number } }[]).map(({ share }) => share.denominator);
    expect(wholes.at(-1)).toBe(4);
    expect(wholes[0]).toBe(3);
    expect(byName.get("Không có gì")).toMatchObject({
      overdueDays: 0,
      share: { numerator: 0, denominator: 0, percentage: null },
      forecast: { kind: "nothing-counts" },
    });
    expect(byName.get("Đào tạo")).toMatchObject({ share: { numerator: 1, denominator: 2 } });
  });

  test("say from which register they are, and of which day", async () => {
    await site.catalogue.holdings.importEntries(
      [
        {
          ...REGISTER[0],
          effectiveFrom: undefined,
          effectiveUntil: undefined,
          holdingClass: "quý hiếm",
          extentPages: 3,
          row: {},
        } as never,
      ],
      { source: { agent: "lan", file: "so-2026.xlsx" } },
    );
    expect(await current()).toMatchObject({ date: today, register: { entries: 5, import: { file: "so-2026.xlsx" } } });
  });

  test("make a funnel that adds up, and lists as long as its numbers", async () => {
    const progress = await current();
    const funnel = progress["funnel"] as {
      readonly steps: readonly { readonly step: string; readonly items: number; readonly held: number }[];
      readonly [key: string]: unknown;
    };
    const { registered, notScanned, notRegistered, cancelled, empty } = funnel as unknown as Record<string, number>;
    const scanned = funnel.steps[0]?.items ?? -1;
    expect(registered! - notScanned! + notRegistered!).toBe(scanned + cancelled! + empty!);
    expect(funnel.steps.reduce((sum, { held }) => sum + held, 0) + (funnel.steps.at(-1)?.items ?? 0)).toBe(scanned);
    const count = async (list: string) => (await listOf(`/api/progress/funnel/${list}`)).count;
    for (const { step, items, held } of funnel.steps) {
      expect([await count(step), await count(`held-${step}`)], step).toEqual([items, held]);
    }
    for (const [list, number] of Object.entries({
      registered,
      "not-scanned": notScanned,
      "not-registered": notRegistered,
      empty,
    })) {
      expect(await count(list), list).toBe(number);
    }
    expect((await listOf("/api/progress/funnel/not-registered")).rows).toMatchObject([{ key: "AB.4", item: "AB.4" }]);
  });

  test("have a backlog whose lists are as long as it says", async () => {
    const { backlog } = (await current()) as unknown as { backlog: { stage: string; open: number; person: number }[] };
    expect(backlog.length).toBeGreaterThan(0);
    for (const each of backlog) {
      for (const part of ["open", "person"] as const) {
        const { rows } = await listOf(`/api/progress/backlog/${each.stage}/${part}`);
        const sum = rows.reduce((all, { count }) => all + Number(count), 0);
        expect(sum, `${each.stage} ${part}`).toBe(each[part]);
      }
    }
  });

  test("lead to the rows behind a target, in parts", async () => {
    await current();
    const all = await listOf(explain("Tất cả / trang", "limit=2&offset=2"));
    expect(all.count).toBe(5);
    expect(all.rows).toHaveLength(2);
    const held = await listOf(explain("Tất cả / trang", `holder=${encodeURIComponent("Thư viện A")}&only=open`));
    expect(held.rows.map(({ key }) => key)).toEqual(["AB.1", "AB.2"]);
    expect((await listOf(explain("Đào tạo", "only=done"))).rows).toMatchObject([{ key: "NV1", label: "Lan" }]);
    expect((await manager.get(explain("không có"))).status).toBe(404);
    expect((await manager.get(explain("Đào tạo", "limit=100000"))).status).toBe(422);
  });

  test("name no item that is closed to whoever asks, and count it", async () => {
    const technician = await site.as("technician");
    await current(technician);
    const list = await listOf(explain("Tất cả / trang"), technician);
    expect(list.count).toBe(5);
    expect(list.rows.find(({ key }) => key === "KIN.1")).toMatchObject({ label: "", item: null, isClosed: true });
    expect((await listOf(explain("Tất cả / trang"))).rows.find(({ key }) => key === "KIN.1")).toMatchObject({ label: "Mật thư" });
    expect((await technician.get("/api/progress/report.html?rows=1")).status).toBe(403);
  });

  test("follow the minutes that people worked, item by item", async () => {
    await site.catalogue.workLog.logWork([{ account: "lan", itemId: "AB.1", kind: "text-review", seconds: 90 }]);
    const { people } = (await current()) as unknown as { people: { kinds: { kind: string; totalMinutes: number }[] } };
    expect(people.kinds.find(({ kind }) => kind === "text-review")).toMatchObject({ totalMinutes: 1.5 });
    expect((await listOf("/api/progress/minutes")).rows).toMatchObject([{ key: "AB.1", kind: "text-review", count: 1.5 }]);
  });

  test("are closed to readers and strangers, and to change for whoever may not steer", async () => {
    expect((await site.server.inject({ url: "/api/progress" })).statusCode).toBe(401);
    expect((await (await site.as("reader")).get("/api/progress")).status).toBe(403);
    const { name: _, ...change } = TARGETS[1]!;
    const reviewer = await site.as("reviewer");
    expect((await reviewer.send("PUT", "/api/progress/targets/x", change)).status).toBe(403);
    expect((await reviewer.send("DELETE", "/api/progress/targets/x")).status).toBe(403);
  });
});

describe("targets", () => {
  test("are set and removed by managers, and the log of changes says by whom", async () => {
    const url = `/api/progress/targets/${encodeURIComponent("Một chỉ tiêu có tên rất dài, ".repeat(4).trim())}`;
    const change = { percentage: 12.5, deadline: "2030-12-31", classes: ["quý hiếm"] };
    expect((await manager.send("PUT", url, change)).status).toBe(200);
    expect((await current()).targets.map(({ target }) => target.name)).toContain(
      "Một chỉ tiêu có tên rất dài, ".repeat(4).trim(),
    );
    expect((await manager.send("PUT", url, { ...change, percentage: 101 })).status).toBe(422);
    expect((await manager.send("PUT", url, { ...change, nothing: 1 })).status).toBe(422);
    expect((await manager.send("DELETE", url)).status).toBe(200);
    expect((await manager.send("DELETE", url)).status).toBe(404);
    const entries = await site.catalogue.users.auditEntries({ limit: 500, after: 0 });
    expect(entries.filter(({ action }) => action.startsWith("target-")).map(({ actor, action }) => [actor, action])).toEqual([
      ["manager", "target-set"],
      ["manager", "target-removed"],
    ]);
  });
});

describe("machines and what is stuck", () => {
  test("tell who holds a duty, and that work waits for people", async () => {
    await current();
    await site.catalogue.ledger.holdDuty("reconciler", "may-1-77", 600);
    const { body } = await manager.get("/api/progress/machines?lang=vi");
    expect(body).toMatchObject({ machines: [{ owner: "may-1-77", duties: ["reconciler"], isAlive: true }] });
    expect((body as { stuck: { why: string }[] }).stuck.some(({ why }) => why === "no-machine")).toBe(false);
  });
});

describe("what is stuck", () => {
  const task = (over: Partial<TaskRow>): TaskRow => ({
    ...{
      taskId: "t",
      subject: "p1",
      itemId: "AB.1",
      stage: "ocr",
      derivation: "d",
      state: "leased",
      attempts: 1,
      notBefore: null,
    },
    ...{ leaseOwner: "may-1", leaseUntil: "2026-01-01T10:05:00Z", failure: null, updatedAt: "2026-01-01T10:00:00Z", ...over },
  });
  const figures = {
    report: { work: { backlog: [{ stage: "ocr", of: "page", waiting: 7, running: 0, failed: 0, person: 0, open: 0 }] } },
  };
  const reasons = (machines: readonly Machine[], failed: readonly TaskRow[] = []) =>
    stuckOf({ machines, failed, seen: [], figures: figures as never });

  test("is work that waits while nobody is there who does tasks", () => {
    const server = [{ name: "search-index", owner: "chu-1", heldUntil: "2026-01-01T11:00:00Z" }];
    const worker = [{ name: "reconciler", owner: "may-1", heldUntil: "2026-01-01T11:00:00Z" }];
    const now = "2026-01-01T10:01:00Z";
    expect(reasons(machinesOf([], server, now))).toEqual([{ why: "no-machine", count: 7 }]);
    expect(reasons(machinesOf([], worker, now))).toEqual([]);
    expect(reasons(machinesOf([task({})], server, now))).toEqual([]);
  });

  test("is a machine that took tasks and says no more", () => {
    const machines = machinesOf([task({}), task({ taskId: "u" })], [], "2026-01-01T12:00:00Z");
    expect(machines).toMatchObject([{ owner: "may-1", tasks: 2, isAlive: false }]);
    expect(reasons(machines).map(({ why, count }) => [why, count])).toEqual([
      ["no-machine", 7],
      ["silent", 2],
    ]);
  });

  test("is what was given up, by what is wrong, since the first of it", () => {
    const failed = (code: string, updatedAt: string) =>
      task({ state: "failed", failure: { code, facts: {}, detail: "" }, updatedAt });
    const worker = machinesOf([task({})], [], "2026-01-01T10:01:00Z");
    const times = ["2026-01-03T00:00:00Z", "2026-01-01T20:00:00Z"] as const;
    expect(reasons(worker, [failed("A", times[0]), failed("B", times[0]), failed("B", times[1])])).toEqual([
      { why: "failed", code: "B", count: 2, since: "2026-01-02" },
      { why: "failed", code: "A", count: 1, since: "2026-01-03" },
    ]);
  });
});

describe("the report to take away", () => {
  test("is a workbook and a page to print, in the reader's language", async () => {
    const get = async (url: string) => await site.server.inject({ url, headers: { cookie: manager.cookieHeader } });
    const sheet = await get("/api/progress/report.xlsx?lang=en");
    expect(sheet.rawPayload.subarray(0, 2).toString()).toBe("PK");
    const page = await get("/api/progress/report.html?lang=vi&rows=1");
    expect(page.body).toContain("Báo cáo chỉ tiêu số hóa");
    expect(page.body).toContain("Mật thư");
    expect(page.headers["content-security-policy"]).not.toContain("script");
    expect((await get("/api/progress/report.html?lang=en")).body).not.toContain("Mật thư");
  });
});

describe("heavy figures", () => {
  const figuresOf = async (mark: string) => {
    const sources = { register: [], evidence: [] };
    const { sources: work, report } = await gatherWork(ports(), sources, today);
    return { mark, date: today, countedAt: mark, work, report: { date: today, targets: [], work: report } } as never;
  };

  test("are counted once, however many look at them at the same time", async () => {
    let counted = 0;
    const kept = new KeptFigures({
      clock: { now: () => new Date() },
      mark: () => "1",
      count: (mark) => {
        counted += 1;
        return figuresOf(mark);
      },
    });
    await Promise.all(Array.from({ length: 20 }, () => kept.get()));
    await kept.get();
    expect(counted).toBe(1);
  });

  test("are shown as what they are while newer ones are counted", async () => {
    let [mark, release] = ["1", (): void => {}];
    const kept = new KeptFigures({
      clock: { now: () => new Date() },
      mark: () => mark,
      count: async (of) => {
        if (of === "2") await new Promise<void>((resolve) => (release = resolve));
        return await figuresOf(of);
      },
    });
    expect((await kept.get()).isCurrent).toBe(true);
    mark = "2";
    expect(await kept.get()).toMatchObject({ isCurrent: false, figures: { mark: "1" } });
    release();
    await expect.poll(async () => (await kept.get()).isCurrent, { timeout: 30_000 }).toBe(true);
  });

  test("that could not be counted are counted again by the next who asks", async () => {
    let tries = 0;
    const kept = new KeptFigures({
      clock: { now: () => new Date() },
      mark: () => "1",
      count: async (mark) => {
        tries += 1;
        if (tries === 1) throw new Error("the catalogue is away");
        return await figuresOf(mark);
      },
    });
    await expect(kept.get()).rejects.toThrow("away");
    expect((await kept.get()).isCurrent).toBe(true);
  });
});
