import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { type Header, pack } from "tar-stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkBag } from "../../formats/bagit/check.ts";
import { decodePath, encodePath, parseBagInfo, parseManifest } from "../../formats/bagit/tag-files.ts";
import { createBag } from "../../formats/bagit/write.ts";
import { createTar, readTar } from "../../formats/tar.ts";

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bagit-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const digest = (text: string, algorithm = "sha256") => createHash(algorithm).update(text).digest("hex");

const DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const MANIFEST = `${digest("a")}  data/a.txt\n${digest("喃")}  data/sub/chữ 喃.txt\n`;
const CHU_NFD = "data/sub/chữ 喃.txt".normalize("NFD");

/** A tar file with entries of any kind, as somebody with bad intentions would write it. */
async function writeTar(path: string, headers: readonly (Partial<Header> & { readonly name: string })[]): Promise<void> {
  const archive = pack();
  for (const header of headers) {
    if (header.type === undefined) archive.entry(header, "x");
    else archive.entry(header);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  await writeFile(path, Buffer.concat(chunks));
}

/** A bag as a folder; a file that is undefined is left out. */
async function bagFolder(changes: Readonly<Record<string, string | Buffer | undefined>> = {}): Promise<string> {
  const place = join(folder, `bag${count++}`);
  const files: Record<string, string | Buffer | undefined> = {
    "bagit.txt": DECLARED,
    "data/a.txt": "a",
    "data/sub/chữ 喃.txt": "喃",
    "manifest-sha256.txt": MANIFEST,
    "bag-info.txt": "Payload-Oxum: 4.2\n",
    ...changes,
  };
  for (const [name, text] of Object.entries(files)) {
    if (text === undefined) continue;
    await mkdir(dirname(join(place, name)), { recursive: true });
    await writeFile(join(place, name), text);
  }
  return place;
}

describe("a bag", () => {
  test("that is written is valid, with paths that hold percent signs and line ends", async () => {
    const path = join(folder, "written.tar");
    const bag = await createBag(path, "b");
    await bag.addText("100% sure.txt", "x");
    await bag.addText("a\nb.txt", "y");
    await bag.finish([["External-Identifier", "AB.1\nsecond line"]]);
    const report = await checkBag(path);
    expect(report.problems).toEqual([]);
    expect(report.info).toEqual([
      ["External-Identifier", "AB.1 second line"],
      ["Payload-Oxum", "2.2"],
    ]);
    expect((await readFile(path)).includes("data/100%25 sure.txt\n")).toBe(true);
  });

  test("is valid as a folder too", async () => {
    expect(await checkBag(await bagFolder())).toMatchObject({ isValid: true, payloadFiles: 2, payloadBytes: 4, problems: [] });
  });

  test("of older digests is checked with them", async () => {
    const manifests = { "manifest-sha256.txt": undefined, "data/sub/chữ 喃.txt": undefined, "bag-info.txt": "" };
    const good = await bagFolder({ ...manifests, "manifest-md5.txt": `${digest("a", "md5")} *data/a.txt\n` });
    expect((await checkBag(good)).problems).toEqual([]);
    const bad = await bagFolder({ ...manifests, "manifest-sha512.txt": `${digest("b", "sha512")}  data/a.txt\n` });
    expect((await checkBag(bad)).problems.map(({ code }) => code)).toEqual(["BAG-DIGEST"]);
  });

  test.each([
    ["a changed byte", { "data/a.txt": "b" }, ["BAG-DIGEST"]],
    ["a missing file", { "data/a.txt": undefined }, ["BAG-MISSING", "BAG-OXUM"]],
    ["an unlisted file", { "data/z.txt": "" }, ["BAG-UNLISTED", "BAG-OXUM"]],
    ["no declaration", { "bagit.txt": undefined }, ["BAG-NODECLARATION"]],
    ["a declaration of another form", { "bagit.txt": "BagIt 1.0\n" }, ["BAG-DECLARATION"]],
    ["a declaration with a third line", { "bagit.txt": `${DECLARED}Made-By: x\n` }, ["BAG-DECLARATION"]],
    ["a declaration with a byte-order mark", { "bagit.txt": `\uFEFF${DECLARED}` }, ["BAG-BOM"]],
    [
      "a manifest with a byte-order mark",
      { "manifest-sha256.txt": `\uFEFF${MANIFEST}` },
      ["BAG-BOM", "BAG-LINE", "BAG-UNLISTED"],
    ],
    ["a version of the future", { "bagit.txt": DECLARED.replace("1.0", "2.0") }, ["BAG-VERSION"]],
    ["a version of the past", { "bagit.txt": DECLARED.replace("1.0", "0.93") }, ["BAG-VERSION"]],
    ["another encoding declared", { "bagit.txt": DECLARED.replace("UTF-8", "UTF-16") }, ["BAG-ENCODING"]],
    ["tag files in no UTF-8", { "bag-info.txt": Buffer.from("Contact-Name: L\xea\n", "latin1") }, ["BAG-UTF8"]],
    ["no manifest", { "manifest-sha256.txt": undefined }, ["BAG-NOMANIFEST"]],
    ["a wrong count", { "bag-info.txt": "Payload-Oxum: 5.2\n" }, ["BAG-OXUM"]],
    ["two counts", { "bag-info.txt": "Payload-Oxum: 4.2\nPayload-Oxum: 4.2\n" }, ["BAG-OXUM"]],
    ["a line that is no line", { "tagmanifest-sha256.txt": "hello\n" }, ["BAG-LINE"]],
    ["a digest that is too short", { "tagmanifest-sha256.txt": "abcd  bagit.txt\n" }, ["BAG-LINE"]],
    ["a file listed twice", { "manifest-sha256.txt": `${MANIFEST}${digest("a")}  data/a.txt\n` }, ["BAG-TWICE"]],
    [
      "two digests of one file",
      { "manifest-sha256.txt": `${MANIFEST}${digest("b")}  data/a.txt\n` },
      ["BAG-TWICE", "BAG-DIGEST"],
    ],
    ["a tag file among the payload", { "manifest-sha256.txt": `${MANIFEST}${digest(DECLARED)}  bagit.txt\n` }, ["BAG-OUTSIDE"]],
    ["a payload file among the tags", { "tagmanifest-sha256.txt": `${digest("a")}  data/a.txt\n` }, ["BAG-OUTSIDE"]],
    [
      "a tag manifest that lists itself",
      { "tagmanifest-sha256.txt": `${digest("a")}  tagmanifest-sha256.txt\n` },
      ["BAG-OUTSIDE"],
    ],
    ["a changed tag file", { "tagmanifest-sha256.txt": `${digest("x")}  bag-info.txt\n` }, ["BAG-DIGEST"]],
    ["an unknown digest", { "tagmanifest-sha3.txt": `${digest("x")}  bagit.txt\n` }, ["BAG-ALGORITHM"]],
    ["a digest that is not called by its name", { "manifest-SHA-256.txt": MANIFEST }, ["BAG-ALGORITHM"]],
    ["content elsewhere", { "fetch.txt": "http://x - data/a.txt\n" }, ["BAG-FETCH"]],
    [
      "names that differ in case only",
      { "data/A.txt": "a", "manifest-sha256.txt": `${MANIFEST}${digest("a")}  data/A.txt\n`, "bag-info.txt": "" },
      ["BAG-CLASH"],
    ],
    [
      "names that differ in the composition of letters only",
      { [CHU_NFD]: "喃", "manifest-sha256.txt": `${MANIFEST}${digest("喃")}  ${CHU_NFD}\n`, "bag-info.txt": "" },
      ["BAG-CLASH"],
    ],
    [
      "a name of a Windows device",
      { "data/NUL.txt": "a", "manifest-sha256.txt": `${MANIFEST}${digest("a")}  data/NUL.txt\n`, "bag-info.txt": "" },
      ["BAG-PATH", "BAG-PATH"],
    ],
  ])("with %s is not valid", async (_, changes, codes) => {
    const { problems, isValid } = await checkBag(await bagFolder(changes));
    expect(isValid).toBe(false);
    expect(problems.map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    "data/../../x",
    "/etc/passwd",
    "~/x",
    "~root/x",
    "data/sub/../../../x",
    "data//x",
    "data\\..\\..\\x",
    "C:\\Windows\\x",
    "C:x",
    "\\\\server\\share\\x",
    "data/aux",
    "data/x:stream",
    "data/x.",
  ])("that lists %s is not valid, wherever the path leads", async (path) => {
    for (const manifest of ["manifest-sha256.txt", "tagmanifest-sha256.txt"]) {
      const before = manifest === "manifest-sha256.txt" ? MANIFEST : "";
      const { problems } = await checkBag(await bagFolder({ [manifest]: `${before}${digest("x")}  ${path}\n` }));
      expect(problems.map(({ code }) => code)).toEqual(["BAG-PATH"]);
    }
  });

  test("with a link is not valid, and the link is not followed", async () => {
    const place = await bagFolder();
    await symlink("/etc/hostname", join(place, "data/link.txt"));
    const report = await checkBag(place);
    expect(report.problems.map(({ code }) => code)).toEqual(["BAG-LINK"]);
    expect(report.payloadFiles).toBe(2);
  });

  test.each([
    ["a symbolic link", { type: "symlink", linkname: "/etc/passwd" }, "BAG-LINK"],
    ["a hard link", { type: "link", linkname: "b/bagit.txt" }, "BAG-LINK"],
    ["a device", { type: "character-device" }, "BAG-LINK"],
    ["a pipe", { type: "fifo" }, "BAG-LINK"],
    ["a way up", { name: "b/../../evil" }, "BAG-PATH"],
    ["a way up as Windows writes it", { name: "b/data\\..\\..\\evil" }, "BAG-PATH"],
    ["an absolute name", { name: "/etc/evil" }, "BAG-PATH"],
    ["a drive", { name: "b/C:evil" }, "BAG-PATH"],
    ["a second folder at the top", { name: "other/data/x" }, "BAG-PATH"],
    ["the same name twice", { name: "b/bagit.txt" }, "BAG-TWICE"],
  ] as const)("in a tar with %s is not valid", async (_, header, code) => {
    const path = join(folder, `trap${count++}.tar`);
    await writeTar(path, [{ name: "b/bagit.txt" }, { name: "b/data/trap", ...header }]);
    expect((await checkBag(path)).problems.map((problem) => problem.code)).toContain(code);
  });

  test("that is no tar file is unreadable: a zip, a picture, nothing at all", async () => {
    for (const bytes of [Buffer.from("PK\x03\x04".padEnd(2000, "x"), "latin1"), Buffer.alloc(600, 0xff), Buffer.from("x")]) {
      const path = join(folder, `no${count++}.tar`);
      await writeFile(path, bytes);
      expect((await checkBag(path)).isValid).toBe(false);
    }
  });

  test("with any one byte of its files changed is never found valid", async () => {
    const path = join(folder, "flip.tar");
    const bag = await createBag(path, "b");
    await bag.addText("a.txt", "some text of a page");
    await bag.addText("tờ.txt", "另一");
    await bag.finish([["External-Identifier", "AB.1"]]);
    const sound = await readFile(path);
    const said: number[] = [];
    for (let at = 0; sound[at] !== 0; ) {
      const name = sound.subarray(at, at + 100).toString("latin1");
      const sizeBytes = Number.parseInt(sound.subarray(at + 124, at + 135).toString("latin1"), 8);
      // Of a manifest one could change the case of a digit, and of a long name its time: both say the same.
      if (!/manifest|PaxHeader/.test(name)) for (let inside = 0; inside < sizeBytes; inside++) said.push(at + 512 + inside);
      at += 512 + Math.ceil(sizeBytes / 512) * 512;
    }
    expect(said.length).toBeGreaterThan(80);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...said), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(sound);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        await writeFile(path, bytes);
        return !(await checkBag(path)).isValid;
      }),
      { numRuns: 60 },
    );
  });

  test("without payload is never valid: nothing was checked", async () => {
    const nothing = { "data/a.txt": undefined, "data/sub/chữ 喃.txt": undefined, "manifest-sha256.txt": "", "bag-info.txt": "" };
    expect((await checkBag(await bagFolder(nothing))).problems.map(({ code }) => code)).toEqual(["BAG-EMPTY"]);
  });

  test("in a tar that is cut off or leads elsewhere is not valid", async () => {
    const path = join(folder, "cut.tar");
    const bag = await createBag(path, "b");
    await bag.addText("a.txt", "x".repeat(5000));
    await bag.finish([]);
    await writeFile(path, (await readFile(path)).subarray(0, 3000));
    expect((await checkBag(path)).isValid).toBe(false);
    const elsewhere = createTar(join(folder, "elsewhere.tar"));
    await elsewhere.add({ name: "b/../../evil", sizeBytes: 1 }, [Buffer.from("x")]);
    await elsewhere.finish();
    expect((await checkBag(join(folder, "elsewhere.tar"))).problems.map(({ code }) => code)).toContain("BAG-PATH");
  });
});

