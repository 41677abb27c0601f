import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, renameSync, rmSync, truncateSync } from "node:fs";
import { appendFile, link, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { batchIdOf } from "../../stages/ingest/batch-id.ts";
import { examineFile } from "../../stages/ingest/examine-file.ts";
import { pageIdOf } from "../../stages/ingest/page-id.ts";
import { inPageOrder } from "../../stages/ingest/page-order.ts";
import { DEFAULT_POLICY } from "../../stages/ingest/policy.ts";
import { settled } from "../../stages/ingest/settle.ts";
import { type Survey, type SurveyOptions, survey } from "../../stages/ingest.ts";
import { type BadImage, badImages } from "../fixtures/bad-images.ts";
import { MATERIAL } from "../fixtures/material.ts";
import { greyPage, tiffFile } from "../fixtures/tiff-file.ts";

const folders: string[] = [];

async function folderOf(files: Iterable<readonly [name: string, bytes: Buffer | string]>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-ingest-"));
  folders.push(folder);
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
  return folder;
}

/** One sound picture a name, each different; names may be bytes that are no text. */
async function folderOfNames(names: readonly (string | Buffer)[], pageOf: (seed: number) => Buffer): Promise<string> {
  const folder = await folderOf([]);
  for (const [index, name] of names.entries())
    await writeFile(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]), pageOf(index + 1));
  return folder;
}

async function surveyed(folder: string, options: SurveyOptions = {}): Promise<Survey> {
  for await (const event of survey(folder, options)) if (event.kind === "surveyed") return event.survey;
  throw new Error("no summary");
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const cases = await badImages();

describe("a folder of every bad picture", () => {
  let found: Survey;

  beforeAll(async () => {
    found = await surveyed(await folderOf(cases.map((each) => [`${each.id} ${each.name}`, each.bytes] as const)));
  });

  function of(each: BadImage) {
    const name = `${each.id} ${each.name}`;
    return [...found.accepted, ...found.rejected, ...found.skipped].find((arrival) => arrival.name === name);
  }

  test.each(cases.map((each) => [each.id, each.name, each.verdict, each] as const))("%s %s: %s", (_id, _name, verdict, each) => {
    const arrival = of(each);
    expect({ verdict: arrival?.verdict, of: each.id }).toEqual({ verdict, of: each.id });
    if (arrival?.verdict === "reject" && each.codes.length > 0) expect(arrival.code).toBe(each.codes[0]);
    if (arrival?.verdict === "accept")
      expect(arrival.findings.map((finding) => finding.code)).toEqual(expect.arrayContaining([...each.codes]));
  });

  test("ends every file in exactly one way", () => {
    const ends = [...found.accepted, ...found.rejected, ...found.skipped];
    expect(ends.length).toBe(cases.length);
    expect(new Set(ends.map((each) => each.name)).size).toBe(cases.length);
    expect(found.found).toBe(found.accepted.length + found.rejected.length);
  });
});

const one = cases.find((each) => each.id === "B16")?.bytes ?? Buffer.alloc(0);

describe("the names in a folder", () => {
  /** Different pictures, so that no warning about equal content gets in the way. */
  const pageOf = (seed: number) => tiffFile([greyPage(32, 32, seed)]);
  const named = (names: readonly (string | Buffer)[]) => folderOfNames(names, pageOf);
  const codesOf = (found: Survey) => Object.fromEntries(found.rejected.map((each) => [each.name, each.code]));

  test("that are one name elsewhere are refused together, and the others go on", async () => {
    const found = await surveyed(
      await named(["a.tif", "A.TIF", "b.tif ", "b.tif", "ấ.tif".normalize("NFC"), "ấ.tif".normalize("NFD"), "c.tif"]),
    );
    expect(found.rejected.map((each) => each.code)).toEqual(Array(6).fill("NAME-CLASH"));
    expect(found.accepted.map((each) => each.name)).toEqual(["c.tif"]);
  });

  test("that cannot be shown or are no UTF-8 are refused and shown escaped", async () => {
    const invalid = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(".tif")]);
    const surrogate = Buffer.concat([Buffer.from([0xed, 0xa0, 0x80]), Buffer.from(".tif")]);
    const found = await surveyed(
      await named(["new\nline.tif", "\u001b[31mred.tif", "\u202egnp.tif", invalid, surrogate, "good.tif"]),
    );
    expect(found.rejected.map((each) => each.code)).toEqual(Array(5).fill("NAME-BAD"));
    for (const each of found.rejected) expect(String(each.facts["subject"])).toMatch(/^[\x20-\x7e]+$/);
    expect(found.accepted.map((each) => each.name)).toEqual(["good.tif"]);
  });

  test("are otherwise opaque: reserved, odd, long, and beyond the basic plane", async () => {
    const long = `${"x".repeat(251)}.tif`;
    const names = ["CON.tif", "NUL", "-rf.tif", "a;rm.tif", "%2e%2e.tif", "'\"$(x).tif", "📖.tif", "𡨸喃.tif", long];
    const found = await surveyed(await named(names));
    expect(found.rejected).toEqual([]);
    expect(found.accepted.map((each) => each.name).sort()).toEqual([...names].sort());
  });

  test("that are too long for the policy are refused", async () => {
    const found = await surveyed(await named(["12345678.tif", "1.tif"]), { policy: { maxNameBytes: 10 } });
    expect(codesOf(found)).toEqual({ "12345678.tif": "NAME-LONG" });
  });

  test("put pages in the order a person reads them", async () => {
    const found = await surveyed(await named(["10.tif", "2.tif", "1.tif", "12b.tif", "12a.tif", "12.tif", "0003.tif"]));
    expect(found.accepted.map((each) => each.name)).toEqual([
      "1.tif",
      "2.tif",
      "0003.tif",
      "10.tif",
      "12.tif",
      "12a.tif",
      "12b.tif",
    ]);
  });

  test("tell what is missing", async () => {
    const found = await surveyed(await named(["0001.tif", "0002.tif", "0004.tif", "0008.tif"]));
    expect(found.warnings).toEqual([{ code: "SEQ-GAP", severity: "warning", facts: { missing: "0003, 0005–0007", count: 4 } }]);
  });

  test("tell the lacking side of a leaf", async () => {
    const found = await surveyed(await named(["001a.tif", "001b.tif", "002a.tif", "003a.tif", "003b.tif"]));
    expect(found.warnings.map((each) => each.facts)).toEqual([{ missing: "002b", count: 1 }]);
  });

  test("tell a doubtful order with a proposal", async () => {
    const found = await surveyed(await named(["0012.tif", "12.tif", "012.tif", "13.tif"]));
    expect(found.accepted.length).toBe(4);
    expect(found.warnings.map((each) => each.code)).toEqual(["SEQ-AMBIG"]);
    expect(found.warnings[0]?.facts["order"]).toBe("0012.tif < 012.tif < 12.tif");
  });

  test("say nothing when they are whole", async () => {
    const found = await surveyed(await named(["AB.123_0001.tif", "AB.123_0002.tif", "AB.123_0003.tif"]));
    expect(found.warnings).toEqual([]);
  });
});

