import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testPicture } from "../../fixtures/public-site.ts";
import { type ApiBrowser, openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

let site: WorkroomSite;
let editor: ApiBrowser;
let token: string;
const SAVES = "/api/records/AB.1/saves";

beforeAll(async () => {
  site = await openWorkroomSite();
  await site.add({ item: "AB.1", pages: [{ picture: await testPicture(60, 80) }] });
  editor = await site.as("editor");
  token = ((await editor.get("/api/me")).body as { readonly token: string }).token;
});
afterAll(() => site?.close());

/** Send the bytes of a body as they are. */
async function post(payload: string | Buffer, type = "application/json") {
  const headers = { cookie: editor.cookieHeader, "x-sohoa-token": token, "content-type": type };
  return await site.server.inject({ method: "POST", url: SAVES, headers, payload });
}

const save = (changes: string, more = "") => `{"saveId":"odd-json-0001","base":0,"changes":${changes}${more}}`;

describe("JSON that no browser of ours sends", () => {
  test.each([
    ["a key that would change every object", save("{}", ',"__proto__":{"isAdmin":true}')],
    ["the same a level deeper", save('{"__proto__":{"isAdmin":true}}')],
    ["a constructor's prototype", save("{}", ',"constructor":{"prototype":{"isAdmin":true}}')],
    ["keys that nobody asked for", save("{}", ',"role":"admin"')],
    ["a field that there is not", save('{"toString":"x"}')],
    ["half of a body", save("{}").slice(0, -1)],
    ["no JSON", "changes=1"],
    ["an array", "[]"],
    ["null", "null"],
    ["nothing", ""],
    [
      "bytes that are no UTF-8",
      Buffer.concat([Buffer.from('{"saveId":"'), Buffer.from([0xff, 0xfe, 0xc0, 0x80]), Buffer.from('"}')]),
    ],
    ["a number that is none of ours", save("{}").replace('"base":0', '"base":1e999')],
    ["a number too exact for a double", save("{}").replace('"base":0', '"base":9007199254740993')],
    ["a negative number", save("{}").replace('"base":0', '"base":-1')],
    ["a deep nest", `${'{"changes":'.repeat(20_000)}1${"}".repeat(20_000)}`],
    ["a deep nest of arrays", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ])("is refused with a code and a sentence: %s", async (_what, body) => {
    const reply = await post(body);
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
    expect(reply.statusCode).toBeLessThan(500);
    const { error } = reply.json<{ readonly error: { readonly code: string; readonly message: string } }>();
    expect(error.code).toMatch(/^[A-Z]+-[A-Z-]+$/);
    expect(error.message.length).toBeGreaterThan(8);
    expect(reply.body).not.toMatch(/node_modules|\bat .*\.ts/);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  test("of a key that comes twice counts the last, as JSON.parse reads it, and what is checked is what is kept", async () => {
    const { body } = await editor.get("/api/records/AB.1");
    const { number } = (body as { readonly desk: { readonly number: number } }).desk;
    const twice = `{"saveId":"odd-json-0002","base":${number},"changes":{"summary":"first","summary":"second"}}`;
    expect((await post(twice)).statusCode).toBe(200);
    expect((await editor.get("/api/records/AB.1")).body).toMatchObject({ desk: { fields: { summary: "second" } } });
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data; boundary=x"])(
    "called %s is refused",
    async (type) => {
      const reply = await post(save("{}"), type);
      expect(reply.statusCode).toBeGreaterThanOrEqual(400);
      expect(reply.statusCode).toBeLessThan(500);
    },
  );

  test("longer than the route takes is refused before it is read", async () => {
    expect((await post(save(`{"summary":"${"x".repeat(9_000_000)}"}`))).statusCode).toBe(413);
  });
});

describe("requests out of all bounds", () => {
  let port: number;
  beforeAll(async () => {
    await site.server.listen({ port: 0, host: "127.0.0.1" });
    port = (site.server.server.address() as { readonly port: number }).port;
  });

  async function raw(bytes: string): Promise<string> {
    return await new Promise((resolve, reject) => {
      let reply = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
      socket.setTimeout(20_000, () => socket.destroy(new Error("no answer")));
      socket.on("data", (chunk: Buffer) => {
        reply += chunk.toString("latin1");
      });
      socket.on("close", () => resolve(reply));
      socket.on("error", (error: NodeJS.ErrnoException) => (reply === "" ? reject(error) : resolve(reply)));
    });
  }

  test.each([
    ["headers of 64 KiB", `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${"x".repeat(65_536)}\r\n\r\n`, /^HTTP\/1\.1 431/],
    ["two lengths", "POST /api/me HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", /^HTTP\/1\.1 400/],
    [
      "a length and chunks",
      "POST /api/me HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
      /^HTTP\/1\.1 400/,
    ],
    [
      "chunks that are named badly",
      "POST /api/me HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
      /^HTTP\/1\.1 400/,
    ],
    ["a header that goes on in a second line", "GET / HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n 2\r\n\r\n", /^HTTP\/1\.1 400/],
    ["no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", /^HTTP\/1\.1 400/],
  ])("with %s are refused, and the next reader is served", async (_what, bytes, answer) => {
    expect(await raw(bytes)).toMatch(answer);
    expect(await raw("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).toMatch(/^HTTP\/1\.1 (200|30\d)/);
  });

  test("that never end are given up after a time that is set", () => {
    expect(site.server.server.requestTimeout).toBeGreaterThan(0);
    expect(site.server.server.headersTimeout).toBeGreaterThan(0);
  });
});

describe("every kind of answer", () => {
  test.each(["/", "/sign-in", "/items/AB.1", "/api/me", "/nowhere", "/iiif/3/items/AB.1/manifest", "/assets/none", "/%zz"])(
    "%s cannot be framed elsewhere, sniffed for another type, or run a script of others",
    async (url) => {
      const { headers } = await site.server.inject({ url, headers: { origin: "https://elsewhere.example" } });
      const policy = String(headers["content-security-policy"]);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/frame-ancestors '(?:none|self)'/);
      expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toMatch(/same-origin|no-referrer/);
      expect(headers["access-control-allow-origin"]).toBe(url.startsWith("/iiif/") ? "*" : undefined);
      expect(headers["access-control-allow-credentials"]).toBeUndefined();
    },
  );

  test("of the workroom is kept by nobody", async () => {
    const { headers } = await site.server.inject({ url: "/api/me", headers: { cookie: editor.cookieHeader } });
    expect(headers["cache-control"]).toBe("private, no-store");
  });
});
