import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCatalogue } from "../../../catalogue/open.ts";
import { keptSettings, storedSettings } from "../../../cli/package/kept-settings.ts";
import { profileInForce } from "../../../cli/policies.ts";
import { listsInForce, loadRecordRules } from "../../../cli/record-rules.ts";
import { configSchema } from "../../../config/schema.ts";
import { rebuild } from "../../../pipeline/rebuild.ts";
import { openMemoryStore } from "../../../pipeline/store/memory.ts";
import { hasBrowser } from "../../fixtures/browser.ts";
import { seriousFindings, shot } from "../../fixtures/looks.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { type ApiBrowser, openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

const POLICY = {
  gates: { "text-review": "required", "metadata-entry": "draft-may-publish" },
  approvals: { "text-review": "two-persons" },
  sample: { share: 0.1, least: 5, tolerated: 0.02 },
} as const;

interface Answer {
  readonly filed: readonly { readonly name: string; readonly value: string }[];
  readonly policies: readonly { readonly profile: string; readonly setBy: { readonly agent: string } | null }[];
  readonly lists: readonly {
    readonly name: string;
    readonly entries: readonly { readonly id: string; readonly vi: string; readonly isOwn: boolean }[];
  }[];
}

let site: WorkroomSite;
let admin: ApiBrowser;
let manager: ApiBrowser;

beforeAll(async () => {
  site = await openWorkroomSite();
  [admin, manager] = [await site.as("admin"), await site.as("manager")];
  const pages = [{ picture: await testPicture(120, 160) }];
  await site.add({ item: "MB.1", pages, profile: { name: "moc-ban" } });
  await site.add({ item: "VT.1", pages, firstPage: 0x50, profile: { name: "viet-tay" } });
});
afterAll(() => site?.close());

const settingsNow = async () => (await manager.get("/api/settings")).body as Answer;
const profileOf = async (item: string) => (await site.catalogue.ledger.item(item))?.profile;
const audited = async () =>
  (await site.catalogue.users.auditEntries({ limit: 500, after: 0 })).filter(({ action }) => action === "setting-changed");

describe("a policy", () => {
  test("holds for the items of its profile, for those that come, and is told in the log", async () => {
    const { status, body } = await manager.send("PUT", "/api/settings/policies/moc-ban", POLICY);
    expect([status, body]).toEqual([200, { isChanged: true, items: 1 }]);
    expect(await profileOf("MB.1")).toMatchObject(POLICY);
    expect((await profileOf("VT.1"))?.sample).toBeUndefined();
    const config = configSchema.parse({ home: site.workroom.home });
    expect(await profileInForce({ config, settings: site.catalogue.settings }, "moc-ban")).toMatchObject(POLICY);
    const told = (await settingsNow()).policies.find(({ profile }) => profile === "moc-ban");
    expect(told).toMatchObject({ ...POLICY, setBy: { agent: "manager" } });
    expect(await audited()).toMatchObject([{ actor: "manager", subject: "policy.moc-ban" }]);
  });

  test("said again changes nothing; taken back it demands no sample any more", async () => {
    const again = await manager.send("PUT", "/api/settings/policies/moc-ban", POLICY);
    expect(again.body).toEqual({ isChanged: false, items: 0 });
    expect(await audited()).toHaveLength(1);
    await manager.send("PUT", "/api/settings/policies/moc-ban", { ...POLICY, sample: null });
    expect(await profileOf("MB.1")).not.toHaveProperty("sample");
  });

  test.each([
    ["a share above all pages", { sample: { share: 1.5, least: 5, tolerated: 0 } }],
    ["a gate that there is not", { gates: { "picture-treatment": "required" } }],
    ["three persons", { approvals: { "text-review": "three-persons" } }],
    ["something unknown", { review: "none" }],
  ])("with %s is refused", async (_, over) => {
    expect((await manager.send("PUT", "/api/settings/policies/moc-ban", { ...POLICY, ...over })).status).toBe(422);
  });

  test("of a profile that there is not is not found, and is not for every role", async () => {
    expect((await manager.send("PUT", "/api/settings/policies/khac", POLICY)).status).toBe(404);
    expect((await (await site.as("reviewer")).send("PUT", "/api/settings/policies/moc-ban", POLICY)).status).toBe(403);
  });

  test("is told by the item's description, so that it is not lost with the catalogue", async () => {
    const { ledger } = site.catalogue;
    const unstored = await ledger.unstoredItems();
    expect(unstored).toContain("MB.1");
  });
});