describe("what lies in a folder beside pages", () => {
  test("is left alone when a system or a program put it there, and listed", async () => {
    const litter = ["Thumbs.db", ".DS_Store", "desktop.ini", "~$x.xlsx", "._0001.tif"];
    const unfinished = ["0002.tif.part", "0003.tif.crdownload"];
    const found = await surveyed(
      await folderOf([...litter, ...unfinished].map((name) => [name, ""] as const).concat([["0001.tif", one as never]])),
    );
    expect(found.found).toBe(1);
    expect(
      found.skipped
        .filter((each) => each.reason === "litter")
        .map((each) => each.name)
        .sort(),
    ).toEqual([...litter].sort());
    expect(
      found.skipped
        .filter((each) => each.reason === "unfinished-copy")
        .map((each) => each.name)
        .sort(),
    ).toEqual(unfinished);
  });

  test("is never followed when it is a link, nor opened when it is a pipe or a socket", async () => {
    const folder = await folderOf([["0001.tif", one]]);
    await symlink(join(folder, "0001.tif"), join(folder, "0002.tif"));
    await symlink("/dev/zero", join(folder, "0003.tif"));
    await symlink(folder, join(folder, "loop"));
    execFileSync("mkfifo", [join(folder, "0004.tif")]);
    await link(join(folder, "0001.tif"), join(folder, "0006.tif"));
    const found = await surveyed(folder);
    expect(found.rejected.map((each) => [each.name, each.code, each.facts["type"]])).toEqual([
      ["0002.tif", "SRC-TYPE", "symlink"],
      ["0003.tif", "SRC-TYPE", "symlink"],
      ["0004.tif", "SRC-TYPE", "fifo"],
      ["loop", "SRC-TYPE", "symlink"],
    ]);
    expect(found.accepted.map((each) => each.name)).toEqual(["0001.tif", "0006.tif"]);
  });

  test("is told when it is a folder, for it may be a batch of its own", async () => {
    const folder = await folderOf([["0001.tif", one]]);
    await mkdir(join(folder, "AB.2"));
    const found = await surveyed(folder);
    expect(found.subfolders).toEqual(["AB.2"]);
    expect(found.warnings.map((each) => each.code)).toEqual(["SRC-NESTED"]);
  });

  test("is kept in little room: no facts of pictures, and what is noted of many files in the same words is held once", async () => {
    const folder = await folderOfNames(["1.tif", "2.tif", "3.tif"], (seed) => tiffFile([greyPage(32, 32, seed)]));
    const found = await surveyed(folder, { policy: { minDpi: 9000 } });
    const [first, second] = found.accepted;
    expect(found.accepted.length).toBe(3);
    expect(first?.findings.length).toBeGreaterThan(0);
    expect(second?.findings).toBe(first?.findings);
    expect(found.accepted.some((file) => "image" in file)).toBe(false);
  });

  test("is told when two files have the same content, and both stay pages", async () => {
    const found = await surveyed(
      await folderOf([
        ["0001.tif", one],
        ["0002.tif", one],
      ]),
    );
    expect(found.accepted.length).toBe(2);
    expect(found.warnings).toEqual([
      { code: "DUP-SAME", severity: "warning", facts: { subject: "0002.tif", other: "0001.tif" } },
    ]);
  });
});