describe("tag files", () => {
  test("encode only what section 2.1.3 names, and decode it again", () => {
    expect(encodePath("a%b\r\nc 喃")).toBe("a%25b%0D%0Ac 喃");
    expect(decodePath(encodePath("a%0Db%25\n"))).toBe("a%0Db%25\n");
  });

  test("are read with Windows line ends, capital digests and folded values", () => {
    expect(parseManifest("ABCD  data/a\r\n\r\n").lines).toEqual([{ digest: "abcd", path: "data/a" }]);
    expect(parseBagInfo("A: b\n  c\nD: e\n")).toEqual([
      ["A", "b c"],
      ["D", "e"],
    ]);
  });
});

describe("a tar file", () => {
  test("keeps long and Vietnamese names, and nothing of the machine that wrote it", async () => {
    const path = join(folder, "names.tar");
    const tar = createTar(path);
    const names = ["tờ số 1.tif", `${"dài/".repeat(60)}x`, "empty"];
    for (const name of names) {
      const bytes = Buffer.from(name === "empty" ? "" : name);
      await tar.add({ name, sizeBytes: bytes.length }, [bytes]);
    }
    await tar.finish();
    const found: [string, string][] = [];
    for await (const { name, content } of readTar(path)) {
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk);
      found.push([name, Buffer.concat(chunks).toString("utf8")]);
    }
    expect(found).toEqual(names.map((name) => [name, name === "empty" ? "" : name]));
    const header = (await readFile(path)).subarray(0, 512).toString("latin1");
    expect(header.slice(136, 147)).toBe("00000000000");
    expect(header.slice(265, 329).replace(/\0/g, "")).toBe("");
  });

  test("tells when the disk refuses", async () => {
    const tar = createTar(join(folder, "no", "such", "folder.tar"));
    const add = async () => {
      for (let at = 0; at < 50; at++) await tar.add({ name: `${at}`, sizeBytes: 1 }, [Buffer.from("x")]);
      await tar.finish();
    };
    await expect(add()).rejects.toMatchObject({ code: "ENOENT" });
    await tar.close();
  });
});
