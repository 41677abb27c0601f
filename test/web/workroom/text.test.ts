import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evenCharacters } from "../../../formats/even-characters.ts";
import type { EventRow } from "../../../pipeline/ledger-rows.ts";
import { type TextLayer, textLayerSchema } from "../../../pipeline/text-layer.ts";
import type { TextVersion, WorkingText } from "../../../pipeline/text-version.ts";
import { keepTextsOnce } from "../../../web/server/workroom/text/keep-texts.ts";
import { recordOf, textOf } from "../../fixtures/book.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { type ApiBrowser, openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

let site: WorkroomSite;
let editor: ApiBrowser;
let reviewer: ApiBrowser;
let pages: readonly string[];
let ofTwo: readonly string[];
let saves = 0;

interface Opened {
  readonly number: number;
  readonly state: string;
  readonly content: WorkingText;
  readonly shown: TextLayer;
}

beforeAll(async () => {
  site = await openWorkroomSite();
  const picture = await testPicture(300, 420);
  const layer = textOf({ width: 300, height: 420 });
  const characters = (line: TextLayer["lines"][number]) =>
    evenCharacters(line.text, line.box, true).map((each) => ({ ...each, confidence: 0.5, alternatives: [] }));
  const read = { ...layer, lines: layer.lines.map((line) => ({ ...line, characters: characters(line) })) };
  pages = await site.add({
    item: "AB.1",
    pages: Array.from({ length: 8 }, () => ({ picture, artifacts: { "text/machine": read } })),
  });
  ofTwo = await site.add({
    item: "HAI.1",
    pages: [{ picture }],
    firstPage: 300,
    profile: { approvals: { "text-review": "two-persons" } },
  });
  const closed = recordOf({ access: "restricted", shelfmark: "KIN.1", divisions: [] });
  await site.add({ item: "KIN.1", pages: [{ picture }], firstPage: 500, record: closed });
  [editor, reviewer] = await Promise.all([site.as("editor"), site.as("reviewer")]);
});
afterAll(() => site?.close());

const pathOf = (page: string | undefined) => `/api/pages/${page}/text`;
const open = async (page: string | undefined): Promise<Opened> => (await editor.get(pathOf(page))).body as Opened;
const newId = () => `save-${String(++saves).padStart(8, "0")}`;
const save = (page: string | undefined, base: number, content: unknown, by = editor, saveId = newId()) =>
  by.send("PUT", pathOf(page), { base, saveId, content });
const written = (content: WorkingText, text: string, at = 0): WorkingText => ({
  ...content,
  columns: content.columns.map((column, index) => (index === at ? { ...column, text } : column)),
});
const reviewed = async (page: string): Promise<TextLayer> => {
  const artifact = await site.catalogue.ledger.current(page, "text/reviewed");
  return textLayerSchema.parse(JSON.parse((await (await site.store.open(artifact?.digest ?? "")).toArray()).join("")));
};
const answers = async (page: string): Promise<readonly EventRow[]> =>
  (await site.catalogue.ledger.eventsOf(page)).filter(({ outcome }) => outcome === "answered");