describe("a folder that cannot be a batch", () => {
  const refusal = (folder: string) =>
    surveyed(folder).then(
      () => undefined,
      (error) => ({ code: error.code, exit: error.exit }),
    );

  test("is refused when it is empty, missing, no folder, or holds only folders", async () => {
    const empty = await folderOf([]);
    const file = join(await folderOf([["0001.tif", one]]), "0001.tif");
    const nested = await folderOf([]);
    await mkdir(join(nested, "AB.1"));
    await mkdir(join(nested, "AB.2"));
    expect(await refusal(empty)).toEqual({ code: "SRC-EMPTY", exit: "input" });
    expect(await refusal(join(empty, "none"))).toEqual({ code: "SRC-MISSING", exit: "input" });
    expect(await refusal(file)).toEqual({ code: "SRC-NOTDIR", exit: "input" });
    expect(await refusal(nested)).toEqual({ code: "SRC-NESTED", exit: "input" });
  });

  test("is empty when it holds nothing but litter", async () => {
    expect(await refusal(await folderOf([["Thumbs.db", ""]]))).toEqual({ code: "SRC-EMPTY", exit: "input" });
  });
});

describe("a file under examination", () => {
  test("has the digest of its bytes and the facts of its picture", async () => {
    const arrival = await examineFile(join(await folderOf([["0001.tif", one]]), "0001.tif"), DEFAULT_POLICY);
    const digest = createHash("sha256").update(one).digest("hex");
    expect(arrival).toMatchObject({
      verdict: "accept",
      digest,
      sizeBytes: one.length,
      mediaType: "image/tiff",
      image: { width: 96, height: 128, resolutionDpi: 300 },
    });
  });

  test("is refused when it grows, shrinks or is replaced meanwhile, whatever its structure said", async () => {
    const folder = await folderOf([]);
    const big = tiffFile([greyPage(2000, 2000)]);
    const changes: Readonly<Record<string, (path: string) => void>> = {
      grows: (path) => appendFileSync(path, "more"),
      shrinks: (path) => truncateSync(path, 1000),
      replaced: (path) => renameSync(`${path}.new`, path),
      removed: (path) => rmSync(path),
    };
    for (const [name, change] of Object.entries(changes)) {
      const path = join(folder, `${name}.tif`);
      await writeFile(path, big);
      await writeFile(`${path}.new`, big);
      const { signal } = new AbortController();
      let looks = 0;
      // The third look at the signal comes between two reads of the file.
      signal.throwIfAborted = () => {
        looks++;
        if (looks === 3) change(path);
      };
      const arrival = await examineFile(path, DEFAULT_POLICY, signal);
      expect({ name, verdict: arrival.verdict, code: arrival.verdict === "reject" && arrival.code }).toEqual({
        name,
        verdict: "reject",
        code: "SRC-CHANGED",
      });
    }
  });

  test("is refused by the policy's limits, and taken when they allow it", async () => {
    const path = join(await folderOf([["0001.tif", one]]), "0001.tif");
    expect(await examineFile(path, { ...DEFAULT_POLICY, maxPixels: 100 })).toMatchObject({ code: "IMG-BOMB" });
    expect(await examineFile(path, { ...DEFAULT_POLICY, maxBytes: 100 })).toMatchObject({ code: "FILE-LARGE" });
    expect(await examineFile(path, { ...DEFAULT_POLICY, leafHeightMm: 10.8 })).toMatchObject({ verdict: "accept", findings: [] });
    expect(await examineFile(path, { ...DEFAULT_POLICY, leafHeightMm: 300 })).toMatchObject({
      findings: [{ code: "DPI-SUSPECT" }],
    });
  });

  test("stops when asked to", async () => {
    const path = join(await folderOf([["0001.tif", one]]), "0001.tif");
    await expect(examineFile(path, DEFAULT_POLICY, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  });
});

describe("a file of several pages", () => {
  const pages = [1, 2, 3].map((seed) => greyPage(40, 50, seed));
  const form = { isBigEndian: true };

  test("is split into one file a page when asked for, pixel for pixel and the same each time", async () => {
    const folder = await folderOf([
      ["0001.tif", tiffFile(pages, form)],
      ["0002.tif", one],
    ]);
    const split = async () => surveyed(folder, { policy: { multiPage: "split" }, scratch: await folderOf([]) });
    const found = await split();
    expect(found.accepted.map((each) => each.name)).toEqual(["0001.tif#1", "0001.tif#2", "0001.tif#3", "0002.tif"]);
    const pixels = await Promise.all(found.accepted.slice(0, 3).map((each) => sharp(each.path).raw().toBuffer()));
    const grey = (bytes: Buffer) => Buffer.from(bytes.filter((_, index) => index % (bytes.length / 2000) === 0));
    expect(pixels.map(grey)).toEqual(pages.map((page) => page.segments[0]));
    expect((await split()).accepted.map((each) => each.digest)).toEqual(found.accepted.map((each) => each.digest));
  });

  test("is refused as a whole without a place for its pages", async () => {
    const found = await surveyed(await folderOf([["0001.tif", tiffFile(pages)]]), { policy: { multiPage: "split" } });
    expect(found.rejected.map((each) => each.code)).toEqual(["IMG-MULTIPAGE"]);
  });
});

describe("identifiers", () => {
  test("of batches are made from the folder's name", () => {
    expect(["AB.123", "Đại Nam nhất thống chí", "R.1954 (tập 2)", "ĐKCB_0042"].map(batchIdOf)).toEqual([
      "AB.123",
      "Dai-Nam-nhat-thong-chi",
      "R.1954-tap-2",
      "DKCB_0042",
    ]);
    expect(batchIdOf("Việt".normalize("NFD"))).toBe(batchIdOf("Việt"));
  });

  test("are refused where a name cannot become one", () => {
    for (const name of ["", "..", "a/b", "金雲翹新傳", "x".repeat(300), "...", "AB 金"])
      expect(() => batchIdOf(name), name).toThrow(expect.objectContaining({ code: "BATCH-ID", exit: "input" }));
  });

  test("are always usable, or refused", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (name) => {
        try {
          expect(batchIdOf(name)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/);
        } catch (error) {
          expect(error).toMatchObject({ code: "BATCH-ID" });
        }
      }),
    );
  });

  test("of pages depend on the item and the composed name only", () => {
    expect(pageIdOf("AB.1", "0001.tif")).toMatch(/^p[0-9a-f]{12}$/);
    expect(pageIdOf("AB.1", "ấ.tif".normalize("NFD"))).toBe(pageIdOf("AB.1", "ấ.tif".normalize("NFC")));
    expect(pageIdOf("AB.2", "0001.tif")).not.toBe(pageIdOf("AB.1", "0001.tif"));
  });
});

