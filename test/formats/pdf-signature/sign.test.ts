import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signaturesIn, signFile } from "../../../cli/sign-file.ts";
import { type Signer, signerOf } from "../../../formats/pdf-signature/certificate.ts";
import { readPkcs12 } from "../../../formats/pdf-signature/pkcs12.ts";
import { type SealPicture, sealRectangle } from "../../../formats/pdf-signature/seal.ts";
import type { SignatureStatement } from "../../../formats/pdf-signature/update.ts";
import { EC_P256, EC_P384, makeAuthority, PASSWORD, type TestAuthority } from "../../fixtures/test-authority.ts";
import { hasTool, runTool } from "../../fixtures/tools.ts";
import { pdfaFaults } from "../pdf/pdfa-points.ts";
import { rareBook } from "../pdf/rare-book.ts";
import { writeBook } from "../pdf/write-book.ts";

const STATEMENT: SignatureStatement = {
  name: "Thư viện (mẫu)",
  pdfDate: "D:20261120153000+07'00'",
  reason: "Bản số hóa 𨔍",
  location: "Hà Nội",
};
/** Red, the left half transparent. */
const PICTURE: SealPicture = {
  width: 40,
  height: 40,
  rgb: Buffer.from(Array.from({ length: 1600 }, () => [255, 0, 0]).flat()),
  alpha: Buffer.from(Array.from({ length: 1600 }, (_, at) => (at % 40 < 20 ? 0 : 255))),
};
const SEALED: SignatureStatement = {
  ...STATEMENT,
  seal: { picture: PICTURE, place: { corner: "top-right", widthMm: 36, marginMm: 10 } },
};
const NEEDED = ["openssl", "pdfsig", "certutil", "qpdf", "pdftotext", "pdftoppm"];

