import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import type { Activity } from "../../pipeline/publication-log.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";

/** One home for the whole journey: a technician, an archivist and a manager work on it one after the other. */
let home: string;
let remove: () => Promise<void>;
const run = (...args: string[]) => sohoa([...args, "--json", "--home", home]);

beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
});
afterAll(async () => {
  await remove();
});

describe("a first book", () => {
  test("the demo makes a finished book and refuses the broken file by its code", async () => {
    const { exit, envelope } = await run("demo", "--pages", "3");
    expect(envelope.errors.map((error) => error.code)).toEqual(["IMG-TRUNC"]);
    expect(envelope.counts).toMatchObject({ found: 4, added: 3, known: 0, rejected: 1, pages: 3, done: 3, failed: 0 });
    expect(envelope.data).toMatchObject({ item: "HN.mau-01", state: "complete" });
    expect(exit).toBe(0);
  }, 180_000);

  test("fsck finds nothing lost, and verify compares every object", async () => {
    const fsck = await run("fsck", "--no-grace");
    expect(fsck.envelope).toMatchObject({ ok: true, exit: 0, counts: { items: 1, pages: 3, findings: 0 } });
    const verify = await run("verify", "--all");
    expect(verify.envelope.counts["match"]).toBe(verify.envelope.counts["checked"]);
    expect(verify.envelope.counts["checked"]).toBe(fsck.envelope.counts["artifacts"]);
  });

  test("the same folder twice adds nothing and says so", async () => {
    const { envelope, exit } = await run("add", join(home, "sample/HN.mau-01"));
    expect(envelope.counts).toMatchObject({ found: 4, added: 0, known: 3, rejected: 1 });
    expect(exit).toBe(3);
    expect((await run("fsck", "--no-grace")).envelope.ok).toBe(true);
  });

  test("a corrected page changes the text, the PDF and the publication, and nothing of the other pages", async () => {
    const before = await currentDigests();
    const tables = join(home, "tables");
    await run("text", "export", "HN.mau-01", "--to", tables);
    const [first] = (await readdir(tables)).sort();
    const path = join(tables, first ?? "");
    const table = await readFile(path, "utf8");
    await writeFile(path, table.replace(/^(c1\t[^\t]*\t)[^\t]*/m, "$1南國山河𠊛"));
    expect((await run("text", "import", "HN.mau-01", tables, "--agent", "Lan")).envelope.counts).toEqual({
      answered: 1,
      unchanged: 2,
    });
    await sohoa(["add", join(home, "sample/HN.mau-01"), "--wait", "--json", "--home", home]);
    const out = join(home, "out");
    await run("export", "HN.mau-01", "--to", out);
    const [text] = (await readdir(join(out, "text"))).sort();
    expect(await readFile(join(out, "text", text ?? ""), "utf8")).toContain("南國山河𠊛");
    const after = await currentDigests();
    const changed = Object.keys(after)
      .filter((key) => before[key] !== after[key])
      .map((key) => key.replace(/^p[0-9a-f]{12}/, "page"));
    expect(changed.sort()).toEqual([
      "HN.mau-01 aip",
      "HN.mau-01 iiif/annotations",
      "HN.mau-01 iiif/manifest",
      "HN.mau-01 item/history",
      "HN.mau-01 pdf",
      "HN.mau-01 publication",
      "HN.mau-01 search/index",
      "page text/reviewed",
    ]);
  }, 120_000);

  test("a record from a file becomes the book's title", async () => {
    const record = join(home, "record.json");
    await writeFile(
      record,
      JSON.stringify({ v: 1, shelfmark: "HN.mau-01", titles: [{ language: "vi", text: "Sách mẫu đã mô tả" }] }),
    );
    expect((await run("describe", "HN.mau-01", "--from", record)).envelope.counts).toEqual({ answered: 1, unchanged: 0 });
    expect((await run("describe", "HN.mau-01", "--from", record)).envelope.counts).toEqual({ answered: 0, unchanged: 1 });
    await sohoa(["add", join(home, "sample/HN.mau-01"), "--wait", "--json", "--home", home]);
    const out = join(home, "out2");
    await run("export", "HN.mau-01", "--to", out, "--manifest");
    expect(await readFile(join(out, "manifest.json"), "utf8")).toContain("Sách mẫu đã mô tả");
  }, 120_000);

  test("the published book counts against a target of the register", async () => {
    await run("target", "set", "Quý hiếm", "--percentage", "70", "--deadline", "2030-12-31");
    const { envelope } = await run("target", "show", "--explain");
    expect(envelope.data.targets[0]).toMatchObject({ share: { numerator: 1, denominator: 1, percentage: 100 }, isReached: true });
  });

  test("a derivative that is gone from the store lowers the number until it is back", async () => {
    const pdf = (await currentDigests())["HN.mau-01 pdf"] ?? "";
    const path = join(home, "store/objects", pdf.slice(0, 2), pdf.slice(2, 4), pdf);
    const numerator = async () => (await run("target", "show")).envelope.data.targets[0].share.numerator;
    await rename(path, `${path}.away`);
    expect((await run("verify", "--all")).exit).toBe(8);
    expect(await numerator()).toBe(0);
    await rename(`${path}.away`, path);
    expect((await run("verify", "--all")).exit).toBe(0);
    expect(await numerator()).toBe(1);
  });

  test("the catalogue can be thrown away and rebuilt from the store, edits and record included", async () => {
    const before = await currentDigests();
    const shown = await activities();
    expect(shown.map(({ number, kind }) => `${number} ${kind}`)).toEqual(["1 create", "2 update", "3 update"]);
    const { rm } = await import("node:fs/promises");
    for (const suffix of ["", "-wal", "-shm"]) await rm(join(home, `catalogue.sqlite${suffix}`), { force: true });
    expect((await run("rebuild")).envelope).toMatchObject({ ok: true, counts: { items: 1, missing: 0 } });
    expect(await currentDigests()).toEqual(before);
    expect(await activities()).toEqual(shown);
    expect((await run("fsck", "--no-grace")).envelope).toMatchObject({ ok: true });
  });

  test("unknown batches, wrong options and missing folders end with their frozen exit codes", async () => {
    expect((await run("status", "NO.1")).exit).toBe(4);
    expect((await run("add", join(home, "nowhere"))).exit).toBe(4);
    expect((await run("frobnicate")).exit).toBe(2);
    expect((await run("add", join(home, "sample/HN.mau-01"), "--profile", "none")).exit).toBe(2);
    await writeFile(join(home, "sohoa.yaml"), "worker:\n  lanes: many\n");
    expect((await run("status")).exit).toBe(6);
  });
});

