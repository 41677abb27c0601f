import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import readExcelFile from "read-excel-file/node";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";

/** A book of four leaves: the second is out of focus, the fourth is the third shot once more. */
const BATCH = "HN.soi";
const [BLURRED, SHOT, AGAIN] = ["0002.tif", "0003.tif", "0004.tif"] as const;

/** What a person makes of the blurred page. */
const WRITTEN = "南國山河南帝居";

let home: string;
let remove: () => Promise<void>;
let folder: string;
let rescan: string;
let blurredDigest = "";

const run = (...args: string[]) => sohoa([...args, "--json", "--home", home]);
const quality = (...args: string[]) => run("quality", BATCH, ...args);
interface Page {
  readonly file: string;
  readonly page: string;
  readonly master: string;
  readonly standing: string;
  readonly hasEarlierText: boolean;
  readonly findings: readonly { readonly code: string }[];
  readonly verdicts: readonly {
    readonly verdict: string;
    readonly agent: string;
    readonly reason: string;
    readonly master: string;
  }[];
}
const pageOf = (data: { readonly pages: readonly Page[] }, file: string) => data.pages.find((page) => page.file === file) as Page;
const codesOf = (page: Page) => page.findings.map((each) => each.code);

beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
  folder = join(home, BATCH);
  rescan = join(home, "quét lại.tif");
  await makeSampleBook(folder, { pages: 3, width: 1000, height: 1400, maxSkewDegrees: 0.5 });
  const at = (name: string) => join(folder, name);
  await writeFile(rescan, await readFile(at(BLURRED)));
  const save = (picture: Sharp) => picture.withMetadata({ density: 300 }).tiff({ compression: "lzw" }).toBuffer();
  await writeFile(at(BLURRED), await save(sharp(at(BLURRED)).blur(7)));
  await writeFile(at(AGAIN), await save(sharp(at(SHOT)).rotate(0.3, { background: "#241f1a" }).modulate({ brightness: 0.97 })));
});
afterAll(async () => await remove());

describe("the quality of a batch", () => {
  test("can be asked before anything is measured, and every page is accounted for", async () => {
    expect((await run("add", folder)).envelope.counts).toMatchObject({ added: 4 });
    const { exit, envelope } = await quality();
    expect(exit).toBe(0);
    expect(envelope.counts).toMatchObject({ pages: 4, unmeasured: 4, rescan: 0, clean: 0 });
  }, 60_000);

  test("lists the blurred page and the leaf that was shot twice, and nothing of the kind about the others", async () => {
    expect((await run("add", folder, "--wait")).envelope.data.state).toBe("complete");
    const { exit, envelope } = await quality();
    expect(exit).toBe(3);
    const { pages, clean = 0, notes = 0, warnings = 0, rescan: bad = 0, accepted = 0, unmeasured = 0 } = envelope.counts;
    expect(clean + notes + warnings + bad + accepted + unmeasured).toBe(pages);
    const blurred = pageOf(envelope.data, BLURRED);
    blurredDigest = blurred.master;
    expect({ standing: blurred.standing, codes: codesOf(blurred) }).toMatchObject({
      standing: "rescan",
      codes: expect.arrayContaining(["QC-BLUR"]),
    });
    const doubles = envelope.data.pages.filter((page: Page) => codesOf(page).includes("ITEM-DUPLICATE"));
    expect(doubles.map((page: Page) => page.file)).toEqual([SHOT, AGAIN]);
    const others = envelope.data.pages.filter((page: Page) => codesOf(page).includes("QC-BLUR"));
    expect(others).toHaveLength(1);
  }, 240_000);

  test("is filtered by code and severity, and says that it shows a part", async () => {
    const { data, counts } = (await quality("--code", "qc-blur")).envelope;
    expect(data.pages.map((page: Page) => page.file)).toEqual([BLURRED]);
    expect({ shown: counts["shown"], pages: counts["pages"], filter: data.filter }).toEqual({
      shown: 1,
      pages: 4,
      filter: { severity: null, code: "qc-blur" },
    });
    const spoken = await sohoa(["quality", BATCH, "--severity", "rescan", "--home", home, "--lang", "vi"]);
    expect(spoken.stdout).toMatch(/0002\.tif +✖ quét lại +QC-BLUR/);
  });
});