describe("the text of a page in the workroom", () => {
  test("opens with what the machine read, its doubts, its layout and readings, and who is there", async () => {
    const { status, body } = await editor.get(pathOf(pages[0]));
    expect(status).toBe(200);
    expect(body).toMatchObject({ page: pages[0], item: "AB.1", number: 0, state: "untouched", previous: null, next: pages[1] });
    expect(body).toMatchObject({ proposal: null, needsSecondPerson: false, presence: { present: [] }, isOfEarlierScan: false });
    const { content, shown } = body as Opened;
    expect(content.columns.map(({ text }) => text)).toEqual(shown.lines.map(({ text }) => text));
    expect(shown.lines[0]?.characters[0]).toHaveProperty("confidence");
    expect(body).toHaveProperty("readings");
    expect(body).toHaveProperty("layout");
  });

  test("is kept with a number, opens with what was kept, and tells its history, versions and differences", async () => {
    const page = pages[0];
    const { content } = await open(page);
    const first = written(content, "𢆥𥪞 <script>alert('百')</script> \u{16FF0}");
    expect(await save(page, 0, first)).toMatchObject({ status: 200, body: { outcome: "saved", number: 1 } });
    expect(await save(page, 1, written(first, "□ […] 〔年〕"))).toMatchObject({ body: { outcome: "saved", number: 2 } });
    expect(await open(page)).toMatchObject({ number: 2, state: "in-work", content: written(first, "□ […] 〔年〕") });
    expect((await editor.get(`${pathOf(page)}/versions`)).body).toMatchObject({
      versions: [{ number: 2, author: "editor" }, { number: 1 }],
    });
    expect((await editor.get(`${pathOf(page)}/versions/1`)).body).toMatchObject({ number: 1, content: first });
    expect((await editor.get(`${pathOf(page)}/versions/0`)).body).toMatchObject({ number: 0, content });
    expect((await editor.get(`${pathOf(page)}/versions/9`)).status).toBe(404);
    expect((await editor.get(`${pathOf(page)}/diff?from=0&to=2`)).body).toMatchObject({
      changes: [{ change: "changed", fields: ["text"], after: { text: "□ […] 〔年〕" } }],
      isReordered: false,
    });
  });

  test("answers a stale base with both texts and keeps the later one; a lost answer is given again", async () => {
    const page = pages[1];
    const { content } = await open(page);
    await save(page, 0, content);
    const [theirs, mine] = [written(content, "của người kia"), written(content, "của tôi")];
    await save(page, 1, theirs, reviewer);
    const id = newId();
    const conflict = await save(page, 1, mine, editor, id);
    expect(conflict).toMatchObject({
      status: 200,
      body: {
        outcome: "conflict",
        aside: 3,
        theirs: { number: 2, author: "reviewer", content: theirs },
        base: { number: 1, content },
      },
    });
    expect(await save(page, 1, mine, editor, id)).toEqual(conflict);
    expect(((await editor.get(`${pathOf(page)}/versions/3`)).body as TextVersion).content).toEqual(mine);
  });

  test("refuses what is no text with a code and a sentence, and takes 199,000 characters of the outer planes", async () => {
    const page = pages[2];
    const { content } = await open(page);
    const bad: readonly (readonly [string, string])[] = [
      ["TEXT-NUL", "百\u0000"],
      ["TEXT-SURROGATE", "\ud840"],
      ["TEXT-TOO-LONG", "百".repeat(200_001)],
    ];
    for (const [code, text] of bad) {
      const { status, body } = await save(page, 0, written(content, text));
      expect({ status, code: (body as { error: { code: string } }).error.code }).toEqual({ status: 422, code });
      expect((body as { error: { message: string } }).error.message).not.toContain("{");
    }
    expect(await save(page, 0, { ...content, columns: [{ id: "c1" }] })).toMatchObject({ status: 422 });
    expect(await save(page, 0, "nothing")).toMatchObject({ status: 422 });
    expect(await save(page, 99, content)).toMatchObject({ status: 422, body: { error: { code: "TEXT-BASE" } } });
    expect(
      await save(page, 0, { ...content, columns: [{ ...content.columns[0], kind: "body", text: "x", extra: 1 }] }),
    ).toMatchObject({
      status: 422,
    });
    expect((await editor.get(`${pathOf(page)}/versions`)).body).toEqual({ versions: [] });
    expect(await save(page, 0, written(content, "𢆥".repeat(199_000)))).toMatchObject({ body: { outcome: "saved", number: 1 } });
  });

  test("becomes the answer to the gate once, with the account as its agent and characters in their places", async () => {
    const page = pages[3] as string;
    const { content, shown } = await open(page);
    const text = `${content.columns[0]?.text}百`;
    await save(page, 0, written(content, text));
    const step = { step: "correct", number: 1 };
    const both = await Promise.all([
      editor.send("POST", `${pathOf(page)}/steps`, step),
      reviewer.send("POST", `${pathOf(page)}/steps`, step),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    await editor.send("POST", `${pathOf(page)}/steps`, step);
    await keepTextsOnce(site.workroom, 0);
    const [answer, ...more] = await answers(page);
    expect(more).toEqual([]);
    const by = (both[0].body as { correctedBy: string }).correctedBy;
    expect(answer).toMatchObject({ stage: "text-review", agent: by, outputs: [{ role: "text/reviewed" }] });
    const layer = await reviewed(page);
    expect(layer).toMatchObject({ status: "reviewed", engine: { name: by }, width: shown.width });
    expect(layer.lines.map((line) => line.text)).toEqual([text, ...content.columns.slice(1).map((column) => column.text)]);
    expect(layer.lines[0]?.characters.map((each) => each.text).join("")).toBe(text.replaceAll(/\s/g, ""));
    expect(layer.lines[1]?.characters.map(({ box }) => box)).toEqual(shown.lines[1]?.characters.map(({ box }) => box));
    expect(await open(page)).toMatchObject({ state: "corrected", number: 1 });
    expect(await site.store.getNamed(`items/AB.1/text-${page}-v1-corrected.json`)).toContain("百");
  });

  test("of a page where the machine was right is answered as it was read", async () => {
    const page = pages[4] as string;
    const { content } = await open(page);
    expect(await editor.send("POST", `${pathOf(page)}/steps`, { step: "correct", number: 0 })).toMatchObject({
      status: 200,
      body: { state: "corrected", correctedNumber: 1, answeredNumber: 1 },
    });
    expect((await reviewed(page)).lines.map(({ text }) => text)).toEqual(content.columns.map(({ text }) => text));
  });

  test("counts only when a second person has approved it, where the item asks for two", async () => {
    const [page = ""] = ofTwo;
    const { content } = await open(page);
    expect((await editor.get(pathOf(page))).body).toMatchObject({ needsSecondPerson: true });
    await save(page, 0, written(content, "hai người"), reviewer);
    const step = (by: ApiBrowser, name: string) => by.send("POST", `${pathOf(page)}/steps`, { step: name, number: 1 });
    expect(await step(reviewer, "correct")).toMatchObject({ body: { state: "corrected", answeredNumber: 0 } });
    await keepTextsOnce(site.workroom, 0);
    expect(await answers(page)).toEqual([]);
    expect(await step(reviewer, "approve")).toMatchObject({ status: 403, body: { error: { code: "TEXT-SECOND-PERSON" } } });
    expect(await step(editor, "approve")).toMatchObject({ status: 403, body: { error: { code: "TEXT-NOT-REVIEWER" } } });
    const manager = await site.as("manager");
    expect(await step(manager, "approve")).toMatchObject({
      body: { state: "approved", answeredNumber: 1, approvedBy: "manager" },
    });
    expect(await answers(page)).toMatchObject([{ agent: "reviewer", params: { note: "approved: manager" } }]);
    expect(await save(page, 1, written(content, "muộn"))).toMatchObject({
      body: { outcome: "closed", aside: 2, state: "approved" },
    });
    expect(await step(editor, "reopen")).toMatchObject({ status: 403 });
    expect(await step(manager, "reopen")).toMatchObject({ body: { state: "in-work" } });
  });

  test("is answered for after a crash between the step and the answer", async () => {
    const page = pages[5] as string;
    const { content } = await open(page);
    await save(page, 0, written(content, "trước khi mất điện"));
    await site.catalogue.texts.take(page, "editor", { step: "correct", number: 1 });
    await keepTextsOnce(site.workroom, 0);
    expect((await reviewed(page)).lines[0]?.text).toBe("trước khi mất điện");
    expect(await answers(page)).toHaveLength(1);
  });

  test("is not called corrected with a line break in a column, nor by whom an older version was seen", async () => {
    const page = pages[6] as string;
    const { content } = await open(page);
    await save(page, 0, written(content, "hai\ndòng"));
    const correct = (number: number) => editor.send("POST", `${pathOf(page)}/steps`, { step: "correct", number });
    expect(await correct(1)).toMatchObject({ status: 422, body: { error: { code: "TEXT-LINE-BREAK" } } });
    await save(page, 1, written(content, "một dòng"));
    expect(await correct(1)).toMatchObject({ status: 409, body: { error: { code: "TEXT-STALE" } } });
    expect(await site.catalogue.ledger.current(page, "text/reviewed")).toBeUndefined();
  });

  test("is never replaced by another reading, which is offered beside it by place", async () => {
    const page = pages[7] as string;
    const { content } = await open(page);
    const mine = written(content, "chữ của tôi");
    await save(page, 0, mine);
    const layer = textOf({ width: content.width, height: content.height });
    const lines = layer.lines.map((line, at) => ({ ...line, id: `neu${at}`, text: "máy", characters: [] })).toReversed();
    const made = { role: "text/machine" as const, artifact: await site.keep("text/machine", { ...layer, lines }) };
    await site.catalogue.ledger.answer({ gate: "again", subject: page, itemId: "AB.1", made, from: [], agent: "test" });
    expect((await open(page)).content).toEqual(mine);
    const { body } = await editor.get(`${pathOf(page)}/proposal`);
    const { proposal } = body as { proposal: { reason: string; digest: string; pairs: { mine?: string; proposed?: string }[] } };
    expect(proposal).toMatchObject({ reason: "read-again", digest: made.artifact.digest });
    expect(proposal.pairs.find((pair) => pair.mine === content.columns[0]?.id)?.proposed).toBe("neu0");
  });

  test("tells of others at the page, who can take it over", async () => {
    const beat = async (by: ApiBrowser, client: string, takeOver = false) =>
      (await by.send("POST", `${pathOf(pages[0])}/presence`, { client, takeOver })).body;
    expect(await beat(editor, "tab-of-editor")).toMatchObject({ holder: { account: "editor", isThis: true } });
    expect(await beat(reviewer, "tab-of-reviewer")).toMatchObject({ holder: { account: "editor", isThis: false } });
    expect(await beat(reviewer, "tab-of-reviewer", true)).toMatchObject({ holder: { account: "reviewer", isThis: true } });
    expect((await editor.get(`${pathOf(pages[0])}?client=tab-of-editor`)).body).toMatchObject({
      presence: { holder: { account: "reviewer", isThis: false } },
    });
    await reviewer.send("POST", `${pathOf(pages[0])}/leave`, { client: "tab-of-reviewer" });
    expect(await beat(editor, "tab-of-editor")).toMatchObject({ holder: { account: "editor" } });
  });

  test("does not exist for roles that do not edit, for strangers, nor where there is no page", async () => {
    const technician = await site.as("technician");
    expect((await technician.get(pathOf(pages[0]))).status).toBe(403);
    expect((await technician.get(pathOf("p0000000001f4"))).status).toBe(403);
    expect((await site.server.inject({ url: pathOf(pages[0]) })).statusCode).toBe(401);
    for (const page of ["p00000000ffff", "nonsense", "..%2f..", "p0000000001f4'"]) {
      expect((await editor.get(pathOf(page))).status, page).toBe(404);
      expect((await save(page, 0, (await open(pages[0])).content)).status, page).toBe(404);
    }
    const forged = await editor.send("PUT", pathOf(pages[0]), {}, { "x-sohoa-token": "forged" });
    expect(forged.status).toBe(403);
  });
});
