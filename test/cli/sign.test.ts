import { readFileSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { digestFile } from "../../pipeline/digest-file.ts";
import { openFilesystemStore } from "../../pipeline/store/filesystem.ts";
import { commandLine, environment, sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { typeInto } from "../fixtures/terminal.ts";
import { makeAuthority, PASSWORD, type TestAuthority } from "../fixtures/test-authority.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";
import { rareBook } from "../formats/pdf/rare-book.ts";
import { writeBook } from "../formats/pdf/write-book.ts";

const ITEM = "HN.mau";

describe.skipIf(!["openssl", "pdfsig", "certutil"].every(hasTool))("sohoa sign", () => {
  let home: string;
  let remove: () => Promise<void>;
  let ca: TestAuthority;
  let p12: string;
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = { SOHOA_P12_PASSWORD: PASSWORD }) =>
    sohoa([...args, "--json", "--home", home], env);
  const sign = (...args: string[]) => run(["sign", ITEM, "--p12", p12, ...args]);
  const check = (...args: string[]) => run(["sign", ITEM, "--check", ...args]);

  /** A PDF as its stage would leave it: in the store, and current. */
  async function givePdf(pages: number): Promise<string> {
    const path = await writeBook(ca.folder, rareBook().slice(0, pages));
    const found = await digestFile(path);
    const store = await openFilesystemStore(join(home, "store"));
    await store.putFile(path, found);
    const { ledger, close } = await openCatalogue({ file: join(home, "catalogue.sqlite") }, () => new Date());
    const made = { role: "pdf" as const, artifact: { ...found, mediaType: "application/pdf" } };
    await ledger.answer({ gate: "test", subject: ITEM, itemId: ITEM, made, from: [], agent: "test" });
    await close();
    await store.close();
    return found.digest;
  }
  const stored = async () => (await readdir(join(home, "store/objects"), { recursive: true })).length;

  beforeAll(async () => {
    ({ home, remove } = await temporaryHome());
    await makeSampleBook(join(home, ITEM), { pages: 1, width: 500, height: 700 });
    await run(["add", join(home, ITEM)]);
    ca = makeAuthority(join(home, ITEM));
    ca.issue("library");
    p12 = ca.pack("library");
    await sharp({ create: { width: 90, height: 90, channels: 4, background: "#d01010" } })
      .png()
      .toFile(ca.path("seal.png"));
  });
  afterAll(async () => await remove());

  test("says that an item without PDF cannot be signed, and that nothing is signed", async () => {
    expect((await sign()).envelope).toMatchObject({ ok: false, errors: [{ code: "SIGN-NO-PDF" }] });
    const { envelope, exit } = await check();
    expect([exit, envelope.counts["unsigned"]]).toEqual([3, 1]);
  });

  test("stores nothing for a wrong password, a wrong file, an unknown profile, a broken seal or no password", async () => {
    await givePdf(2);
    const before = await stored();
    writeFileSync(ca.path("broken.png"), "no picture");
    const codes = [
      await run(["sign", ITEM, "--p12", p12], { SOHOA_P12_PASSWORD: "sai" }),
      await run(["sign", ITEM, "--p12", ca.path("library.pem")]),
      await run(["sign", ITEM, "--p12", ca.path("nowhere.p12")]),
      await sign("--profile", "none"),
      await sign("--seal", ca.path("broken.png")),
      await run(["sign", ITEM, "--p12", p12], {}),
      await run(["sign", ITEM]),
      await sign("--above"),
    ].map(({ envelope }) => envelope.errors[0]?.code);
    expect(codes).toEqual([
      ...["SIGN-PASSWORD", "SIGN-P12", "SRC-READ", "SIGN-PROFILE-UNKNOWN"],
      ...["SIGN-SEAL", "SIGN-PASSWORD-NONE", "SIGN-NO-P12", "SIGN-NONE-BENEATH"],
    ]);
    expect(await stored()).toBe(before);
    expect((await check()).envelope.counts["signed"]).toBe(0);
  });

  test("makes an artifact of its own, valid for poppler and in order for fsck", async () => {
    const out = ca.path("out");
    const { envelope, exit, stdout, stderr } = await sign("--seal", ca.path("seal.png"), "--reason", "Thử", "--to", out);
    expect([exit, envelope.counts]).toEqual([0, { signed: 1, failed: 0 }]);
    expect(stdout + stderr).not.toContain(PASSWORD);
    const file = join(out, `${ITEM}.signed.pdf`);
    expect((await digestFile(file)).digest).toBe(envelope.data[0].signed);
    expect(runTool("pdfsig", "-nssdir", ca.trustStore(), file)).toContain("Signature is Valid.");
    const found = (await check()).envelope;
    expect(found.data[0].signed).toMatchObject([
      {
        digest: envelope.data[0].signed,
        isOfCurrentPdf: true,
        isSound: true,
        signatures: [{ state: "valid", signer: "Thư viện library", reason: "Thử" }],
      },
    ]);
    expect(found.data[0].signed[0].signatures[0].signedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$/);
    expect((await run(["fsck", "--no-grace"])).envelope.counts["findings"]).toBe(0);
  });

  test("signs above an earlier signature when asked to, and keeps both files", async () => {
    expect((await sign("--above")).exit).toBe(0);
    const { data, counts } = (await check()).envelope;
    expect(counts).toMatchObject({ signed: 2, sound: 2, broken: 0, outdated: 0 });
    expect(data[0].signed.map((each: { signatures: readonly object[] }) => each.signatures.length)).toEqual([1, 2]);
  });

  test("calls every signed file outdated once the item has another PDF, and signs that anew", async () => {
    await givePdf(1);
    const { exit, envelope } = await check();
    expect([exit, envelope.counts]).toEqual([3, { signed: 2, sound: 2, broken: 0, unsigned: 0, outdated: 1 }]);
    expect((await sohoa(["sign", ITEM, "--check", "--home", home, "--lang", "vi"])).stdout).toContain("PDF đã đổi sau khi ký");
    expect((await sign()).exit).toBe(0);
    const after = (await check()).envelope;
    expect(after.counts).toMatchObject({ signed: 3, sound: 3, outdated: 0 });
    expect(after.data[0].signed.map((each: { isOfCurrentPdf: boolean }) => each.isOfCurrentPdf)).toEqual([false, false, true]);
  });

  test("finds a signed file that was changed in the store", async () => {
    const { digest } = (await check()).envelope.data[0].signed[2];
    const path = join(home, "store/objects", digest.slice(0, 2), digest.slice(2, 4), digest);
    runTool("chmod", "u+w", path);
    const bytes = readFileSync(path);
    bytes[3000] = (bytes[3000] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const { exit, envelope } = await check();
    expect([exit, envelope.counts["broken"]]).toEqual([8, 1]);
  });

  describe.skipIf(!hasTool("script"))("on a terminal", () => {
    const QUESTION = "Password of ";
    const env = (): NodeJS.ProcessEnv => {
      const { SOHOA_P12_PASSWORD: _p, ...rest } = environment({});
      return rest;
    };
    const asked = (keys: string) =>
      typeInto(commandLine(["sign", ITEM, "--p12", p12, "--home", home]), env(), { question: QUESTION, keys });

    test("the harness shows what a command lets be seen", async () => {
      const { screen } = await typeInto(["sh", "-c", `printf '${QUESTION}'; read -r given`], env(), {
        question: QUESTION,
        keys: "open sesame\n",
      });
      expect(screen).toContain("open sesame");
    });

    test("asks for the password without showing a letter of it, right or wrong", async () => {
      await givePdf(2);
      const wrong = await asked("sai-hoàn-toàn\r");
      expect(wrong.screen).toContain("Wrong password");
      expect(wrong.exit).toBe(4);
      const right = await asked(`${PASSWORD}\r`);
      expect(right.exit).toBe(0);
      for (const { screen } of [wrong, right]) {
        const [, after = ""] = screen.split(QUESTION);
        expect(after).not.toMatch(/sai|hoàn|mật|khẩu|𨔍|\*/);
      }
    });

    test("gives up on Ctrl-C, with the exit code of an interrupted command", async () => {
      const { exit, screen } = await asked("half a pass\u0003");
      expect(exit).toBe(130);
      expect(screen).not.toContain("half");
    });
  });
});