/** What harvesters are told. */
async function activities(): Promise<readonly Activity[]> {
  const { openCatalogue } = await import("../../catalogue/open.ts");
  const catalogue = await openCatalogue({ file: join(home, "catalogue.sqlite") }, () => new Date());
  const lines = await catalogue.ledger.activities(1, 100);
  await catalogue.close();
  return lines;
}

/** Digest by subject and role, read through the library's own door. */
async function currentDigests(): Promise<Record<string, string>> {
  const { openCatalogue } = await import("../../catalogue/open.ts");
  const catalogue = await openCatalogue({ file: join(home, "catalogue.sqlite") }, () => new Date());
  const rows = await catalogue.ledger.currentOfItem("HN.mau-01");
  await catalogue.close();
  return Object.fromEntries(rows.map((row) => [`${row.subject} ${row.role}`, row.artifact.digest]));
}

test("a folder with good and bad files reports each, and goes on with the good ones", async () => {
  const folder = join(home, "mixed");
  await makeSampleBook(folder, { pages: 2, width: 500, height: 700 });
  await writeFile(join(folder, "0003.tif"), "");
  await writeFile(join(folder, "0004.jpg"), "not a picture");
  const check = await sohoa(["check", folder, "--json", "--home", join(home, "b")]);
  expect(check.envelope.counts).toMatchObject({ found: 4, accepted: 2, rejected: 2 });
  expect(check.envelope.errors.map((error) => error.code)).toEqual(["IMG-EMPTY", "IMG-FORMAT"]);
  expect(check.envelope.errors.every((error) => error.message.length > 0 && error.advice.length > 0)).toBe(true);
  expect(check.exit).toBe(3);
});
