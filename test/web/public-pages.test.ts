import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkAnnotationPages, checkCollection, checkManifest } from "../../iiif/check.ts";
import { recordOf } from "../fixtures/book.ts";
import { openPublicSite, type PublicSite, testPicture } from "../fixtures/public-site.ts";
import { hasPresentationSchema, schemaErrors } from "../iiif/presentation-schema.ts";

let site: PublicSite;

beforeAll(async () => {
  site = await openPublicSite();
  const pictures = await Promise.all([testPicture(300, 420), testPicture(301, 421, 1)]);
  await site.publish({ item: "AB.123", shelfmark: "AB.123/ĐT", pictures });
  await site.publish({
    item: "evil",
    pictures,
    firstPage: 20,
    record: { titles: [{ language: "vi", text: `"><script>alert(1)</script>` }], holder: "</script><script>alert(2)" },
  });
  await site.publish({
    item: "secret",
    pictures,
    firstPage: 40,
    record: { access: "restricted", titles: [{ language: "vi", text: "Mật" }] },
  });
  await site.publish({ item: "house", pictures, firstPage: 60, record: { access: "internal" } });
});
afterAll(() => site.close());

const get = (url: string, headers: Record<string, string> = {}) => site.server.inject({ url, headers });

describe("the collection", () => {
  test("lists what is public, in Vietnamese first and in English on request", async () => {
    const vi = await get("/");
    expect(vi.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(vi.body).toContain('<html lang="vi">');
    expect(vi.body).toContain("2 tài liệu");
    expect(vi.body).toContain("Kim Vân Kiều tân truyện");
    const en = await get("/?lang=en");
    expect(en.body).toContain('<html lang="en">');
    expect(en.body).toContain("The Tale of Kiều");
    expect((await get("/", { "accept-language": "en-US,en;q=0.9,vi;q=0.8" })).body).toContain('<html lang="en">');
    expect((await get("/", { "accept-language": "fr,vi;q=0.8,en;q=0.7" })).body).toContain('<html lang="vi">');
  });

  test("has every item in its IIIF form, and no other", async () => {
    const collection = (await get("/iiif/3/collection")).json();
    const manifests = collection.items.filter((each: { type: string }) => each.type === "Manifest");
    expect(manifests.map((item: { id: string }) => item.id)).toEqual([
      "https://so.thuvien.vn/iiif/3/items/AB.123/manifest",
      "https://so.thuvien.vn/iiif/3/items/evil/manifest",
    ]);
  });

  test("leads to collections that are there: by library, by class of holding, by batch", async () => {
    const whole = (await get("/iiif/3/collection")).json();
    const parts = whole.items.filter((each: { type: string }) => each.type === "Collection");
    expect(parts.length).toBeGreaterThan(1);
    for (const part of [...parts, { id: "https://so.thuvien.vn/iiif/3/collections/batch/AB.123" }]) {
      const reply = await get(new URL(part.id).pathname);
      expect(reply.json()).toMatchObject({ id: part.id, type: "Collection" });
      expect(new Set(reply.json().items.map((each: { type: string }) => each.type))).toEqual(new Set(["Manifest"]));
      expect(checkCollection(reply.json())).toEqual([]);
      const again = await get(new URL(part.id).pathname, { "if-none-match": String(reply.headers["etag"]) });
      expect(again.statusCode).toBe(304);
    }
    for (const part of ["class/none", "batch/absent", "person/thu-vien-tinh"]) {
      expect((await get(`/iiif/3/collections/${part}`)).statusCode).toBe(404);
    }
  });
});

describe("a book", () => {
  test("has a reader that says which way it is read and what its text is worth", async () => {
    const page = await get("/items/AB.123");
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('data-direction="rtl"');
    expect(page.body).toContain("chưa hiệu đính");
    expect(page.body).toContain("Thư viện tỉnh");
    expect(page.body.indexOf('id="next"')).toBeLessThan(page.body.indexOf('id="previous"'));
  });

  test("can be read left to right with the buttons the other way round", async () => {
    await site.publish({ item: "latin", pictures: [await testPicture(100, 140)], firstPage: 80, direction: "left-to-right" });
    const { body } = await get("/items/latin");
    expect(body.indexOf('id="previous"')).toBeLessThan(body.indexOf('id="next"'));
    await site.setRecord("latin", recordOf({ access: "internal" }));
  });

  test("has a manifest that leads to every annotation page and image service it names", async () => {
    const reply = await get("/iiif/3/items/AB.123/manifest");
    expect(reply.headers["content-type"]).toBe('application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"');
    expect(reply.headers["access-control-allow-origin"]).toBe("*");
    const manifest = reply.json();
    expect(checkManifest(manifest)).toEqual([]);
    if (hasPresentationSchema) expect(schemaErrors(manifest)).toEqual([]);
    const path = (uri: string): string => uri.replace("https://so.thuvien.vn", "");
    expect(manifest.items).toHaveLength(2);
    for (const canvas of manifest.items) {
      const annotations = await get(path(canvas.annotations[0].id));
      expect(annotations.statusCode).toBe(200);
      expect(checkAnnotationPages([annotations.json()], manifest)).toEqual([]);
      const phienAm = await get(path(canvas.annotations[1].id));
      expect(checkAnnotationPages([phienAm.json()], manifest)).toEqual([]);
      expect(phienAm.json().items[0].body.language).toBe("vi");
      expect((await get(`${path(canvas.annotations[0].id)}/translation`)).statusCode).toBe(404);
      const dereferenced = await get(path(canvas.id));
      expect([dereferenced.statusCode, dereferenced.headers["location"]]).toEqual([303, manifest.id]);
      const body = canvas.items[0].items[0].body;
      const info = (await get(`${path(body.service[0].id)}/info.json`)).json();
      expect([info.width, info.height]).toEqual([canvas.width, canvas.height]);
      for (const picture of [body.id, canvas.thumbnail[0].id]) {
        expect((await get(path(picture))).headers["content-type"]).toBe("image/jpeg");
      }
    }
    for (const link of [manifest.homepage[0].id, manifest.rendering[0].id, manifest.partOf[0].id]) {
      expect((await get(path(link))).statusCode, link).toBe(200);
    }
  });

  test("has small pictures of its pages", async () => {
    const reply = await get("/items/AB.123/thumbnails/p000000000001");
    expect([reply.statusCode, reply.headers["content-type"]]).toEqual([200, "image/jpeg"]);
    expect((await get("/items/AB.123/thumbnails/p000000000014")).statusCode).toBe(404);
  });

  test("has its manifest compressed for those who take it, with the same content under a tag of its own", async () => {
    const url = "/iiif/3/items/AB.123/manifest";
    const plain = await get(url);
    const packed = await get(url, { "accept-encoding": "br, gzip;q=0.8" });
    expect([plain.headers["content-encoding"], packed.headers["content-encoding"]]).toEqual([undefined, "gzip"]);
    expect(gunzipSync(packed.rawPayload).equals(plain.rawPayload)).toBe(true);
    expect(packed.headers["etag"]).not.toBe(plain.headers["etag"]);
    expect(packed.headers["vary"]).toBe("Accept, Accept-Encoding");
    for (const none of ["identity", "gzip;q=0", "gzip;q=0.0, br", "xgzip"])
      expect((await get(url, { "accept-encoding": none })).headers["content-encoding"]).toBeUndefined();
  });

  test("answers HEAD like GET, without the body", async () => {
    for (const url of ["/", "/items/AB.123", "/iiif/3/items/AB.123/manifest", "/items/AB.123/pdf", "/health"]) {
      const reply = await site.server.inject({ method: "HEAD", url });
      expect([url, reply.statusCode, reply.body]).toEqual([url, 200, ""]);
    }
  });
});

describe("what is not public", () => {
  const closed = ["secret", "house"].flatMap((item) => [
    `/items/${item}`,
    `/items/${item}/pdf`,
    `/items/${item}/thumbnails/p000000000028`,
    `/iiif/3/items/${item}/manifest`,
    `/iiif/3/items/${item}/annotations/p000000000028`,
    `/iiif/3/items/${item}/annotations/p000000000028/phien-am`,
    `/iiif/3/items/${item}/canvas/p000000000028`,
    `/iiif/3/collections/batch/${item}`,
  ]);
  const pages = ["p000000000028", "p00000000003c"].flatMap((page) => [
    `/iiif/image/3/${page}`,
    `/iiif/image/3/${page}/info.json`,
    `/iiif/image/3/${page}/full/max/0/default.jpg`,
    `/iiif/image/3/${page}/nonsense`,
  ]);

  test.each([...closed, ...pages])("is answered at %s like what does not exist", async (url) => {
    const reply = await get(url);
    const missing = await get(url.replace(/secret|house/, "absent").replace(/p0000000000(28|3c)/, "p0000000000ff"));
    expect(reply.statusCode).toBe(404);
    expect(reply.body).toBe(missing.body);
  });

  test("is named nowhere", async () => {
    for (const url of ["/", "/?lang=en", "/iiif/3/collection", "/iiif/3/collections/holder/thu-vien-tinh"]) {
      const { body } = await get(url);
      expect(body).toContain("AB.123");
      expect(body).not.toMatch(/secret|house|Mật/);
    }
  });

  test("disappears as soon as a person says so, before anything is made again", async () => {
    await site.publish({ item: "soon", pictures: [await testPicture(60, 80)], firstPage: 100 });
    const urls = ["/items/soon", "/items/soon/pdf", "/iiif/3/items/soon/manifest", "/iiif/image/3/p000000000064/info.json"];
    for (const url of urls) expect((await get(url)).statusCode, url).toBe(200);
    await site.setRecord("soon", recordOf({ access: "restricted" }));
    for (const url of urls) expect((await get(url)).statusCode, url).toBe(404);
    expect((await get("/iiif/3/collection")).body).not.toContain("soon");
  });
});

describe("a snapshot", () => {
  test("is served whole: a newer one replaces pages, text and PDF together", async () => {
    await site.publish({ item: "twice", pictures: [await testPicture(60, 80)], firstPage: 120 });
    const before = await get("/iiif/3/items/twice/manifest");
    await site.publish({
      item: "twice",
      pictures: [await testPicture(90, 80), await testPicture(91, 80)],
      firstPage: 120,
      version: 2,
      record: { titles: [{ language: "vi", text: "Bản mới" }] },
    });
    const after = await get("/iiif/3/items/twice/manifest", { "if-none-match": String(before.headers.etag) });
    expect(after.statusCode).toBe(200);
    expect(after.json().items).toHaveLength(2);
    expect((await get("/iiif/image/3/p000000000078/info.json")).json().width).toBe(90);
    expect((await get("/items/twice")).body).toContain("Bản mới");
  });
});

describe("texts that would be scripts", () => {
  test("are shown as text, and the policy forbids inline scripts besides", async () => {
    for (const url of ["/", "/items/evil"]) {
      const reply = await get(url);
      expect(reply.body).not.toContain("<script>alert");
      expect(reply.body).toContain("&lt;script&gt;alert(1)");
      expect(reply.headers["content-security-policy"]).toContain("script-src 'self'");
      expect(reply.headers["content-security-policy"]).not.toContain("unsafe");
      expect(reply.headers["x-content-type-options"]).toBe("nosniff");
    }
  });

  test("no page names a file of another server", async () => {
    for (const url of ["/", "/items/AB.123", "/items/absent", "/assets/site.css"]) {
      const links = [...(await get(url)).body.matchAll(/(?:src|href)="([^"]*)"|url\(([^)]*)\)/g)].map(
        (match) => match[1] ?? match[2],
      );
      expect(links.filter((link) => !link?.startsWith("/") && link !== "#main")).toEqual([]);
    }
  });
});