describe.skipIf(!NEEDED.every(hasTool))("a signed book", () => {
  let ca: TestAuthority;
  let nss: string;
  let book: string;
  let signed: string;
  const signers: Record<string, Signer> = {};
  const at = (name: string) => join(ca.folder, name);
  const pdfsig = (path: string) => runTool("pdfsig", "-nssdir", nss, path);
  // It ends with an error for what is not valid; what it says matters here.
  const judged = (path: string) => spawnSync("pdfsig", ["-nssdir", nss, path], { encoding: "utf8" }).stdout;

  beforeAll(async () => {
    ca = makeAuthority(await mkdtemp(join(tmpdir(), "signed-")));
    nss = ca.trustStore();
    for (const [name, key] of [["rsa", undefined] as const, ["p256", EC_P256] as const, ["p384", EC_P384] as const]) {
      ca.issue(name, key ? { key } : {});
      signers[name] = signerOf(readPkcs12(readFileSync(ca.pack(name)), PASSWORD, name), new Date(), name);
    }
    book = await writeBook(ca.folder, rareBook());
    signed = at("signed.pdf");
    await signFile(book, signed, signers["rsa"] as Signer, SEALED);
  });
  afterAll(() => rm(ca.folder, { recursive: true, force: true }));

  test.each(["rsa", "p256", "p384"])("is valid and trusted for poppler, with a key of %s", async (name) => {
    const path = at(`${name}.pdf`);
    await signFile(book, path, signers[name] as Signer, STATEMENT);
    const said = pdfsig(path);
    expect(said).toContain("Signature is Valid.");
    expect(said).toContain("Certificate is Trusted.");
    expect(said).toContain("Total document signed");
    expect(said).toContain("ETSI.CAdES.detached");
    expect(said).toContain(`Common Name: Thư viện ${name}`);
    expect(said).toContain(name === "p384" ? "SHA-384" : "SHA-256");
  });

  test("begins with the bytes of the book, keeps its identifier and its text, and is sound for qpdf", () => {
    const [before, after] = [readFileSync(book), readFileSync(signed)];
    expect(after.subarray(0, before.length).equals(before)).toBe(true);
    expect(after.subarray(before.length).toString("latin1")).toMatch(
      /\/ID \[<0123456789ABCDEF0123456789ABCDEF> <[0-9A-F]{32}>\]/,
    );
    expect(runTool("qpdf", "--check", signed)).toContain("No syntax or stream encoding errors found");
    expect(runTool("pdftotext", "-raw", signed, "-")).toBe(runTool("pdftotext", "-raw", book, "-"));
  });

  test("keeps the points of PDF/A-2u", () => {
    expect(pdfaFaults(book)).toEqual([]);
    // A form is legal without XFA and without appearances left to the viewer (ISO 19005-2, 6.4.1, 6.4.2); ours never has one.
    expect(pdfaFaults(signed)).toEqual(["/AcroForm"]);
    expect(readFileSync(signed, "latin1")).not.toMatch(/NeedAppearances|XFA/);
  });

  test("shows the seal in the top right corner of page one, transparent where it is, and nowhere else", () => {
    for (const [path, name] of [[book, "plain"] as const, [signed, "sealed"] as const])
      runTool("pdftoppm", "-r", "72", path, at(name));
    const pages = readdirSync(ca.folder).filter((name) => /^plain-.*ppm$/.test(name)).length;
    const differing = Array.from({ length: pages }, (_, page) => {
      const number = String(page + 1).padStart(String(pages).length, "0");
      return boxOfDifference(readFileSync(at(`plain-${number}.ppm`)), readFileSync(at(`sealed-${number}.ppm`)));
    });
    const [first, ...others] = differing;
    expect(others.filter((box) => box !== undefined)).toEqual([]);
    const points = (mm: number) => (mm * 72) / 25.4;
    const { left, right, top, bottom, width } = first as Box;
    // Within a pixel of the seal's picture, which is smoothed: the opaque half reaches from the middle of the seal to its right edge.
    expect(Math.abs(width - right - points(10))).toBeLessThanOrEqual(1.5);
    expect(Math.abs(right - left - points(18))).toBeLessThanOrEqual(3.5);
    expect(Math.abs(top - points(10))).toBeLessThanOrEqual(1.5);
    expect(Math.abs(bottom - top - points(36))).toBeLessThanOrEqual(3.5);
  });

  test("states signer, time with its offset, reason and place", async () => {
    const [found, ...others] = await signaturesIn(signed);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      state: "valid",
      signer: "Thư viện rsa",
      issuer: "CN=Test authority",
      signedAt: "2026-11-20T15:30:00+07:00",
      reason: "Bản số hóa 𨔍",
      location: "Hà Nội",
      signedBytes: readFileSync(signed).length,
    });
  });

  test("carries what PAdES B-B asks for: three signed attributes, no signing time, all certificates", () => {
    const hex = /\/Contents <([0-9A-F]+)>/.exec(readFileSync(signed, "latin1"))?.[1] ?? "";
    writeFileSync(at("cms.der"), Buffer.from(hex, "hex"));
    const told = runTool("openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", at("cms.der"));
    const attributes = [...told.slice(told.indexOf("signedAttrs")).matchAll(/object: ([\w-]+)/g)].map((match) => match[1]);
    expect(attributes.sort()).toEqual(["contentType", "id-smime-aa-signingCertificateV2", "messageDigest"].sort());
    expect(told.match(/d\.certificate:/g)).toHaveLength(2);
  });

  test("is accepted by openssl, which compares the signing certificate (CAdES)", () => {
    const bytes = readFileSync(signed);
    const [, a = 0, b = 0, c = 0, d = 0] = (/\/ByteRange \[(\d+) (\d+) (\d+) (\d+) *\]/.exec(bytes.toString("latin1")) ?? []).map(
      Number,
    );
    writeFileSync(at("signed.bin"), Buffer.concat([bytes.subarray(a, a + b), bytes.subarray(c, c + d)]));
    const hex = bytes.subarray(b + 1, c - 1).toString("latin1");
    writeFileSync(at("cms.der"), Buffer.from(hex, "hex"));
    const how = ["cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any", "-CAfile", at("ca.pem")];
    const ended = spawnSync("openssl", [...how, "-in", at("cms.der"), "-content", at("signed.bin"), "-out", "/dev/null"]);
    expect(ended.stderr.toString()).toMatch(/Verification successful/);
  });

  test("is invalid for poppler and for us when one byte of a picture, of the update or of the time is another", async () => {
    const bytes = readFileSync(signed);
    const places = [2000, bytes.indexOf("/M (D:2026") + 8, bytes.lastIndexOf("/SigFlags 3") + 10, bytes.length - 60];
    for (const place of places) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      writeFileSync(at("changed.pdf"), changed);
      expect(judged(at("changed.pdf"))).not.toContain("Signature is Valid.");
      const found = await signaturesIn(at("changed.pdf")).catch((thrown: { code?: string }) => thrown.code);
      expect(found === "SIGN-PDF" || (Array.isArray(found) && found.every((each) => each.state !== "valid"))).toBe(true);
    }
  });

  test("is forged when another key made the signature, and does not pass for one with a wider gap", async () => {
    const latin1 = readFileSync(signed, "latin1");
    const ranges = /\/ByteRange \[0 (\d+) (\d+) (\d+)/.exec(latin1)?.slice(1).map(Number) ?? [];
    const [length = 0, next = 0, rest = 0] = ranges;
    const wider = latin1.replace(`0 ${length} ${next} ${rest}`, `0 ${length - 1} ${next} ${rest}`);
    expect(wider).not.toBe(latin1);
    writeFileSync(at("wider.pdf"), wider, "latin1");
    expect((await signaturesIn(at("wider.pdf"))).map((each) => each.state)).toEqual(["changed"]);
    const tail = /0{16,}>/.exec(latin1.slice(length, next));
    const end = length + (tail?.index ?? 0);
    const flipped = Buffer.from(latin1, "latin1");
    flipped[end - 8] = flipped[end - 8] === 0x31 ? 0x32 : 0x31;
    writeFileSync(at("forged.pdf"), flipped);
    expect((await signaturesIn(at("forged.pdf"))).map((each) => each.state)).toEqual(["forged"]);
  });

  test("stays valid under a second signature, which covers the first", async () => {
    const twice = at("twice.pdf");
    await signFile(signed, twice, signers["p256"] as Signer, SEALED);
    const said = pdfsig(twice);
    expect(said.match(/Signature is Valid\./g)).toHaveLength(2);
    expect(said.match(/Total document signed/gi)).toHaveLength(2);
    expect(readFileSync(twice).subarray(0, readFileSync(signed).length).equals(readFileSync(signed))).toBe(true);
    expect((await signaturesIn(twice)).map((each) => [each.state, each.signer])).toEqual([
      ["valid", "Thư viện rsa"],
      ["valid", "Thư viện p256"],
    ]);
    expect(pdfaFaults(twice)).toEqual(["/AcroForm"]);
    expect(runTool("qpdf", "--check", twice)).toContain("No syntax or stream encoding errors found");
  });

  test("is the same bytes again for the same key and time, where the kind of signature allows it", async () => {
    await signFile(book, at("again.pdf"), signers["rsa"] as Signer, SEALED);
    expect(readFileSync(at("again.pdf")).equals(readFileSync(signed))).toBe(true);
  });

  test("is never written over another file, and other files are refused by code", async () => {
    copyFileSync(signed, at("there.pdf"));
    await expect(signFile(book, at("there.pdf"), signers["rsa"] as Signer, STATEMENT)).rejects.toThrow(/EEXIST/);
    const bytes = readFileSync(book);
    const others = { empty: Buffer.alloc(0), noise: randomBytes(5000), cut: bytes.subarray(0, bytes.length - 2000) };
    for (const [name, other] of Object.entries(others)) {
      writeFileSync(at(`${name}.pdf`), other);
      await expect(signFile(at(`${name}.pdf`), at(`${name}-out.pdf`), signers["rsa"] as Signer, STATEMENT)).rejects.toMatchObject(
        {
          code: "SIGN-PDF",
        },
      );
    }
  });
});