describe("a controlled list", () => {
  const scroll = { id: "cuon-thu", vi: "Cuốn thư", en: "Scroll", also: [], isHidden: false };
  const genres = async () => (await settingsNow()).lists.find(({ name }) => name === "genres")?.entries ?? [];

  test("takes entries of the library's own and other names, which records and tables know from then on", async () => {
    const entries = (await genres()).map(({ isOwn: _, ...each }) => each);
    const [first] = entries;
    const given = [...entries.map((each) => (each.id === first?.id ? { ...each, vi: "Tên khác" } : each)), scroll];
    expect((await admin.send("PUT", "/api/settings/lists/genres", { entries: given })).body).toEqual({ isChanged: true });
    expect((await genres()).filter(({ isOwn }) => isOwn).map(({ id }) => id)).toEqual([first?.id, scroll.id]);
    const set = await listsInForce(site.catalogue.settings);
    const { terms } = await loadRecordRules(site.workroom.home, "vi", set);
    expect([terms.find("genres", "cuốn thư"), terms.label("genres", first?.id ?? "")]).toEqual([scroll.id, "Tên khác"]);
  });

  test("is refused with two entries of one id, without a name, or from a manager", async () => {
    const put = (who: ApiBrowser, entries: readonly object[]) => who.send("PUT", "/api/settings/lists/genres", { entries });
    expect((await put(admin, [scroll, scroll])).status).toBe(422);
    expect((await put(admin, [{ ...scroll, en: " " }])).status).toBe(422);
    expect((await put(manager, [scroll])).status).toBe(403);
    expect((await admin.send("PUT", "/api/settings/lists/khong-co", { entries: [scroll] })).status).toBe(404);
  });
});

describe("what was set", () => {
  test("comes back from the store when the catalogue is lost, and the last of a name counts", async () => {
    const store = openMemoryStore();
    const [one, other] = await Promise.all([0, 1].map(() => openCatalogue({ file: ":memory:" }, () => new Date())));
    if (!one || !other) throw new Error("no catalogue");
    const kept = keptSettings(one.settings, store);
    await kept.set({ name: "policy.moc-ban", value: POLICY, agent: "Lan" });
    await kept.set({ name: "policy.moc-ban", value: { ...POLICY, sample: null }, agent: "Minh" });
    await kept.set({ name: "list.genres", value: [], agent: "Lan" });
    for (const _ of [1, 2]) await other.settings.restore(await storedSettings(store));
    expect(await other.settings.all()).toEqual(await one.settings.all());
    expect((await other.settings.all()).map(({ name, agent }) => [name, agent])).toEqual([
      ["list.genres", "Lan"],
      ["policy.moc-ban", "Minh"],
    ]);
    await rebuild(other.ledger, store, { restore: async () => {} });
    await Promise.all([one.close(), other.close()]);
  });

  test("is shown beside what stands in the file, and no secret with it", async () => {
    const { filed } = await settingsNow();
    expect(filed.find(({ name }) => name === "language")?.value).toBe("vi");
    expect(JSON.stringify(filed)).not.toMatch(/secret|key/i);
  });
});

describe.skipIf(!hasBrowser)("the screen of settings", () => {
  test("says what can be changed, changes it, and says what cannot, in both languages", async () => {
    const page = await site.open("admin", "/workroom/settings?lang=vi");
    await page.until(`document.querySelector("form.policy") !== null`);
    await shot(page, "settings-vi");
    expect(await seriousFindings(page)).toEqual([]);
    await page.evaluate(`{
      const form = document.querySelector('form.policy[aria-label$=" viet-tay"]');
      form.querySelector("[name=sample]").click();
    }`);
    await page.until(`document.querySelector('form.policy[aria-label$=" viet-tay"] [name=least]') !== null`);
    await page.evaluate(`document.querySelector('form.policy[aria-label$=" viet-tay"]').requestSubmit()`);
    await page.until(`document.querySelector(".toast") !== null`);
    expect((await profileOf("VT.1"))?.sample).toEqual({ share: 0.05, least: 20, tolerated: 0 });
    await page.evaluate(`document.querySelector('.top-bar button[lang="en"]').click()`);
    await page.until(`document.documentElement.lang === "en" && document.querySelector("h1").textContent === "Settings"`);
    await shot(page, "settings-en");
    expect(await seriousFindings(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
  });
});
