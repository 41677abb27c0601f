import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { mayReach } from "../../web/server/outside/may-reach.ts";
import type { Outside } from "../../web/server/services.ts";
import { type IdentityProvider, startIdentityProvider } from "../fixtures/identity-provider.ts";
import { Browser, PASSWORD } from "../fixtures/signed-in.ts";
import { openWorkroomHouse, type WorkroomSite } from "../fixtures/workroom-house.ts";

const HERE = "http://127.0.0.1:4747";

let provider: IdentityProvider;
let site: WorkroomSite;

function outsideFor({ issuer, clientId, clientSecret }: IdentityProvider, over: Partial<Outside> = {}): Outside {
  return { issuer, clientId, clientSecret, redirect: `${HERE}/sign-in/outside/callback`, ...over };
}

beforeAll(async () => {
  provider = await startIdentityProvider();
  site = await openWorkroomHouse("/nowhere", outsideFor(provider));
  const { users } = site.catalogue;
  const { token } = await users.addAccount("test", "lan", "editor");
  await users.redeem(token, "lan", PASSWORD, "192.0.2.1");
  await users.addAccount("test", "minh", "technician");
  await users.linkIdentity("test", "lan", { issuer: provider.issuer, subject: "người-1" });
});
afterAll(async () => {
  await site?.close();
  await provider?.close();
});
afterEach(() => {
  provider.lies = {};
  provider.person = { subject: "người-1", groups: [] };
});

/** Begin here and sign in there. @returns the way back */
async function went(browser: Browser, next = ""): Promise<string> {
  const begun = await browser.get(`/sign-in/outside${next === "" ? "" : `?next=${encodeURIComponent(next)}`}`);
  expect(begun.statusCode).toBe(303);
  return await provider.consent(String(begun.headers.location));
}

async function cameBack(browser = new Browser(site.server), next = "") {
  return await browser.get(await went(browser, next), { "accept-language": "vi" });
}

const isIn = async (browser: Browser): Promise<boolean> => (await browser.get("/api/me")).statusCode === 200;

