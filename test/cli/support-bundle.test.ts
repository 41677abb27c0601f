import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { secretsIn, withoutSecretWords } from "../../config/secrets.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";

let root: Awaited<ReturnType<typeof temporaryHome>>;
beforeAll(async () => {
  root = await temporaryHome();
});
afterAll(async () => await root.remove());

/** Planted where secrets may stand: the environment of the program, of others, and the file of settings. */
const PLANTED = {
  S3_SECRET_KEY: "planted-secret-key-1",
  S3_ACCESS_KEY: "planted-access-key-2",
  REDIS_URL: "redis://:planted/redis@3@127.0.0.1:1/0",
  DATABASE_URL: "postgres://planted-user:planted%40base%2F4@127.0.0.1:1/planted-base?sslpassword=planted-tls-5",
  AWS_SESSION_TOKEN: "planted-token-6",
  SOME_OTHER_PASSWORD: 'planted "quoted" 7',
};
const WORDS = ["planted"];

describe("the support bundle", () => {
  test.each(["vi", "en"])("holds none of the secrets planted in environment and settings (%s)", async (language) => {
    const home = join(root.home, language);
    await mkdir(home);
    const settings = {
      library: "Thư viện planted library",
      adminEmail: "planted@example.vn",
      baseUrl: "http://planted-host.example",
      s3: {
        endpoint: "http://127.0.0.1:1",
        bucket: "planted-bucket",
        accessKey: "from-the-file-8",
        secretKey: "from-the-file-9",
      },
    };
    await writeFile(join(home, "sohoa.yaml"), JSON.stringify(settings));
    const file = join(root.home, `hỗ trợ ${language}.json`);
    const ended = await sohoa(["support-bundle", "--to", file, "--home", home, "--lang", language, "--json"], PLANTED);
    expect(ended).toMatchObject({ exit: 0 });
    const text = await readFile(file, "utf8");
    for (const word of [...WORDS, "from-the-file"]) {
      expect(text.toLowerCase()).not.toContain(word);
      expect(text).not.toContain(Buffer.from(word).toString("base64").slice(0, 8));
    }
    expect(text).not.toContain(root.home);
    expect(JSON.parse(text)).toMatchObject({ v: 1, checks: { catalogue: expect.stringMatching(/^[A-Z]+-[A-Z]+/) } });
    if (process.platform !== "win32") expect((await stat(file)).mode & 0o077).toBe(0);
  });

  test("tells versions, settings, walls, checks and counts of an installation that works", async () => {
    const file = join(root.home, "well.json");
    expect(await sohoa(["support-bundle", "--to", file, "--home", join(root.home, "well"), "--json"])).toMatchObject({ exit: 0 });
    const told = JSON.parse(await readFile(file, "utf8")) as object;
    expect(told).toMatchObject({ checks: { catalogue: "ok", queue: "ok", store: "ok" }, items: 0, failures: {} });
    expect(told).toMatchObject({ settings: { worker: { jail: "auto" } }, program: { platform: process.platform } });
  });

  test("takes secrets out of any text, in every form that they take", () => {
    const secrets = secretsIn(PLANTED);
    expect(secrets).toEqual(
      expect.arrayContaining(["planted-secret-key-1", "planted/redis@3", "planted@base/4", "planted-tls-5"]),
    );
    const text = secrets.flatMap((each) => [each, JSON.stringify(each), encodeURIComponent(each), btoa(each)]).join(" ");
    const left = withoutSecretWords(text, secrets);
    expect(left).not.toMatch(/planted|cGxhbnRl/);
    expect(withoutSecretWords("nothing to hide", secrets)).toBe("nothing to hide");
  });
});
