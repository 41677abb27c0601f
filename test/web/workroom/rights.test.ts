import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { holds, type Right, ROLES, type Role } from "../../../catalogue/users/roles.ts";
import { ROUTE_RIGHTS } from "../../../web/server/access/route-rights.ts";
import { recordOf } from "../../fixtures/book.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { Browser, PASSWORD } from "../../fixtures/signed-in.ts";
import { type ApiBrowser, openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

/** Every route of the workroom's JSON, from the one table of rights: a new one is tested without a word more. */
const API = [...ROUTE_RIGHTS].flatMap(([line, right]) => {
  const [method = "", path = ""] = line.split(" ");
  return path.startsWith("/api/") ? [{ line, method, path, right: right as Right }] : [];
});
const CHANGES = API.filter(({ method }) => method !== "GET");
/** An open connection that never ends is no answer to wait for. */
const ENDLESS = "/api/events";
const OTHERS = "KIN.1";
const FIRST_PAGE = 0x1f4;

let site: WorkroomSite;
const people = new Map<Role, ApiBrowser>();

beforeAll(async () => {
  site = await openWorkroomSite();
  const picture = await testPicture(120, 160);
  const record = recordOf({ access: "restricted", shelfmark: OTHERS, divisions: [] });
  await site.add({ item: OTHERS, pages: [{ picture }], firstPage: FIRST_PAGE, record });
  await site.add({ item: "AB.1", pages: [{ picture }] });
  for (const role of ROLES.filter((each) => each !== "reader")) people.set(role, await site.as(role));
});
afterAll(() => site?.close());

/** An address with something in every place of its pattern. */
function addressOf(path: string, item: string, page: string): string {
  const known: Readonly<Record<string, string>> = {
    ":item": item,
    ":page": page,
    ":region": "full",
    ":size": "max",
    ":rotation": "0",
    ":file": "default.jpg",
    ":number": "1",
    ":name": "nobody-of-this-name",
  };
  return path
    .split("/")
    .map((part) => (part.startsWith(":") ? (known[part] ?? "1") : part === "*" ? "x" : part))
    .join("/");
}

const page = `p${FIRST_PAGE.toString(16).padStart(12, "0")}`;
const ownPage = "p000000000001";

describe("every route of the workroom", () => {
  test("is there to be tested", () => {
    const own = [...ROUTE_RIGHTS.keys()].filter((line) => / \/(api|workroom|assets\/workroom)(\/|$)/.test(line));
    for (const line of own) {
      const [method = "", url = ""] = line.split(" ");
      expect([line, site.server.hasRoute({ method: method as "GET", url })]).toEqual([line, true]);
    }
    expect(API.length).toBeGreaterThan(40);
    expect(CHANGES.length).toBeGreaterThan(15);
  });

  test.each(API)("$line is closed to strangers", async ({ method, path }) => {
    const reply = await site.server.inject({ method: method as "GET", url: addressOf(path, "AB.1", ownPage) });
    expect(reply.statusCode).toBe(401);
    expect(reply.body).not.toContain("AB.1");
  });

  test.each(API)("$line is closed to every role without the right", async ({ method, path, right }) => {
    const without = [...people].filter(([role]) => !holds(role, right));
    for (const [role, { cookieHeader }] of without) {
      const headers = { cookie: cookieHeader };
      const reply = await site.server.inject({ method: method as "GET", url: addressOf(path, "AB.1", ownPage), headers });
      expect(reply.statusCode, role).toBe(403);
    }
  });

  test.each(API.filter(({ path }) => path !== ENDLESS))(
    "$line answers the widest role and does not fail",
    async ({ method, path }) => {
      const admin = people.get("admin") as ApiBrowser;
      const url = addressOf(path, "AB.1", ownPage);
      const { status } = method === "GET" ? await admin.get(url) : await admin.send(method as "POST", url, {});
      expect(status).toBeLessThan(500);
      expect([401, 403, 405]).not.toContain(status === 403 && /password/i.test(url) ? 0 : status === 403 ? 0 : status);
    },
  );
});

describe("every change", () => {
  test.each(CHANGES)("$line is refused without the token, with a forged one, and from another site", async ({ method, path }) => {
    const admin = people.get("admin") as ApiBrowser;
    const url = addressOf(path, "AB.1", ownPage);
    const own = { cookie: admin.cookieHeader, "content-type": "application/json" };
    const status = async (headers: Readonly<Record<string, string>>) =>
      (await site.server.inject({ method: method as "POST", url, headers: { ...own, ...headers }, payload: "{}" })).statusCode;
    expect(await status({})).toBe(403);
    expect(await status({ "x-sohoa-token": "A".repeat(43) })).toBe(403);
    const { body } = await admin.get("/api/me");
    const { token } = body as { readonly token: string };
    expect(await status({ "x-sohoa-token": token, origin: "https://elsewhere.example" })).toBe(403);
    const asText = { ...own, "content-type": "text/plain", "x-sohoa-token": "" };
    expect(
      (await site.server.inject({ method: method as "POST", url, headers: asText, payload: "{}" })).statusCode,
    ).toBeGreaterThanOrEqual(400);
  });
});

describe("items that an account may not see", () => {
  const OF_ITEM = API.filter(({ path }) => /:item|:page/.test(path));

  test.each(OF_ITEM)("do not exist at $line", async ({ method, path, right }) => {
    const technician = people.get("technician") as ApiBrowser;
    if (!holds("technician", right)) return;
    const url = addressOf(path, OTHERS, page);
    const { status, body } = method === "GET" ? await technician.get(url) : await technician.send(method as "POST", url, {});
    expect([404, 422]).toContain(status);
    expect(JSON.stringify(body)).not.toContain("Kim Vân Kiều");
  });
});

describe("a role that changes while somebody works", () => {
  test("counts from the next request on", async () => {
    const { users } = site.catalogue;
    const { token } = await users.addAccount("test", "mai", "editor");
    await users.redeem(token, "mai", PASSWORD, "192.0.2.7");
    const browser = new Browser(site.server);
    await browser.signIn("mai", PASSWORD);
    expect((await browser.get(`/api/pages/${ownPage}/text`)).statusCode).toBe(200);
    await users.setRole("test", "mai", "reader");
    expect((await browser.get(`/api/pages/${ownPage}/text`)).statusCode).toBe(401);
    await browser.signIn("mai", PASSWORD);
    expect((await browser.get(`/api/pages/${ownPage}/text`)).statusCode).toBe(403);
  });
});