describe("signing in by the library's identity provider", () => {
  test("lets somebody into the account that an administrator linked, where they wanted to go, beside passwords", async () => {
    const browser = new Browser(site.server);
    const back = await cameBack(browser, "/workroom/batches?lang=en");
    expect([back.statusCode, back.headers.location]).toEqual([303, "/workroom/batches?lang=en"]);
    const me = (await browser.get("/api/me")).json() as { readonly name: string; readonly role: string };
    expect(me).toMatchObject({ name: "lan", role: "editor" });
    const byPassword = new Browser(site.server);
    expect((await byPassword.signIn("lan", PASSWORD)).statusCode).toBe(303);
    const entries = await site.catalogue.users.auditEntries({ limit: 100, after: 0 });
    expect(entries.filter(({ action }) => action === "signed-in").map(({ facts }) => facts["by"])).toContain("oidc");
  });

  test("asks with PKCE, state and nonce, and for nothing but who it is", async () => {
    const begun = await new Browser(site.server).get("/sign-in/outside");
    const asked = new URL(String(begun.headers.location));
    expect(asked.origin).toBe(provider.issuer);
    const { searchParams: query } = asked;
    expect([query.get("response_type"), query.get("scope"), query.get("code_challenge_method")]).toEqual([
      "code",
      "openid",
      "S256",
    ]);
    for (const name of ["state", "nonce", "code_challenge"]) expect(query.get(name)?.length, name).toBeGreaterThanOrEqual(43);
    expect(String(begun.headers["set-cookie"])).toMatch(
      /^sohoa-outside=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/,
    );
    expect(await went(new Browser(site.server), "https://elsewhere.example/")).not.toContain("elsewhere");
  });

  test("is offered on the page of signing in", async () => {
    const page = await site.server.inject({ url: "/sign-in?next=/workroom/batches" });
    expect(page.body).toContain("/sign-in/outside?lang=vi&amp;next=%2Fworkroom%2Fbatches");
  });

  test("works once: the same way back, a second time or in another browser, leads nowhere", async () => {
    const browser = new Browser(site.server);
    const way = await went(browser);
    expect((await browser.get(way)).statusCode).toBe(303);
    const again = await browser.get(way, { "accept-language": "vi" });
    expect([again.statusCode, again.body.includes("đã hết hạn, đã dùng rồi")]).toEqual([403, true]);
    const stranger = await new Browser(site.server).get(way);
    expect(stranger.statusCode).toBe(403);
  });

  test("does not believe a code that was used, told again with a state of its own", async () => {
    const browser = new Browser(site.server);
    const used = new URL(await went(browser), HERE).searchParams.get("code") ?? "";
    const fresh = new URL(await went(browser), HERE);
    await browser.get(`${fresh.pathname}${fresh.search}`);
    const other = new Browser(site.server);
    const forged = new URL(await went(other), HERE);
    forged.searchParams.set("code", used);
    // The code was issued for another verifier: a stolen one is worth nothing.
    const reply = await other.get(`${forged.pathname}${forged.search}`, { "accept-language": "vi" });
    expect([reply.statusCode, await isIn(other)]).toEqual([403, false]);
    expect(reply.body).toContain("Hãy đăng nhập lại từ đầu");
  });

  test("refuses a state that was changed, without asking the provider", async () => {
    const browser = new Browser(site.server);
    const way = new URL(await went(browser), HERE);
    way.searchParams.set("state", `${"A".repeat(43)}.`);
    const before = provider.tokensAsked;
    const reply = await browser.get(`${way.pathname}${way.search}`);
    expect([reply.statusCode, provider.tokensAsked]).toEqual([403, before]);
  });

  test.each([
    ["a wrong nonce", { claims: { nonce: "another" } }],
    ["no nonce", { claims: { nonce: undefined } }],
    ["another issuer", { claims: { iss: "https://elsewhere.example" } }],
    ["another audience", { claims: { aud: "somebody-else" } }],
    ["a time that is over", { claims: { iat: 1_600_000_000, exp: 1_600_000_300 } }],
    ["no subject", { claims: { sub: undefined } }],
    ["a signature of somebody else", { isForged: true }],
  ])("lets nobody in with %s", async (_, lies) => {
    provider.lies = lies;
    const browser = new Browser(site.server);
    const reply = await cameBack(browser);
    expect([reply.statusCode, await isIn(browser)]).toEqual([403, false]);
    expect(reply.body).toContain("Không tin được câu trả lời");
  });

  test("tells somebody without an account the code that an administrator links it by, and lets them in then", async () => {
    provider.person = { subject: "chưa-gắn <b>7</b>", groups: [] };
    const browser = new Browser(site.server);
    const refused = await cameBack(browser);
    expect([refused.statusCode, await isIn(browser)]).toEqual([403, false]);
    expect(refused.body).toContain("chưa-gắn &lt;b&gt;7&lt;/b&gt;");
    const admin = await site.as("admin");
    const link = (name: string, subject: string) =>
      admin.send("POST", `/api/users/${name}/identities`, { password: PASSWORD, subject });
    expect((await link("minh", "chưa-gắn <b>7</b>")).status).toBe(200);
    expect((await link("lan", "chưa-gắn <b>7</b>")).status).toBe(422);
    expect((await link("ai-do", "mới")).status).toBe(422);
    expect((await cameBack(browser)).statusCode).toBe(303);
    const { users } = (await admin.get("/api/users")).body as { users: { name: string; hasIdentity: boolean }[] };
    expect(users.find(({ name }) => name === "minh")?.hasIdentity).toBe(true);
    const gone = await admin.send("DELETE", "/api/users/minh/identities", { password: PASSWORD });
    expect([gone.body, await isIn(browser)]).toEqual([{ unlinked: 1 }, false]);
    expect((await cameBack(browser)).statusCode).toBe(403);
  });

  test("goes away with the account", async () => {
    const { users } = site.catalogue;
    await users.addAccount("test", "tam", "technician");
    await users.linkIdentity("test", "tam", { issuer: provider.issuer, subject: "tạm" });
    await users.removeAccount("test", "tam");
    expect((await users.identities()).map(({ account }) => account)).not.toContain("tam");
  });

  test("says so in plain words when the provider refuses, or does not answer", async () => {
    const browser = new Browser(site.server);
    const denied = new URL(await went(browser), HERE);
    denied.searchParams.delete("code");
    denied.searchParams.set("error", "access_denied");
    const no = await browser.get(`${denied.pathname}${denied.search}`, { "accept-language": "vi" });
    expect([no.statusCode, no.body.includes("đã từ chối")]).toEqual([403, true]);
    provider.lies = { tokenStatus: 500 };
    const ill = await cameBack();
    expect([ill.statusCode, ill.body.includes("không trả lời")]).toEqual([503, true]);
  });

  test("follows no redirect of the provider's, wherever it leads", async () => {
    const inner = await startIdentityProvider();
    provider.lies = { tokenRedirect: `${inner.issuer}/token` };
    const browser = new Browser(site.server);
    const reply = await cameBack(browser);
    expect([reply.statusCode >= 400, await isIn(browser), inner.tokensAsked]).toEqual([true, false, 0]);
    await inner.close();
  });
});

