import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPublicSite, type PublicSite } from "../fixtures/public-site.ts";
import { Browser, PASSWORD } from "../fixtures/signed-in.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
  const { token } = await site.users.addAccount("test", "an", "editor");
  await site.users.redeem(token, "an", PASSWORD, "192.0.2.1");
});
afterAll(() => site.close());

describe("the page of signing in", () => {
  test("is Vietnamese or English, needs no script, and is kept nowhere", async () => {
    const page = await site.server.inject({ url: "/sign-in" });
    expect(page.statusCode).toBe(200);
    expect(page.headers["cache-control"]).toBe("no-store");
    expect(page.body).toContain("Tên đăng nhập");
    expect(page.body).not.toContain("<script");
    const english = await site.server.inject({ url: "/sign-in?lang=en" });
    expect(english.body).toContain("Password");
    expect(english.headers["content-security-policy"]).toContain("form-action 'self'");
  });

  test("lets somebody in with a fresh session in a cookie that scripts and other hosts cannot touch, and out again", async () => {
    const browser = new Browser(site.server);
    const entered = await browser.signIn("an", PASSWORD);
    expect([entered.statusCode, entered.headers.location]).toEqual([303, "/"]);
    const cookie = String(entered.headers["set-cookie"]);
    expect(cookie).toMatch(/^__Host-sohoa=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    const page = await browser.get("/sign-in?lang=en");
    expect(page.body).toContain("signed in as an");
    const left = await browser.post("/sign-out", {});
    expect([left.statusCode, left.headers.location]).toEqual([303, "/"]);
    expect((await browser.get("/sign-in?lang=en")).body).not.toContain("signed in as");
  });

  test("ends the session that the browser had, in the catalogue too", async () => {
    const browser = new Browser(site.server);
    await browser.signIn("an", PASSWORD);
    const earlier = browser.cookie("__Host-sohoa")!;
    await browser.post("/sign-out", {});
    browser.setCookie("__Host-sohoa", earlier);
    expect((await browser.get("/sign-in?lang=en")).body).not.toContain("signed in as");
    browser.setCookie("__Host-sohoa", "A".repeat(43));
    await browser.signIn("an", PASSWORD);
    expect(browser.cookie("__Host-sohoa")).not.toBe("A".repeat(43));
    expect(await site.users.signedIn("A".repeat(43))).toBeUndefined();
    const second = browser.cookie("__Host-sohoa")!;
    await browser.signIn("an", PASSWORD);
    expect(await site.users.signedIn(second)).toBeUndefined();
  });

  test.each([
    ["https://so.thuvien.vn/kho", "__Secure-sohoa", "Path=/kho; HttpOnly; SameSite=Lax; Secure"],
    ["http://127.0.0.1:4747", "sohoa", "Path=/; HttpOnly; SameSite=Lax"],
  ])("at %s names its cookie %s", async (baseUrl, name, kept) => {
    const other = await openPublicSite(baseUrl);
    const page = await other.server.inject({ url: "/sign-in" });
    expect(String(page.headers["set-cookie"])).toMatch(new RegExp(`^${name}-form=[\\w-]{43}; ${kept}$`));
    await other.close();
  });

  test("answers an unknown name like a wrong password, byte for byte", async () => {
    const browser = new Browser(site.server);
    const wrong = await browser.signIn("an", "sai mật khẩu rồi");
    const unknown = await browser.signIn("am", "sai mật khẩu rồi");
    expect([wrong.statusCode, unknown.statusCode]).toEqual([403, 403]);
    expect(wrong.body.replace('value="an"', 'value="am"')).toBe(unknown.body);
    expect(wrong.body).toContain("không đúng");
  });

  test("says how many minutes remain when there were too many attempts", async () => {
    const browser = new Browser(site.server);
    for (let attempt = 0; attempt < 5; attempt += 1) await browser.signIn("khoa", "sai");
    const locked = await browser.signIn("khoa", "sai");
    expect([locked.statusCode, locked.headers["retry-after"]]).toEqual([429, "900"]);
    expect(locked.body).toContain("sau 15 phút");
  });

  test("counts attempts by the address that a proxy on the same machine names, and by no other's word", async () => {
    const browser = new Browser(site.server);
    const attempts = Array.from({ length: 50 }, (_, index) => `x${index}`);
    for (const name of attempts) await browser.signIn(name, "sai", { "x-forwarded-for": "198.51.100.9" });
    expect((await browser.signIn("an", PASSWORD, { "x-forwarded-for": "198.51.100.9" })).statusCode).toBe(429);
    expect((await browser.signIn("an", PASSWORD, { "x-forwarded-for": "198.51.100.10" })).statusCode).toBe(303);
  });
});

describe("a password is set with a one-time token", () => {
  test("by the person, in a form, once", async () => {
    const browser = new Browser(site.server);
    const { token } = await site.users.addAccount("test", "binh", "reader");
    const give = (fields: Record<string, string>) =>
      browser.submit("/sign-in/token", { token, name: "binh", password: PASSWORD, again: PASSWORD, ...fields });
    expect((await give({ again: `${PASSWORD}.` })).body).toContain("không giống nhau");
    expect((await give({ password: "ngắn", again: "ngắn" })).body).toContain("12 ký tự");
    expect((await give({ token: "x" })).body).toContain("Mã không đúng");
    expect((await give({})).statusCode).toBe(303);
    expect((await browser.get("/sign-in?lang=en")).body).toContain("signed in as binh");
    expect((await give({})).statusCode).toBe(403);
  });
});

describe("hostile requests to sign in", () => {
  test.each([
    ["no token", { csrf: "" }],
    ["another token", { csrf: "A".repeat(43) }],
    ["a token of another length", { csrf: "x" }],
  ])("with %s are refused before the password is looked at", async (_what, fields) => {
    const browser = new Browser(site.server);
    await browser.get("/sign-in");
    const reply = await browser.post("/sign-in", { name: "an", password: PASSWORD, ...fields });
    expect(reply.statusCode).toBe(403);
    expect(String(reply.headers["set-cookie"] ?? "")).not.toContain("__Host-sohoa=");
  });

  test("with the token of another browser are refused", async () => {
    const [mine, theirs] = [new Browser(site.server), new Browser(site.server)];
    await mine.get("/sign-in");
    await theirs.get("/sign-in");
    const reply = await mine.post("/sign-in", { name: "an", password: PASSWORD, csrf: theirs.formToken });
    expect(reply.statusCode).toBe(403);
  });

  test.each(["https://evil.example", "null", "https://so.thuvien.vn.evil.example", "http://so.thuvien.vn@evil.example"])(
    "from the origin %s are refused",
    async (origin) => {
      const browser = new Browser(site.server);
      await browser.get("/sign-in");
      const reply = await browser.post("/sign-in", { name: "an", password: PASSWORD }, { origin });
      expect(reply.statusCode).toBe(403);
    },
  );

  test("to sign out without a session or without a token change nothing", async () => {
    const browser = new Browser(site.server);
    await browser.get("/sign-in");
    expect((await browser.post("/sign-out", {})).statusCode).toBe(403);
    await browser.signIn("an", PASSWORD);
    expect((await browser.post("/sign-out", { csrf: "x" })).statusCode).toBe(403);
    expect((await browser.get("/sign-in?lang=en")).body).toContain("signed in as an");
  });

  test.each([
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/%2e//evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/ok\r\nSet-Cookie: stolen=1",
    "",
    "evil.example",
    "/\u0000",
  ])("with next=%j lead nowhere but home", async (next) => {
    const browser = new Browser(site.server);
    await browser.get("/sign-in");
    const reply = await browser.post("/sign-in", { name: "an", password: PASSWORD, next });
    expect([reply.statusCode, reply.headers.location]).toEqual([303, "/"]);
    expect(String(reply.headers["set-cookie"])).not.toContain("stolen");
    const page = await browser.get(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(page.body).not.toContain("evil.example");
  });

  test("with a path of this server in next lead there", async () => {
    const browser = new Browser(site.server);
    const page = await browser.get(`/sign-in?next=${encodeURIComponent("/items/HN.1?q=人&lang=vi")}`);
    expect(page.body).toContain("/items/HN.1?q=%E4%BA%BA&amp;lang=vi");
    const reply = await browser.post("/sign-in", { name: "an", password: PASSWORD, next: "/items/HN.1?q=人" });
    expect(reply.headers.location).toBe("/items/HN.1?q=%E4%BA%BA");
  });

  test.each([
    ["10 kB", "x".repeat(10_240), 403],
    ["nothing", "", 403],
    ["NUL", `${PASSWORD}\u0000`, 403],
    ["Hán-Nôm", "𪚥字喃".repeat(20), 403],
    ["the same decomposed", PASSWORD.normalize("NFD"), 303],
    ["100 kB", "x".repeat(100_000), 413],
  ])("with %s as password get their status", async (_what, password, status) => {
    const browser = new Browser(site.server);
    const reply = await browser.signIn("an", password);
    expect(reply.statusCode).toBe(status);
    await site.users.signIn("an", PASSWORD, "192.0.2.1");
  });

  test.each(["application/json", "text/plain", "multipart/form-data; boundary=x", ""])("as %j are refused", async (type) => {
    const browser = new Browser(site.server);
    await browser.get("/sign-in");
    const payload = JSON.stringify({ name: "an", password: PASSWORD, csrf: browser.formToken });
    const headers = { cookie: browser.cookieHeader, ...(type && { "content-type": type }) };
    const reply = await site.server.inject({ method: "POST", url: "/sign-in", headers, payload });
    expect([400, 403, 415]).toContain(reply.statusCode);
  });

  test("with a method that is none of the page's get 405, also where a header asks for another", async () => {
    for (const method of ["PUT", "DELETE", "PATCH"] as const) {
      const headers = { "x-http-method-override": "POST" };
      expect((await site.server.inject({ method, url: "/sign-in", headers })).statusCode).toBe(405);
    }
    expect((await site.server.inject({ url: "/sign-out" })).statusCode).toBe(404);
  });

  test("with a name full of markup show it as text", async () => {
    const browser = new Browser(site.server);
    const reply = await browser.signIn('"><script>alert(1)</script>', "sai");
    expect(reply.body).not.toContain("<script>alert");
    expect(reply.body).toContain("&quot;&gt;&lt;script&gt;");
  });
});
