import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepDesks } from "../../../web/server/workroom/records/keep-desks.ts";
import { recordOf } from "../../fixtures/book.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

interface Shown {
  readonly number: number;
  readonly fields: Record<string, unknown>;
  readonly conflicts: readonly {
    readonly number: number;
    readonly field: string;
    readonly mine: unknown;
    readonly theirs: unknown;
  }[];
  readonly issues: readonly { readonly level: string; readonly field: string; readonly code: string; readonly message: string }[];
  readonly isAnswered: boolean;
  readonly isComplete: boolean;
  readonly signatures: readonly { readonly agent: string }[];
}

describe("the record desk", () => {
  let site: WorkroomSite;
  let pages: readonly string[];
  let saves = 0;
  beforeAll(async () => {
    site = await openWorkroomSite();
    const picture = await testPicture(300, 400);
    pages = await site.add({ item: "AB.1", pages: [{ picture }, { picture }, { picture }, { picture }] });
    await site.add({
      item: "AB.2",
      pages: [{ picture }],
      firstPage: 20,
      profile: { approvals: { "metadata-entry": "two-persons" } },
    });
    const secret = recordOf({ shelfmark: "GP.1", divisions: [], access: "restricted" });
    await site.add({ item: "GP.1", pages: [{ picture }], firstPage: 40, record: secret, isDescribed: true });
  }, 60_000);
  afterAll(() => site.close());

  const desk = async (item = "AB.1", role: "editor" | "reviewer" = "editor") =>
    ((await (await site.as(role)).get(`/api/records/${item}`)).body as { desk: Shown }).desk;
  const save = async (
    base: number,
    changes: object,
    item = "AB.1",
    role: "editor" | "reviewer" = "editor",
    more: object = {},
  ) => {
    saves += 1;
    const body = { saveId: `save-${String(saves).padStart(6, "0")}`, base, changes, ...more };
    const reply = await (await site.as(role)).send("POST", `/api/records/${item}/saves`, body);
    expect(reply.status).toBe(200);
    return reply.body as { number: number; taken: readonly string[]; desk: Shown };
  };
  const sign = async (number: number, item: string, role: "editor" | "reviewer") =>
    await (await site.as(role)).send("POST", `/api/records/${item}/signatures`, { number });

  test("shows what the register knew, takes half a record, and says everything that is wrong at once", async () => {
    const before = await desk();
    expect(before.number).toBe(0);
    const profile = {
      profile: "printed-book",
      titles: [{ language: "lzh", text: "", kind: "as-written" }],
      dateEdtf: "18-40",
      rights: "no URI",
    };
    const { desk: after } = await save(0, { ...profile, scripts: ["klingon"], tabooCharacters: ["ab"] });
    expect(after.fields["rights"]).toBe("no URI");
    expect(after.isComplete).toBe(false);
    const wrong = after.issues.filter(({ level }) => level === "error").map(({ field, code }) => `${field} ${code}`);
    expect(wrong).toEqual(
      expect.arrayContaining(["titles REC-REQUIRED", "rights DESK-FORM", "dateEdtf REC-EDTF", "scripts REC-UNLISTED"]),
    );
    expect(after.issues.every(({ message }) => message.length > 5 && !message.includes("{"))).toBe(true);
  });

  test("keeps both texts of one field that two people changed, and lets one of them decide", async () => {
    const { number } = await desk();
    await save(number, { edition: "trùng san" });
    const second = await save(number, { edition: "tân san", paper: "giấy dó" }, "AB.1", "reviewer");
    expect(second.desk.fields).toMatchObject({ edition: "trùng san", paper: "giấy dó" });
    const [open] = second.desk.conflicts;
    expect(open).toMatchObject({ field: "edition", mine: "trùng san", theirs: "tân san" });
    const decides = [{ number: open!.number, field: "edition" }];
    const decided = await save(second.desk.number, { edition: "tân san" }, "AB.1", "editor", { decides, cause: "decided" });
    expect(decided.desk).toMatchObject({ conflicts: [], fields: { edition: "tân san" } });
    const reader = await site.as("editor");
    const { versions } = (await reader.get("/api/records/AB.1/history?field=edition")).body as {
      versions: readonly { agent: string; steps: object }[];
    };
    expect(versions.map(({ agent, steps }) => [agent, steps])).toMatchObject([
      ["editor", { edition: { was: "trùng san", is: "tân san" } }],
      ["editor", { edition: { is: "trùng san" } }],
    ]);
  });

  test("answers the gate once, by the name of the person, when the record is whole and signed by who may approve", async () => {
    const full = {
      titles: [{ language: "lzh", text: "金雲翹新傳", kind: "as-written" }],
      holder: "Thư viện tỉnh",
      form: "woodblock",
      dateEdtf: "1866",
      rights: null,
      scripts: ["nom"],
      tabooCharacters: null,
      language: "vi-Hani",
      access: "public",
    };
    const { desk: ready } = await save((await desk()).number, full);
    expect(ready.issues.filter(({ level }) => level === "error")).toEqual([]);
    const byEditor = await sign(ready.number, "AB.1", "editor");
    expect((byEditor.body as { desk: Shown }).desk.isAnswered).toBe(false);
    expect(await site.catalogue.ledger.current("AB.1", "record")).toBeUndefined();
    const byReviewer = await sign(ready.number, "AB.1", "reviewer");
    expect((byReviewer.body as { desk: Shown }).desk.isAnswered).toBe(true);
    const answered = await site.catalogue.ledger.current("AB.1", "record");
    expect(answered).toBeDefined();
    await sign(ready.number, "AB.1", "reviewer");
    await keepDesks(site.workroom, new Date("2999-01-01"));
    const events = (await site.catalogue.ledger.events("AB.1")).filter(({ stage }) => stage === "metadata-entry");
    expect(events.map(({ agent, outcome }) => [agent, outcome])).toEqual([["reviewer", "answered"]]);
  });

  test("asks for two people where the policy of the item does", async () => {
    const full = {
      profile: "printed-book",
      titles: [{ language: "lzh", text: "大南實錄", kind: "as-written" }],
      holder: "Thư viện",
      form: "woodblock",
      language: "lzh",
      access: "public",
    };
    const { desk: ready } = await save(0, full, "AB.2", "reviewer");
    const alone = await sign(ready.number, "AB.2", "reviewer");
    expect(alone.status).toBe(200);
    expect((alone.body as { desk: Shown }).desk.isAnswered).toBe(false);
    const both = await sign(ready.number, "AB.2", "editor");
    expect((both.body as { desk: Shown }).desk).toMatchObject({
      isAnswered: true,
      signatures: [{ agent: "reviewer" }, { agent: "editor" }],
    });
  });

  test("signs nothing that is older than what is on the desk, and nothing that is wrong", async () => {
    const { number } = await desk("AB.2");
    await save(number, { paper: "giấy dó" }, "AB.2");
    expect(await sign(number, "AB.2", "reviewer")).toMatchObject({ status: 409, body: { error: { code: "DESK-MOVED" } } });
    const { desk: wrong } = await save(number + 1, { rights: "x" }, "AB.2");
    expect(await sign(wrong.number, "AB.2", "reviewer")).toMatchObject({
      status: 422,
      body: { error: { code: "DESK-INVALID" } },
    });
    await save(wrong.number, { rights: null }, "AB.2");
  });

  test("lays what was imported elsewhere over the desk like anybody's save", async () => {
    const before = await desk("AB.2");
    await save(before.number, { edition: "ở bàn" }, "AB.2");
    const record = recordOf({ shelfmark: "AB.2", divisions: [], edition: "từ tệp", ink: "mực nho" });
    const made = { role: "record" as const, artifact: await site.keep("record", record) };
    await site.catalogue.ledger.answer({ gate: "metadata-entry", subject: "AB.2", itemId: "AB.2", made, from: [], agent: "cli" });
    const after = await desk("AB.2");
    expect(after.fields).toMatchObject({ edition: "ở bàn", ink: "mực nho" });
    expect(after.conflicts).toMatchObject([{ field: "edition", mine: "ở bàn", theirs: "từ tệp" }].slice(0, 1));
  });

  test("refuses fields that there are not, and hides items out of sight", async () => {
    const editor = await site.as("editor");
    const body = { saveId: "strange-0001", base: 0, changes: { shelfmark: "X" } };
    expect(await editor.send("POST", "/api/records/AB.1/saves", body)).toMatchObject({
      status: 422,
      body: { error: { code: "DESK-FIELD" } },
    });
    const technician = await site.as("technician");
    expect((await technician.get("/api/records/AB.1")).status).toBe(403);
    expect((await technician.get("/api/items/GP.1/structure")).status).toBe(404);
    for (const id of ["nothing", "GP.1%00", "../AB.1"])
      expect((await editor.get(`/api/records/${encodeURIComponent(id)}`)).status).toBe(404);
  });

  test("keeps markup, NUL and half characters as they are written, and says that they are damage", async () => {
    const { number } = await desk();
    const summary = "<script>alert(1)</script> \u0000 \ud800";
    const { desk: after } = await save(number, { summary });
    expect(after.fields["summary"]).toBe(summary);
    expect(after.issues).toContainEqual(expect.objectContaining({ field: "summary", code: "REC-DAMAGED" }));
    await save(after.number, { summary: null });
  });

  test("takes 200,000 characters into one field and gives them back, and says when it is too much", async () => {
    const { number } = await desk();
    const summary = "𡨸".repeat(200_000);
    const { desk: after } = await save(number, { summary });
    expect(after.fields["summary"] === summary).toBe(true);
    const body = { saveId: "too-much-01", base: after.number, changes: { summary: "字".repeat(1_000_000) } };
    const reply = await (await site.as("editor")).send("POST", "/api/records/AB.1/saves", body);
    expect(reply).toMatchObject({ status: 413, body: { error: { code: "API-TOO-LARGE" } } });
    expect((await desk()).number).toBe(after.number);
    await save(after.number, { summary: null });
  });

  test("tells what a date can mean and that a sexagenary year contradicts it", async () => {
    const editor = await site.as("editor");
    const good = (await editor.get(`/api/dates?text=${encodeURIComponent("明命二十一年歲次庚子")}`)).body as {
      candidates: readonly { edtf: string; reasons: readonly string[] }[];
      problems: readonly object[];
    };
    expect(good).toMatchObject({ candidates: [{ edtf: "1840" }], problems: [] });
    expect(good.candidates[0]?.reasons.join()).toMatch(/\p{L}/u);
    const bad = (await editor.get(`/api/dates?text=${encodeURIComponent("明命二十一年甲子")}`)).body as {
      problems: readonly { code: string; message: string }[];
    };
    expect(bad.problems).toMatchObject([{ code: "DATE-CANCHI" }]);
    expect(bad.problems[0]?.message).not.toContain("{");
  });

  test("fills only what is empty from another record", async () => {
    const { number, fields } = await desk();
    const editor = await site.as("editor");
    const body = { saveId: "copy-000001", base: number, from: "AB.2" };
    const copied = (await editor.send("POST", "/api/records/AB.1/copies", body)).body as {
      taken: readonly string[];
      desk: Shown;
    };
    expect(copied.desk.fields).toMatchObject(fields);
    expect(copied.desk.fields["ink"]).toBe("mực nho");
  });

  test("comes back from a spreadsheet field by field", async () => {
    const cookie = (await site.as("editor")).cookieHeader;
    const sheet = await site.server.inject({ url: "/api/records/AB.1/sheet.xlsx", headers: { cookie } });
    expect(sheet.statusCode).toBe(200);
    const bytes = sheet.rawPayload;
    const editor = await site.as("editor");
    const me = ((await editor.get("/api/me")).body as { token: string }).token;
    const type = { "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "x-sohoa-token": me };
    const back = await site.server.inject({
      method: "POST",
      url: "/api/records/AB.1/sheet",
      headers: { ...type, cookie: editor.cookieHeader },
      payload: bytes,
    });
    expect(back.json()).toMatchObject({ outcome: "unchanged", problems: [] });
    await save((await desk()).number, { edition: "sau khi xuất" });
    const again = await site.server.inject({
      method: "POST",
      url: "/api/records/AB.1/sheet",
      headers: { ...type, cookie: editor.cookieHeader },
      payload: bytes,
    });
    expect(again.json()).toMatchObject({ outcome: "unchanged" });
    expect((await desk()).fields["edition"]).toBe("sau khi xuất");
    const broken = await site.server.inject({
      method: "POST",
      url: "/api/records/AB.1/sheet",
      headers: { ...type, cookie: editor.cookieHeader },
      payload: Buffer.from("PK no workbook"),
    });
    expect(broken.json()).toMatchObject({ outcome: "rejected" });
  });

  test("numbers leaves and marks parts, and tells the record of them", async () => {
    const editor = await site.as("editor");
    const now = (await editor.get("/api/items/AB.1/structure")).body as { digest: string };
    const numbering = {
      scheme: "sides",
      marks: [
        { page: pages[0], kind: "unnumbered", label: "bìa" },
        { page: pages[1], kind: "start", leaf: 3, side: "a" },
      ],
    };
    const contents = [{ id: "q1", kind: "fascicle", title: "卷之一", first: pages[1], last: pages[3], parts: [] }];
    const put = await editor.send("PUT", "/api/items/AB.1/structure", { from: now.digest, numbering, contents });
    expect(put.status).toBe(200);
    expect((put.body as { pages: readonly { label: string }[] }).pages.map(({ label }) => label)).toEqual([
      "bìa",
      "3a",
      "3b",
      "4a",
    ]);
    expect((await desk()).fields["divisions"]).toEqual([{ title: "卷之一", page: 2 }]);
    expect(await editor.send("PUT", "/api/items/AB.1/structure", { from: now.digest, numbering })).toMatchObject({ status: 409 });
    const technician = await site.as("technician");
    expect((await technician.send("PUT", "/api/items/AB.1/structure", { from: now.digest })).status).toBe(403);
  });

  test("proposes what the register said, with where it is from", async () => {
    await save((await desk()).number, { titles: [{ language: "lzh", text: "別名", kind: "as-written" }] });
    const { proposals } = (await (await site.as("editor")).get("/api/records/AB.1/proposals")).body as {
      proposals: readonly { field: string; evidence: readonly { source: string }[] }[];
    };
    expect(proposals).toContainEqual(
      expect.objectContaining({ field: "titles", evidence: [expect.objectContaining({ source: "register" })] }),
    );
  });

  test("writes every change into a log that holds", async () => {
    expect(await site.catalogue.users.verifyAudit()).toMatchObject({ isSound: true });
    const actions = (await site.catalogue.users.auditEntries({ limit: 500, after: 0 })).map(({ action }) => action);
    for (const action of ["record-saved", "record-signed", "record-approved", "structure-changed"])
      expect(actions).toContain(action);
  });
});