describe("a provider", () => {
  const openWith = async (outside?: Outside) => await openWorkroomHouse("/nowhere", outside);

  test("that is not there at all is told as such, and passwords work on", async () => {
    const gone = await startIdentityProvider();
    const other = await openWith(outsideFor(gone));
    await gone.close();
    const reply = await new Browser(other.server).get("/sign-in/outside", { "accept-language": "vi" });
    expect([reply.statusCode, reply.body.includes("không trả lời")]).toEqual([503, true]);
    expect((await other.as("editor")).cookieHeader).toContain("sohoa=");
    await other.close();
  });

  test.each([
    ["leads to another machine in the clear", "http://192.0.2.7/token"],
    ["leads to a machine of the inside", "https://169.254.169.254/token"],
  ])("whose description %s is not asked there", async (_, token_endpoint) => {
    const lying = await startIdentityProvider();
    const other = await openWith(outsideFor(lying));
    lying.lies = { metadata: { token_endpoint } };
    const browser = new Browser(other.server);
    const begun = await browser.get("/sign-in/outside");
    const back = await lying.consent(String(begun.headers.location));
    const reply = await browser.get(back, { "accept-language": "vi" });
    expect([reply.statusCode, reply.body.includes("Không tin được")]).toEqual([403, true]);
    await other.close();
    await lying.close();
  });

  test("that calls itself otherwise is not believed", async () => {
    const lying = await startIdentityProvider();
    lying.lies = { metadata: { issuer: "https://elsewhere.example" } };
    const other = await openWith(outsideFor(lying));
    expect((await new Browser(other.server).get("/sign-in/outside")).statusCode).toBe(403);
    await other.close();
    await lying.close();
  });

  test("that none was set up for is told, and is not offered", async () => {
    const other = await openWith();
    for (const path of ["/sign-in/outside", "/sign-in/outside/callback?code=1&state=2"])
      expect((await new Browser(other.server).get(path)).statusCode, path).toBe(404);
    expect((await other.server.inject({ url: "/sign-in" })).body).not.toContain("/sign-in/outside");
    await other.close();
  });

  test("gives roles only by the library's own table, and never makes or unmakes an administrator", async () => {
    const roles = [
      { group: "duyet", role: "reviewer" },
      { group: "quan-ly", role: "manager" },
    ] as const;
    const other = await openWith(outsideFor(provider, { roleClaim: "groups", roles }));
    const { users } = other.catalogue;
    for (const name of ["hoa", "sep"] as const) await users.addAccount("test", name, name === "sep" ? "admin" : "technician");
    await users.linkIdentity("test", "hoa", { issuer: provider.issuer, subject: "hoa" });
    await users.linkIdentity("test", "sep", { issuer: provider.issuer, subject: "sep" });
    const comes = async (subject: string, groups: readonly string[]) => {
      provider.person = { subject, groups };
      const browser = new Browser(other.server);
      const begun = await browser.get("/sign-in/outside");
      await browser.get(await provider.consent(String(begun.headers.location)));
      return ((await browser.get("/api/me")).json() as { readonly role: string }).role;
    };
    expect(await comes("hoa", ["khách"])).toBe("technician");
    expect(await comes("hoa", ["quan-ly", "duyet"])).toBe("manager");
    expect(await comes("hoa", ["duyet"])).toBe("reviewer");
    expect(await comes("sep", ["duyet"])).toBe("admin");
    const changed = (await users.auditEntries({ limit: 100, after: 0 })).filter(({ action }) => action === "role-changed");
    expect(changed.map(({ actor, subject, facts }) => [actor, subject, facts["to"]])).toEqual([
      ["oidc", "hoa", "manager"],
      ["oidc", "hoa", "reviewer"],
    ]);
    await other.close();
  });
});

describe("addresses of a provider", () => {
  const issuer = new URL("https://id.example.vn");
  test.each([
    ["https://id.example.vn/token", true],
    ["https://keys.example.com/jwks", true],
    ["http://id.example.vn/token", false],
    ["http://127.0.0.1/token", false],
    ["https://127.0.0.1/token", false],
    ["https://localhost/token", false],
    ["https://10.1.2.3/token", false],
    ["https://192.168.0.9/", false],
    ["https://[::1]/", false],
    ["https://[fd00::1]/", false],
    ["https://[::ffff:10.0.0.1]/", false],
    ["https://2130706433/", false],
    ["https://user:pass@id.example.vn/", false],
    ["file:///etc/passwd", false],
  ])("%s may be reached: %s", (address, is) => {
    expect(mayReach(new URL(address), issuer)).toBe(is);
  });

  test("of the inside may be reached where the administrator named that very machine", () => {
    expect(mayReach(new URL("https://10.1.2.3/token"), new URL("https://10.1.2.3/realms/x"))).toBe(true);
    expect(mayReach(new URL("http://127.0.0.1:9/token"), new URL("http://127.0.0.1:9"))).toBe(true);
    expect(mayReach(new URL("http://10.1.2.3/token"), new URL("http://127.0.0.1:9"))).toBe(false);
  });
});