describe("a person's verdict", () => {
  test("sends a page back: status says so, the book is not complete, the spreadsheet shows the page", async () => {
    const { exit, envelope } = await run(
      "quality",
      "reject",
      BLURRED,
      "--batch",
      BATCH,
      "--reason",
      "=lệch nét",
      "--agent",
      "Lan",
    );
    expect({ exit, counts: envelope.counts }).toEqual({ exit: 0, counts: { judged: 1, unchanged: 0 } });
    expect((await run("status", BATCH)).envelope).toMatchObject({ counts: { toRescan: 1 }, data: { state: "attention" } });
    const sheet = join(home, "quét lại.xlsx");
    expect((await quality("--code", "QC-BLUR", "--xlsx", sheet)).exit).toBe(3);
    const rows = (await readExcelFile(sheet)) as unknown as
      | readonly (readonly (string | null)[])[]
      | readonly { readonly data: readonly (readonly (string | null)[])[] }[];
    const cells = JSON.stringify(rows);
    expect(cells).toContain(BLURRED);
    expect(cells).toContain("=lệch nét (Lan)");
    const zip = await readFile(sheet);
    expect(zip.includes("xl/media/")).toBe(true);
  });

  test("is taken from a table as a whole or not at all", async () => {
    const table = join(home, "kết luận.csv");
    const before = (await quality()).envelope.data.version;
    await writeFile(table, `page,verdict,reason,note\n${AGAIN},accept,trang đúng,\n0009.tif,accept,,\n${SHOT},maybe,,\n`);
    const refused = await quality("--decisions", table);
    expect(refused.exit).toBe(4);
    expect(refused.envelope.errors.map((error) => error.code)).toEqual(["DEC-PAGE", "DEC-VERDICT"]);
    expect((await quality()).envelope.data.version).toBe(before);
    await writeFile(
      table,
      `\ufeffpage;verdict;reason;note\r\n${AGAIN};accept;trang đúng;\r\n${SHOT};accept;trang đúng;\r\n0001.tif;;;\r\n`,
    );
    expect((await quality("--decisions", table, "--agent", "Minh")).envelope.counts).toEqual({
      judged: 2,
      unchanged: 0,
      undecided: 1,
    });
    const { data } = (await quality()).envelope;
    expect(data.version).toBe(before + 1);
    expect(pageOf(data, AGAIN)).toMatchObject({ standing: "accepted", verdicts: [{ agent: "Minh", reason: "trang đúng" }] });
  });

  test("survives the loss of the catalogue with everything else in the item's description", async () => {
    const { version } = (await quality()).envelope.data;
    const description = JSON.parse(await readFile(join(home, `store/items/${BATCH}/v${version}.json`), "utf8"));
    expect(description.verdicts.map((row: { verdict: string }) => row.verdict)).toEqual(["rescan", "accept", "accept"]);
  });
});

