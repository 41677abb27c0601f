import { afterAll, beforeAll, expect, test } from "vitest";
import { checkCollection } from "../../iiif/check.ts";
import { recordOf } from "../fixtures/book.ts";
import { openPublicSite, type PublicSite, testPicture } from "../fixtures/public-site.ts";
import { hasPresentationSchema, schemaErrors } from "../iiif/presentation-schema.ts";

/** One more than a collection names by themselves, and one that a second section must have. */
const ITEMS = 502;
let site: PublicSite;

const nameOf = (number: number): string => `AB.${String(number).padStart(4, "0")}`;
const get = (url: string) => site.server.inject({ url });
const pathOf = ({ id }: { id: string }): string => new URL(id).pathname;

beforeAll(async () => {
  site = await openPublicSite();
  const pictures = [await testPicture(20, 28)];
  for (let number = 1; number <= ITEMS; number += 1) {
    const record = { holder: number === 7 ? "Chùa Bổ Đà" : "Thư viện tỉnh" };
    await site.publish({ item: nameOf(number), pictures, firstPage: number, record });
  }
}, 300_000);
afterAll(() => site.close());

test("a long collection leads to every item once, section by section", async () => {
  const whole = (await get("/iiif/3/collection")).json();
  expect(whole.items.every((each: { type: string }) => each.type === "Collection")).toBe(true);
  expect(checkCollection(whole)).toEqual([]);
  const sections = whole.items.filter((each: { id: string }) => /\/collection\/\d+$/.test(each.id));
  expect(sections.map((each: { label: unknown }) => each.label)).toEqual([
    { vi: ["Phần 1: AB.0001 – AB.0500"], en: ["Part 1: AB.0001 – AB.0500"] },
    { vi: ["Phần 2: AB.0501 – AB.0502"], en: ["Part 2: AB.0501 – AB.0502"] },
  ]);
  const found: string[] = [];
  for (const section of sections) {
    const reply = (await get(pathOf(section))).json();
    expect(reply).toMatchObject({ id: section.id, partOf: [{ id: whole.id, type: "Collection" }] });
    expect(checkCollection(reply)).toEqual([]);
    if (hasPresentationSchema) expect(schemaErrors(reply)).toEqual([]);
    found.push(...reply.items.map((each: { id: string }) => each.id.split("/").at(-2)));
  }
  expect(found).toEqual(Array.from({ length: ITEMS }, (_, index) => nameOf(index + 1)));
});

test("a library with many items has sections, one with few names them", async () => {
  const many = (await get("/iiif/3/collections/holder/thu-vien-tinh")).json();
  expect(many.items.map((each: { id: string }) => pathOf(each))).toEqual([
    "/iiif/3/collections/holder/thu-vien-tinh/1",
    "/iiif/3/collections/holder/thu-vien-tinh/2",
  ]);
  const last = (await get("/iiif/3/collections/holder/thu-vien-tinh/2")).json();
  expect(last).toMatchObject({ partOf: [{ id: many.id }], items: [{ type: "Manifest" }] });
  const few = (await get("/iiif/3/collections/holder/chua-bo-da")).json();
  expect(few.items).toMatchObject([{ id: "https://so.thuvien.vn/iiif/3/items/AB.0007/manifest", type: "Manifest" }]);
});

test("an item that is taken back is in no section from that moment on", async () => {
  await site.setRecord(nameOf(502), recordOf({ shelfmark: nameOf(502), access: "internal" }));
  const section = (await get("/iiif/3/collection/2")).json();
  expect(JSON.stringify(section)).not.toContain("AB.0502");
});

test.each(["0", "3", "01", "-1", "1.5", "x", "99999999999999999999"])("there is no section %s", async (number) => {
  expect((await get(`/iiif/3/collection/${number}`)).statusCode).toBe(404);
  expect((await get(`/iiif/3/collections/holder/thu-vien-tinh/${number}`)).statusCode).toBe(404);
});
