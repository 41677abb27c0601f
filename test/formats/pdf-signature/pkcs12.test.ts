import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Signer, signerOf } from "../../../formats/pdf-signature/certificate.ts";
import { readPkcs12 } from "../../../formats/pdf-signature/pkcs12.ts";
import { EC_P256, EC_P384, makeAuthority, PASSWORD, type TestAuthority } from "../../fixtures/test-authority.ts";
import { hasTool, runTool } from "../../fixtures/tools.ts";

const DAY = 86_400_000;

function open(path: string, { password = PASSWORD, at = new Date() } = {}): Signer {
  return signerOf(readPkcs12(readFileSync(path), password, path), at, path);
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown);
  }
  return "nothing thrown";
}

describe.skipIf(!hasTool("openssl"))("a P12 file", () => {
  let ca: TestAuthority;
  beforeAll(async () => {
    ca = makeAuthority(await mkdtemp(`${tmpdir()}/p12-`));
    ca.issue("rsa");
    ca.issue("ec", { key: EC_P256 });
    ca.issue("ec384", { key: EC_P384 });
  });
  afterAll(() => rm(ca.folder, { recursive: true, force: true }));

  test.each([
    ["rsa", []],
    ["rsa", ["-legacy"]],
    ["ec", []],
    ["ec", ["-legacy"]],
    ["ec384", ["-keypbe", "AES-128-CBC", "-certpbe", "NONE"]],
    ["rsa", ["-nomac"]],
  ])("of %s, made with %j, gives key, certificate to the byte, and chain", (name, options) => {
    const signer = open(ca.pack(name, options, `form-${name}.p12`));
    runTool("openssl", "x509", "-in", ca.path(`${name}.pem`), "-outform", "der", "-out", ca.path("der"));
    expect(signer.certificate.raw.equals(readFileSync(ca.path("der")))).toBe(true);
    expect(signer.certificate.checkPrivateKey(signer.key)).toBe(true);
    expect([signer.issuers.length, signer.isChainWhole]).toEqual([1, true]);
  });

  test("does not open with another password, in either kind of encryption", () => {
    expect(codeOf(() => open(ca.pack("rsa"), { password: "sai" }))).toBe("SIGN-PASSWORD");
    expect(codeOf(() => open(ca.pack("rsa"), { password: `${PASSWORD} ` }))).toBe("SIGN-PASSWORD");
    expect(codeOf(() => open(ca.pack("ec", ["-legacy"]), { password: "" }))).toBe("SIGN-PASSWORD");
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["words", Buffer.from("-----BEGIN CERTIFICATE-----\n")],
    ["zeros", Buffer.alloc(4096)],
  ])("is told from %s", (_, bytes) => {
    writeFileSync(ca.path("other.p12"), bytes);
    expect(codeOf(() => open(ca.path("other.p12")))).toBe("SIGN-P12");
  });

  test("is told from a certificate alone, and from half of itself", () => {
    expect(codeOf(() => open(ca.path("der")))).toBe("SIGN-P12");
    const whole = readFileSync(ca.pack("rsa"));
    writeFileSync(ca.path("half.p12"), whole.subarray(0, whole.length / 2));
    expect(codeOf(() => open(ca.path("half.p12")))).toBe("SIGN-P12");
  });

  test("without key, without certificate, or with another's is refused by name", () => {
    const all = ["pkcs12", "-export", "-out", ca.path("part.p12"), "-passout", `pass:${PASSWORD}`];
    runTool("openssl", ...all, "-nokeys", "-in", ca.path("rsa.pem"));
    expect(codeOf(() => open(ca.path("part.p12")))).toBe("SIGN-KEY-NONE");
    runTool("openssl", ...all, "-nocerts", "-inkey", ca.path("rsa.key"), "-in", ca.path("rsa.key"));
    expect(codeOf(() => open(ca.path("part.p12")))).toBe("SIGN-CERT-NONE");
    const [rsa, ec] = ["rsa", "ec"].map((name) => readPkcs12(readFileSync(ca.pack(name)), PASSWORD, name));
    const mixed = { keys: rsa?.keys ?? [], certificates: ec?.certificates ?? [] };
    expect(codeOf(() => signerOf(mixed, new Date(), "mixed"))).toBe("SIGN-KEY-OTHER");
  });

  test("signs only within the time of its certificate", () => {
    const path = ca.pack("rsa");
    expect(codeOf(() => open(path, { at: new Date(Date.now() + 400 * DAY) }))).toBe("SIGN-EXPIRED");
    expect(codeOf(() => open(path, { at: new Date(Date.now() - 2 * DAY) }))).toBe("SIGN-EARLY");
    expect(codeOf(() => open(path))).toBe("nothing thrown");
  });

  test("signs only with a key that is strong and issued for signing", () => {
    ca.issue("weak", { key: ["-newkey", "rsa:1024"] });
    expect(codeOf(() => open(ca.pack("weak")))).toBe("SIGN-KEY-WEAK");
    ca.issue("curve", { key: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"] });
    expect(codeOf(() => open(ca.pack("curve")))).toBe("SIGN-KEY-TYPE");
    ca.issue("usage", { usage: "keyEncipherment" });
    expect(codeOf(() => open(ca.pack("usage")))).toBe("SIGN-KEY-USAGE");
    ca.issue("one", { usage: "nonRepudiation" });
    expect(codeOf(() => open(ca.pack("one")))).toBe("nothing thrown");
  });
});
