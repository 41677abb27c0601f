import { chmod, mkdir, open, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { sohoa, start, temporaryHome } from "../fixtures/command-line.ts";
import { itemDigests } from "../fixtures/item-digests.ts";

/** One small book under the hands of people who change their minds. */
const BATCH = "HN.lai";
const PAGES = 2;

let home: string;
let remove: () => Promise<void>;
let folder: string;

const run = (...args: string[]) => sohoa([...args, "--json", "--home", home]);
const digests = () => itemDigests({ file: join(home, "catalogue.sqlite") }, BATCH);

beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
  folder = join(home, BATCH);
  await makeSampleBook(folder, { pages: PAGES, width: 500, height: 700 });
});
afterAll(async () => await remove());

describe("a batch", () => {
  test("interrupted by Ctrl-C loses nothing: it says how to go on, exits 130, and a second run completes it", async () => {
    const { child, ended, stderr } = start(["add", folder, "--wait", "--home", home]);
    while (!stderr().includes("Found")) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGINT");
    const { exit, stdout } = await ended;
    expect(exit).toBe(130);
    expect(stdout).toContain(`sohoa add "${folder}" --wait`);
    expect((await run("fsck", "--no-grace")).envelope.ok).toBe(true);
  }, 60_000);

  test("that is paused is left alone, and says so instead of waiting for ever", async () => {
    await run("pause", BATCH);
    const { exit, envelope } = await run("add", folder, "--wait");
    expect({ exit, state: envelope.data.state, done: envelope.counts["done"] }).toEqual({
      exit: 0,
      state: "paused",
      done: expect.any(Number),
    });
    expect(envelope.counts["done"]).toBeLessThan(PAGES);
  }, 60_000);

  test("that is resumed goes on to the end", async () => {
    expect((await run("resume", BATCH)).exit).toBe(0);
    const { envelope } = await run("add", folder, "--wait");
    expect(envelope).toMatchObject({ ok: true, counts: { known: PAGES, done: PAGES }, data: { state: "complete" } });
  }, 60_000);

  test("treated by another profile becomes due, can be cancelled, and comes back without work", async () => {
    const before = await digests();
    const redo = await run("redo", BATCH, "--profile", "viet-tay");
    expect(redo.envelope.counts["due"]).toBeGreaterThan(0);
    const cancelled = await run("cancel", BATCH);
    expect(cancelled.envelope.counts["withdrawn"]).toBeGreaterThan(0);
    expect((await run("redo", BATCH, "--profile", "moc-ban")).envelope.counts["due"]).toBe(0);
    expect(await digests()).toEqual(before);
  });

  test("whose profile demands people says which gates it waits at", async () => {
    await run("redo", BATCH, "--profile", "viet-tay");
    const { envelope } = await run("status", BATCH);
    const publish = envelope.data.waiting.find((each: { stage: string }) => each.stage === "publish");
    expect(publish.gates).toEqual(["text-review", "metadata-entry"]);
    const spoken = await sohoa(["status", BATCH, "--home", home, "--lang", "vi"]);
    expect(spoken.stdout).toContain("chờ người hiệu đính văn bản");
    await run("redo", BATCH, "--profile", "moc-ban");
    await run("add", folder, "--wait");
  }, 60_000);
});

describe("a broken page", () => {
  const BROKEN = "HN.vo";
  let scans: string;

  test("that only decoding finds out fails by name, and other pages go on", async () => {
    scans = join(home, BROKEN);
    await mkdir(scans);
    const good = await readFile(join(folder, (await readdir(folder)).sort()[0] ?? ""));
    const jpeg = await sharp(good).jpeg({ quality: 90 }).withMetadata({ density: 300 }).toBuffer();
    // A damaged stretch in the middle of the picture: every segment is whole, the pixels are not.
    const damaged = Buffer.from(jpeg).fill(0x5a, Math.floor(jpeg.length / 2), Math.floor(jpeg.length / 2) + 400);
    await writeFile(join(scans, "0001.jpg"), jpeg);
    await writeFile(join(scans, "0002.jpg"), damaged);
    const { exit, envelope } = await run("add", scans, "--wait");
    expect({ exit, ...envelope.counts }).toMatchObject({ exit: 3, added: 2, done: 1, failed: 1 });
    expect(envelope.data.state).toBe("attention");
    const errors = await run("errors", BROKEN);
    expect(errors.envelope.errors.map(({ path }) => path)).toEqual(["0002.jpg"]);
    expect(errors.envelope.errors[0]?.code).toMatch(/^IMG-(CORRUPT|TRUNC)$/);
  }, 60_000);

  test("is tried again when asked, only itself, and a page that is not there widens nothing", async () => {
    expect(await run("retry", BROKEN, "--page", "0009.jpg")).toMatchObject({
      exit: 4,
      envelope: { errors: [{ code: "PAGE-UNKNOWN" }] },
    });
    expect((await run("retry", BROKEN, "--stage", "no-such")).exit).toBe(2);
    expect((await run("retry", BROKEN, "--page", "0001.jpg")).envelope.counts).toEqual({ retried: 0 });
    expect((await run("retry", BROKEN, "--page", "0002.jpg")).envelope.counts).toEqual({ retried: 1 });
  });

  test("scanned again under the same name replaces it, and the book is complete", async () => {
    await writeFile(
      join(scans, "0002.jpg"),
      await sharp(join(scans, "0001.jpg")).flop().jpeg().withMetadata({ density: 300 }).toBuffer(),
    );
    const { envelope } = await run("add", scans, "--wait");
    expect(envelope).toMatchObject({
      ok: true,
      counts: { added: 0, replaced: 1, known: 1, failed: 0 },
      data: { state: "complete" },
    });
    expect((await run("errors", BROKEN)).envelope.counts).toEqual({ errors: 0 });
  }, 60_000);
});