test("a seal is as wide as the profile says, in units of the page, and smaller only where there is no room", () => {
  const place = { corner: "bottom-left", widthMm: 25.4, marginMm: 12.7 } as const;
  expect(sealRectangle(PICTURE, place, [0, 0, 600, 800], 1)).toEqual([36, 36, 108, 108]);
  expect(sealRectangle(PICTURE, place, [0, 0, 600, 800], 2)).toEqual([18, 18, 54, 54]);
  expect(sealRectangle(PICTURE, { ...place, corner: "top-right" }, [10, 10, 610, 810], 1)).toEqual([502, 702, 574, 774]);
  const [left, bottom, right, top] = sealRectangle(PICTURE, place, [0, 0, 40, 60], 1);
  expect(left).toBeGreaterThan(0);
  expect(right).toBeLessThan(40);
  expect(top - bottom).toBe(right - left);
});

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
}

/** Where two pictures (PPM, P6) of one size differ. */
function boxOfDifference(one: Buffer, other: Buffer): Box | undefined {
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(one.subarray(0, 64).toString("latin1"));
  const [start, width] = [head?.[0].length ?? 0, Number(head?.[1])];
  expect(other.length).toBe(one.length);
  let box: Box | undefined;
  for (let pixel = 0; start + pixel * 3 < one.length; pixel++) {
    const at = start + pixel * 3;
    if (one.subarray(at, at + 3).equals(other.subarray(at, at + 3))) continue;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    box = {
      left: Math.min(box?.left ?? x, x),
      right: Math.max(box?.right ?? 0, x + 1),
      top: Math.min(box?.top ?? y, y),
      bottom: Math.max(box?.bottom ?? 0, y + 1),
      width,
    };
  }
  return box;
}
