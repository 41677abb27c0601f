import { createHash } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestFile } from "../../pipeline/digest-file.ts";
import { SIGNING } from "../../pipeline/signed-pdf.ts";
import { byteRangeOf } from "../../web/server/byte-range.ts";
import { openPublicSite, type PublicSite, testPicture } from "../fixtures/public-site.ts";

let site: PublicSite;
let whole: Buffer;

beforeAll(async () => {
  site = await openPublicSite();
  await site.publish({ item: "AB.123", shelfmark: "AB.123 (quyển 1) Đ", pictures: [await testPicture(60, 80)] });
  whole = (await site.server.inject({ url: "/items/AB.123/pdf" })).rawPayload;
});
afterAll(() => site.close());

const get = (headers: Record<string, string>) => site.server.inject({ url: "/items/AB.123/pdf", headers });

describe("the PDF", () => {
  test("comes whole, with its length and a name that people can read", async () => {
    const reply = await get({});
    expect(reply.statusCode).toBe(200);
    expect(reply.headers).toMatchObject({
      "content-type": "application/pdf",
      "content-length": String(whole.length),
      "accept-ranges": "bytes",
      "content-disposition": `inline; filename="AB.123.pdf"; filename*=UTF-8''AB.123%20%28quy%E1%BB%83n%201%29%20%C4%90.pdf`,
    });
    expect(whole.subarray(0, 5).toString()).toBe("%PDF-");
  });

  test.each([
    ["bytes=0-9", 0, 9],
    ["bytes=100-", 100, -1],
    ["bytes=-7", -7, -1],
    ["bytes=0-999999999", 0, -1],
  ])("comes in parts: %s", async (range, start, end) => {
    const reply = await get({ range });
    const from = start < 0 ? whole.length + start : start;
    const to = end < 0 ? whole.length - 1 : end;
    expect(reply.statusCode).toBe(206);
    expect(reply.headers["content-range"]).toBe(`bytes ${from}-${to}/${whole.length}`);
    expect(reply.rawPayload.equals(whole.subarray(from, to + 1))).toBe(true);
  });

  test("says which parts there are when asked for one that is not there", async () => {
    const reply = await get({ range: "bytes=99999999-" });
    expect([reply.statusCode, reply.headers["content-range"]]).toEqual([416, `bytes */${whole.length}`]);
    expect((await get({ range: "bytes=-0" })).statusCode).toBe(416);
  });

  test("comes whole when the reader's part is of an older file", async () => {
    const { etag } = (await get({})).headers;
    expect((await get({ range: "bytes=0-9", "if-range": '"old"' })).statusCode).toBe(200);
    expect((await get({ range: "bytes=0-9", "if-range": String(etag) })).statusCode).toBe(206);
  });
});

test.each(["bytes=5-2", "bytes=a-b", "bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=1--2", "", undefined])(
  "takes no part for %s and gives the whole file",
  (header) => {
    expect(byteRangeOf(header, 100)).toBe("whole");
  },
);

describe("the signed PDF", () => {
  const signed = () => site.server.inject({ url: "/items/AB.123/pdf?signed" });
  const sign = async (bytes: string, pdf: Buffer) => {
    const path = join(await mkdtemp(join(tmpdir(), "signed-")), "signed.pdf");
    await writeFile(path, bytes);
    const artifact = { ...(await digestFile(path)), mediaType: "application/pdf" };
    await site.store.putFile(path, artifact);
    const of = { digest: createHash("sha256").update(pdf).digest("hex"), sizeBytes: pdf.length, mediaType: "application/pdf" };
    const from = [{ name: "pdf", role: "pdf" as const, artifacts: [of] }];
    const made = { role: "pdf/signed" as const, artifact };
    await site.ledger.answer({ gate: SIGNING, subject: "AB.123", itemId: "AB.123", made, from, agent: "Lan" });
  };

  test("is not there before anybody signed, comes when it is of the public PDF, and not when it is of another; the book's page offers it then", async () => {
    const book = () => site.server.inject({ url: "/items/AB.123" });
    expect((await signed()).statusCode).toBe(404);
    expect((await book()).body).not.toContain("pdf?signed");
    await sign("signed", whole);
    expect((await book()).body).toContain('<a href="/items/AB.123/pdf?signed">PDF có chữ ký số</a>');
    const reply = await signed();
    expect([reply.statusCode, reply.body]).toEqual([200, "signed"]);
    expect(reply.headers["content-disposition"]).toContain('filename="AB.123.signed.pdf"');
    await sign("signed for a PDF to come", Buffer.from("%PDF- to come"));
    expect((await signed()).body).toBe("signed");
    await sign("signed again", whole);
    expect((await signed()).body).toBe("signed again");
    expect((await site.server.inject({ url: "/items/AB.123/pdf" })).rawPayload.equals(whole)).toBe(true);
  });
});
