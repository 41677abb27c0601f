import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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

/** A bag as a folder; a file that is undefined is left out. */
async function bagFolder(changes: Readonly<Record<string, string | undefined>> = {}): Promise<string> {
  const place = join(folder, `bag${count++}`);
  const files: Record<string, string | undefined> = {
    "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
    "data/a.txt": "a",
    "data/sub/chữ 喃.txt": "喃",
    "manifest-sha256.txt": `${digest("a")}  data/a.txt\n${digest("喃")}  data/sub/chữ 喃.txt\n`,
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
    ["no declaration", { "bagit.txt": undefined }, ["BAG-DECLARATION"]],
    [
      "a declaration with a byte-order mark",
      { "bagit.txt": "\uFEFFBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n" },
      ["BAG-DECLARATION"],
    ],
    ["no manifest", { "manifest-sha256.txt": undefined }, ["BAG-NOMANIFEST"]],
    ["a wrong count", { "bag-info.txt": "Payload-Oxum: 5.2\n" }, ["BAG-OXUM"]],
    ["a line that is no line", { "tagmanifest-sha256.txt": "hello\n" }, ["BAG-LINE"]],
    ["a path out of the bag", { "tagmanifest-sha256.txt": `${digest("x")}  data/../../x\n` }, ["BAG-PATH"]],
    ["an unknown digest", { "tagmanifest-sha3.txt": `${digest("x")}  bagit.txt\n` }, ["BAG-ALGORITHM"]],
    ["content elsewhere", { "fetch.txt": "http://x - data/a.txt\n" }, ["BAG-FETCH"]],
  ])("with %s is not valid", async (_, changes, codes) => {
    const { problems, isValid } = await checkBag(await bagFolder(changes));
    expect(isValid).toBe(false);
    expect(problems.map(({ code }) => code)).toEqual(codes);
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
