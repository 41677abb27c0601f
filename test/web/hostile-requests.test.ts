import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IntegrityError, ServiceError } from "../../pipeline/errors.ts";
import { openPublicSite, type PublicSite, testPicture } from "../fixtures/public-site.ts";

let site: PublicSite;
let port: number;

beforeAll(async () => {
  site = await openPublicSite();
  await site.publish({ item: "AB.123", pictures: [await testPicture(60, 80)] });
  await site.server.listen({ port: 0, host: "127.0.0.1" });
  const address = site.server.server.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(() => site.close());

/** Send bytes as they are: clients of libraries would tidy these addresses up. */
function raw(target: string, method = "GET"): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = "";
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, "latin1"));
    });
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${target.slice(0, 60)}`)));
    socket.on("data", (chunk) => {
      reply += chunk.toString("utf8");
    });
    socket.on("end", () => resolve(reply));
    socket.on("error", reject);
  });
}

const IDENTIFIERS = [
  "..",
  "../../../../etc/passwd",
  "..%2F..%2F..%2Fetc%2Fpasswd",
  "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
  "%252e%252e%252fetc%252fpasswd",
  "..;/..;/etc",
  "..%5C..%5Cwindows",
  "%00",
  "AB.123%00",
  "AB.123%00.json",
  "%c0%ae%c0%ae%c0%af",
  "%ed%a0%80",
  "%ff%fe",
  "%",
  "%zz",
  "file:%2F%2F%2Fetc%2Fpasswd",
  "%2Fetc%2Fpasswd",
  "%5C%5Chost%5Cshare",
  "C:%5Cwindows",
  "AB.123%2F..%2FAB.123",
  "__proto__",
  "constructor",
  "%F0%AA%9A%A5",
  "' OR 1=1 --".replaceAll(" ", "%20"),
  "p".repeat(4096),
  "%41".repeat(3000),
  "",
  ".",
  "*",
];

describe("whatever is sent as an identifier", () => {
  const shapes: [string, (id: string) => string][] = [
    ["an item", (id) => `/items/${id}`],
    ["a PDF", (id) => `/items/${id}/pdf`],
    ["a thumbnail", (id) => `/items/AB.123/thumbnails/${id}`],
    ["a manifest", (id) => `/iiif/3/items/${id}/manifest`],
    ["a collection", (id) => `/iiif/3/collections/holder/${id}`],
    ["a batch", (id) => `/iiif/3/collections/batch/${id}`],
    ["a layer of text", (id) => `/iiif/3/items/AB.123/annotations/p00000000000a/${id}`],
    ["an annotation page", (id) => `/iiif/3/items/AB.123/annotations/${id}`],
    ["an image", (id) => `/iiif/image/3/${id}/full/max/0/default.jpg`],
    ["an image description", (id) => `/iiif/image/3/${id}/info.json`],
    ["an asset", (id) => `/assets/${id}`],
  ];

  test.each(shapes)("as %s gets 404, or 400 where it cannot be read, and no file", async (_what, address) => {
    for (const identifier of IDENTIFIERS) {
      const reply = await raw(address(identifier));
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(reply)?.[1]);
      expect([400, 404], `${identifier.slice(0, 60)}: ${reply.slice(0, 60)}`).toContain(status);
      expect(reply).not.toContain("root:");
      expect(reply.toLowerCase()).toContain("x-content-type-options: nosniff");
    }
  });
});

describe("whatever else is sent", () => {
  test.each([
    "/%",
    "/iiif/%E0%A4%A",
    "//",
    "/../../etc/passwd",
    "/?lang=%ff",
    "/?page=1e999&lang[]=x&lang=en",
    "/?page=-5",
    `/?x=${"a".repeat(6000)}`,
  ])("%s is answered, never with a failure", async (target) => {
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(await raw(target))?.[1]);
    expect([200, 400, 404]).toContain(status);
  });

  test.each(["POST", "PUT", "DELETE", "PATCH"])("%s is refused: nothing here can be changed", async (method) => {
    const reply = await site.server.inject({ method: method as "POST", url: "/items/AB.123", payload: { a: 1 } });
    expect(reply.statusCode).toBe(405);
    expect(reply.headers["allow"]).toBe("GET, HEAD");
  });

  test("broken HTTP closes its own connection only", async () => {
    await raw("/ HTTP/9.9\r\n\u0000\u0001garbage").catch(() => undefined);
    expect((await site.server.inject({ url: "/items/AB.123" })).statusCode).toBe(200);
  });

  test("headers without sense are answered like none", async () => {
    const headers = {
      "accept-language": `${",;q=".repeat(500)}en;q=x`,
      "if-none-match": '","',
      range: "bytes=9e9-",
      accept: "\u00ff",
    };
    for (const url of ["/", "/items/AB.123", "/items/AB.123/pdf", "/iiif/image/3/p000000000001/info.json"]) {
      expect((await site.server.inject({ url, headers })).statusCode).toBe(200);
    }
  });
});

describe("when a service fails", () => {
  test("a store that does not answer is said to be busy, with a time to come back", async () => {
    const broken = await openPublicSite("https://so.thuvien.vn", (services) => ({
      ...services,
      cache: { file: () => Promise.reject(new ServiceError({ code: "SVC-STORE" })) },
    }));
    await broken.publish({ item: "AB.123", pictures: [await testPicture(60, 80)] });
    const page = await broken.server.inject({ url: "/items/AB.123" });
    expect([page.statusCode, page.headers["retry-after"]]).toEqual([503, "5"]);
    expect(page.body).toContain("Máy chủ đang bận");
    await broken.close();
  });

  test("a file that is lost is a failure with a code, not a stack trace", async () => {
    const broken = await openPublicSite("https://so.thuvien.vn", (services) => ({
      ...services,
      cache: { file: () => Promise.reject(new IntegrityError({ code: "STORE-MISSING", subject: "/secret/path" })) },
    }));
    await broken.publish({ item: "AB.123", pictures: [await testPicture(60, 80)] });
    const reply = await broken.server.inject({ url: "/iiif/3/items/AB.123/manifest", headers: { "accept-language": "en" } });
    expect([reply.statusCode, reply.json().error.message]).toEqual([500, expect.stringContaining("STORE-MISSING")]);
    expect(reply.body).not.toMatch(/secret|at .*\.ts/);
    await broken.close();
  });

  test("health says which one it is, asks again after a while, and not at every request", async () => {
    let checks = 0;
    let isDown = true;
    const watched = await openPublicSite("https://so.thuvien.vn", (services) => ({
      ...services,
      store: {
        open: (digest, range) => services.store.open(digest, range),
        check: async () => {
          checks += 1;
          if (isDown) throw new ServiceError({ code: "SVC-STORE" });
        },
      },
    }));
    const health = () => watched.server.inject({ url: "/health" });
    expect((await health()).statusCode).toBe(503);
    expect((await health()).json()).toEqual({ status: "unavailable", ledger: true, store: false });
    expect(checks).toBe(1);
    isDown = false;
    watched.clock.time += 6_000;
    expect([(await health()).statusCode, checks]).toEqual([200, 2]);
    await watched.close();
  });
});