describe("what people write", () => {
  test("about a book is read from CSV and from XLSX, and the same record again changes nothing", async () => {
    const heads = ["Ký hiệu kho", "Nhan đề", "Nhan đề chữ Hán"];
    const row = [BATCH, "Kim Vân Kiều tân truyện", "金雲翹新傳"];
    const csv = join(home, "biểu ghi.csv");
    const xlsx = join(home, "biểu ghi.xlsx");
    await writeFile(csv, `\ufeff${heads.join(";")}\r\n${row.join(";")}\r\n`);
    await writeExcelFile([heads, row]).toFile(xlsx);
    expect((await run("describe", BATCH, "--from", csv)).envelope.counts).toEqual({ answered: 1, unchanged: 0 });
    expect((await run("describe", BATCH, "--from", xlsx)).envelope.counts).toEqual({ answered: 0, unchanged: 1 });
    expect((await run("describe", BATCH, "--from", join(home, "none.csv"))).exit).toBe(4);
  });

  test("into tables is taken all or not at all", async () => {
    const tables = join(home, "tables");
    await run("text", "export", BATCH, "--to", tables);
    const [one = "", two = ""] = (await readdir(tables)).sort();
    const sound = await readFile(join(tables, one), "utf8");
    await writeFile(join(tables, one), sound.replace(/^(c1\t[^\t]*\t)[^\t]*/m, "$1南國山河"));
    await writeFile(join(tables, two), "no table at all");
    const before = await digests();
    const { exit, envelope } = await run("text", "import", BATCH, tables);
    expect(exit).toBe(4);
    expect(envelope.errors.map((error) => error.path)).toContain(two);
    expect(await digests()).toEqual(before);
  });
});

describe("what leaves the line", () => {
  const kinds: readonly (readonly [kind: string, pattern: RegExp, count: number])[] = [
    ["pdf", /\.pdf$/, 1],
    ["manifest", /^manifest\.json$/, 1],
    ["aip", /\.tar$/, 1],
    ["alto", /^alto.*\.xml$/, PAGES],
    ["text", /^text.*\.txt$/, PAGES],
  ];

  beforeAll(async () => {
    await run("add", folder, "--wait");
  });

  test.each(kinds)("is exported as %s, and nothing else with it", async (kind, pattern, count) => {
    const out = join(home, "out", kind);
    const { exit, envelope } = await run("export", BATCH, "--to", out, `--${kind}`);
    const files = (await readdir(out, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const names = files.map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1));
    expect({
      exit,
      files: envelope.counts["files"],
      names: names.filter((name) => pattern.test(name)).length,
      all: names.length,
    }).toEqual({
      exit: 0,
      files: count,
      names: count,
      all: count,
    });
  });

  test("is proven: one flipped byte is found, named, and ends with exit 8", async () => {
    const pdf = (await digests()).find((line) => line.includes(" pdf "))?.split(" ")[2] ?? "";
    const path = await objectPath(pdf);
    await chmod(path, 0o644);
    const file = await open(path, "r+");
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 100);
    await file.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, 100);
    const found = await run("verify", "--batch", BATCH);
    expect(found.exit).toBe(8);
    expect(found.envelope.counts).toMatchObject({ mismatch: 1, missing: 0 });
    expect(found.envelope.errors).toMatchObject([{ code: "FIX-MISMATCH", path: pdf }]);
    await file.write(buffer, 0, 1, 100);
    await file.close();
    expect((await run("verify", "--batch", BATCH)).exit).toBe(0);
  });
});

async function objectPath(digest: string): Promise<string> {
  const entries = await readdir(join(home, "store"), { recursive: true, withFileTypes: true });
  const entry = entries.find(
    (each) =>
      each.isFile() &&
      join(each.parentPath, each.name)
        .replaceAll(/[^0-9a-f]/g, "")
        .endsWith(digest),
  );
  return join(entry?.parentPath ?? "", entry?.name ?? "");
}