describe("a file in a watched folder", () => {
  test("is at rest when nothing changed between two looks", async () => {
    const path = join(await folderOf([["0001.tif", one]]), "0001.tif");
    expect(await settled(path, async () => {})).toBe(true);
    expect(await settled(path, () => appendFile(path, "x"))).toBe(false);
    expect(await settled(`${path}.none`, async () => {})).toBe(false);
  });

  test("is not at rest while a copy beside it is unfinished", async () => {
    const folder = await folderOf([
      ["0001.tif", one],
      ["0001.tif.part", ""],
    ]);
    expect(await settled(join(folder, "0001.tif"), async () => {})).toBe(false);
  });
});

describe("the order of pages", () => {
  test("is one order, whatever order the folder lists them in", () => {
    const names = fc.array(fc.stringMatching(/^[a-c0-3._-]{1,6}$/), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(names, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (list, random) => {
        const entries = list.map((name) => ({ name }));
        const shuffled = entries
          .map((entry) => ({ entry, at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry);
        expect(inPageOrder(shuffled).map((each) => each.name)).toEqual(inPageOrder(entries).map((each) => each.name));
      }),
    );
  });
});

describe.skipIf(MATERIAL === undefined)("real scans", () => {
  test("are all taken", async () => {
    const folders = ["wild/manuscript", "wild/open-guji", "wild/vnpf-woodblock", "dev/pages/images"];
    for (const folder of folders) {
      const found = await surveyed(join(MATERIAL ?? "", folder));
      expect({ folder, rejected: found.rejected, skipped: found.skipped }).toEqual({ folder, rejected: [], skipped: [] });
      expect(found.accepted.length).toBeGreaterThan(0);
    }
  });
});
