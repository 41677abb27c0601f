import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { logoFileOf, readProvider } from "../../cli/provider.ts";
import { type Config, configSchema } from "../../config/schema.ts";
import { temporaryHome } from "../fixtures/command-line.ts";
import { openPublicSite } from "../fixtures/public-site.ts";

let root: { readonly home: string; remove(): Promise<void> };
const configOf = (change: object): Config => configSchema.parse({ home: root.home, library: "Thư viện tỉnh", ...change });

beforeAll(async () => {
  root = await temporaryHome();
  const picture = sharp({ create: { width: 240, height: 80, channels: 3, background: "#5b1a1a" } });
  await picture.png().toFile(join(root.home, "logo.png"));
  await writeFile(join(root.home, "logo.txt"), "no picture");
});
afterAll(async () => {
  await root.remove();
});

test("the library's identity is what the configuration says, the logo with its format and size", async () => {
  const provider = { nameEn: "Provincial Library", homepage: "https://thu-vien.vn", logo: "logo.png" };
  expect(await readProvider(configOf({ provider }))).toEqual({
    name: { vi: "Thư viện tỉnh", en: "Provincial Library" },
    homepage: "https://thu-vien.vn",
    logo: { format: "image/png", width: 240, height: 80 },
  });
  expect(await readProvider(configOf({}))).toEqual({ name: { vi: "Thư viện tỉnh" } });
  expect(await readProvider(configOf({ library: undefined }))).toBeUndefined();
});

test.each(["logo.txt", "absent.png"])("a logo that is no picture (%s) is refused by name", async (logo) => {
  await expect(readProvider(configOf({ provider: { logo } }))).rejects.toMatchObject({ code: "PROVIDER-LOGO" });
});

test("a homepage that is not of the web is refused", () => {
  expect(() => configOf({ provider: { homepage: "javascript:alert(1)" } })).toThrow();
});

test("the logo is served at the address that manifests name, and nothing is where there is none", async () => {
  const config = configOf({ provider: { logo: "logo.png" } });
  const identity = { provider: await readProvider(config), logoFile: logoFileOf(config) };
  const site = await openPublicSite("https://so.thuvien.vn", (services) => ({ ...services, ...identity }));
  const bare = await openPublicSite();
  try {
    const reply = await site.server.inject("/iiif/3/logo");
    expect([reply.statusCode, reply.headers["content-type"]]).toEqual([200, "image/png"]);
    expect((await sharp(reply.rawPayload).metadata()).width).toBe(240);
    expect((await site.server.inject("/iiif/3/collection")).json().provider[0].logo[0].id).toBe(
      "https://so.thuvien.vn/iiif/3/logo",
    );
    expect((await bare.server.inject("/iiif/3/logo")).statusCode).toBe(404);
  } finally {
    await site.close();
    await bare.close();
  }
});