describe("a rescan", () => {
  test("refuses a file that would be refused at the door, and a page that is not there", async () => {
    const empty = join(home, "empty.tif");
    await writeFile(empty, "");
    const refused = await run("quality", "replace", BLURRED, empty, "--batch", BATCH);
    expect({ exit: refused.exit, code: refused.envelope.errors[0]?.code }).toEqual({ exit: 4, code: "IMG-EMPTY" });
    expect((await run("quality", "replace", "0099.tif", rescan, "--batch", BATCH)).envelope.errors[0]?.code).toBe("PAGE-UNKNOWN");
  });

  test("takes the page's place: everything is made again, the page is measured anew, the verdict counts no more", async () => {
    const tables = join(home, "tables");
    await run("text", "export", BATCH, "--to", tables);
    const name = (await readdir(tables)).find((each) => each.startsWith("0002")) ?? "";
    await writeFile(join(tables, name), `dòng\tloại\tchữ\tphiên âm\tghi chú\n\tchính văn\t${WRITTEN}\tNam quốc sơn hà\t\n`);
    await run("text", "import", BATCH, tables, "--confirm", "--agent", "Lan");
    expect((await run("quality", "replace", BLURRED, rescan, "--batch", BATCH)).envelope.counts).toEqual({ replaced: 1 });
    // Nothing is made of the new picture yet: it is not measured, and no text can be reviewed on it.
    expect((await quality()).envelope.counts).toMatchObject({ pages: 4, unmeasured: 1, rescan: 0 });
    const early = await run("text", "import", BATCH, tables, "--confirm");
    expect(early.envelope.errors.map(({ code, path }) => ({ code, path }))).toEqual([{ code: "TXT-OLD-SCAN", path: name }]);
    const { exit, envelope } = await run("quality", "replace", BLURRED, rescan, "--batch", BATCH, "--wait");
    expect(envelope.counts).toMatchObject({ replaced: 0, failed: 0, toRescan: 0 });
    // A person reviewed the text on the blurred picture: readers keep what they have until it is confirmed.
    expect({ exit, state: envelope.data.state }).toEqual({ exit: 3, state: "waiting" });
    const page = pageOf((await quality()).envelope.data, BLURRED);
    expect(codesOf(page)).not.toContain("QC-BLUR");
    expect(page).toMatchObject({ hasEarlierText: true, verdicts: [{ verdict: "rescan", master: blurredDigest }] });
    expect(page.master).not.toBe(blurredDigest);
    expect(page.standing).not.toBe("rescan");
  }, 240_000);

  test("keeps the text that was reviewed before, to be confirmed on the new picture; then the book is complete", async () => {
    const status = await sohoa(["status", BATCH, "--home", home]);
    expect(status.stdout).toContain("belong to an earlier scan");
    const tables = join(home, "tables again");
    expect((await run("text", "export", BATCH, "--to", tables)).envelope.counts).toEqual({ pages: 4, earlier: 1 });
    const earlier = join(tables, "earlier");
    const [name = ""] = await readdir(earlier);
    expect(await readFile(join(earlier, name), "utf8")).toMatch(`${WRITTEN}\tNam quốc sơn hà`);
    expect((await run("text", "import", BATCH, earlier, "--confirm")).envelope.counts).toMatchObject({ answered: 1 });
    expect((await run("add", folder, "--wait")).envelope.data.state).toBe("complete");
    const { exit, envelope } = await quality();
    expect({ exit, rescan: envelope.counts["rescan"] }).toEqual({ exit: 0, rescan: 0 });
    expect(pageOf(envelope.data, BLURRED).hasEarlierText).toBe(false);
  }, 240_000);

  test("is not undone by adding the folder of the first scans again", async () => {
    const page = pageOf((await quality()).envelope.data, BLURRED);
    const { envelope } = await run("add", folder);
    expect(envelope.counts).toMatchObject({ replaced: 0, known: 4, superseded: 1 });
    expect(pageOf((await quality()).envelope.data, BLURRED).master).toBe(page.master);
  });

  test("leaves the earlier picture in the store, in the older version of the item, and nothing to complain of", async () => {
    const object = join(home, "store/objects", blurredDigest.slice(0, 2), blurredDigest.slice(2, 4), blurredDigest);
    expect((await sharp(object).metadata()).width).toBe(1000);
    const first = JSON.parse(await readFile(join(home, `store/items/${BATCH}/v1.json`), "utf8"));
    expect(first.structure.pages.map((page: { master: string }) => page.master)).toContain(blurredDigest);
    expect((await run("fsck", "--no-grace")).envelope).toMatchObject({ ok: true, counts: { findings: 0 } });
  }, 60_000);
});
