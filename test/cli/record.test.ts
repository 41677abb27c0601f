import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { incomingFromTable } from "../../formats/record-table.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";

let home: string;
let remove: () => Promise<void>;
const run = async (...args: readonly string[]) => await sohoa([...args, "--home", home, "--json"]);
const file = (name: string) => join(home, name);

async function csv(name: string, ...rows: readonly string[]): Promise<string> {
  await writeFile(file(name), `${rows.join("\n")}\n`);
  return file(name);
}

beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
  for (const [at, item] of ["HN.1", "HN.2", "HN.3"].entries()) {
    await mkdir(file(`scans/${item}`), { recursive: true });
    const create = { width: 320 + at, height: 400, channels: 3 as const, background: "beige" };
    await sharp({ create })
      .withMetadata({ density: 300 })
      .tiff()
      .toFile(file(`scans/${item}/001.tif`));
    expect((await run("add", file(`scans/${item}`))).exit).toBe(0);
  }
}, 120_000);
afterAll(() => remove());

const HEADING = "Ký hiệu kho;Loại biểu ghi;Nhan đề chữ Hán;Nhan đề;Tác giả;Niên đại;Năm dương lịch;Hình thức;Nơi giữ;Thể loại";

describe("sohoa record", () => {
  test("imports what is right, and names each row that is not with all its reasons", async () => {
    const table = await csv(
      "in.csv",
      HEADING,
      "HN.1;Sách in;金雲翹新傳;Kim Vân Kiều tân truyện;阮攸 (Nguyễn Du);嗣德十九年;1866;Khắc in;Thư viện tỉnh;truyện Nôm",
      "HN.2;Sách in;X;Y;;嗣德十九年;1900;in bằng khoai;;sắc phong",
      "HN.9;Sách in;X;Y;;;;;;",
    );
    const dry = await run("record", "import", table, "--dry-run");
    expect(dry.envelope.counts).toEqual({ found: 3, imported: 1, unchanged: 0, conflicts: 0, rejected: 2 });
    // Had the dry run stored anything, this one would find it unchanged.
    const done = await run("record", "import", table, "--agent", "Lan", "--rejected", file("rejected.csv"));
    expect(done.exit).toBe(3);
    expect(done.envelope.counts).toEqual({ found: 3, imported: 1, unchanged: 0, conflicts: 0, rejected: 2 });
    expect(done.envelope.errors.map(({ code }) => code).sort()).toEqual([
      "REC-DATE-DIFFERS",
      "REC-NO-ITEM",
      "REC-REQUIRED",
      "REC-TERM",
    ]);
    const rejected = await readFile(file("rejected.csv"), "utf8");
    expect(rejected).toContain("HN.9");
    expect(rejected.trim().split("\n")).toHaveLength(5);
    const { data } = (await run("record", "show", "HN.1")).envelope;
    expect(data).toMatchObject({ isDraft: false, record: { form: "woodblock", genre: "nom-verse-tale", dateEdtf: "1866" } });
  });

  test("exports the format that the name of the file says, and taking the file back changes nothing", async () => {
    for (const name of ["all.xlsx", "all.mrc"]) {
      const out = await run("record", "export", "--all", "--to", file(name));
      expect([out.exit, out.envelope.counts["written"]], name).toEqual([0, 3]);
      const back = await run("record", "import", file(name));
      const counts = { found: 3, imported: 0, unchanged: 3, conflicts: 0, rejected: 0 };
      expect([back.exit, back.envelope.counts], name).toEqual([0, counts]);
    }
    const each = await run("record", "export", "--all", "--to", file("dc"), "--each", "dc.xml");
    expect(each.envelope.counts["written"]).toBe(3);
    expect((await run("record", "import", file("dc/HN.1.dc.xml"))).envelope.counts).toMatchObject({ unchanged: 1 });
  }, 240_000);

  test("merges a change from a spreadsheet with one made since, and overwrites nothing that both changed", async () => {
    await run("record", "export", "HN.1", "--to", file("mine.json"));
    const [exported] = JSON.parse(await readFile(file("mine.json"), "utf8"));
    const change = async (name: string, fields: object) => {
      await writeFile(file(name), JSON.stringify([{ ...exported, ...fields }]));
      return await run("record", "import", file(name));
    };
    expect((await change("a.json", { summary: "Truyện thơ", holder: "Thư viện tỉnh Huế" })).envelope.counts["imported"]).toBe(1);
    const second = await change("b.json", { summary: "Truyện thơ lục bát", paper: "giấy dó" });
    expect(second.exit).toBe(4);
    expect(second.envelope.counts).toMatchObject({ conflicts: 1, imported: 0 });
    expect(second.envelope.data[0].conflicts).toEqual([{ field: "summary", mine: "Truyện thơ", theirs: "Truyện thơ lục bát" }]);
    expect((await run("record", "import", file("b.json"), "--prefer", "file")).exit).toBe(0);
    expect((await run("record", "show", "HN.1")).envelope.data.record).toMatchObject({
      summary: "Truyện thơ lục bát",
      holder: "Thư viện tỉnh Huế",
      paper: "giấy dó",
    });
  });

  test("goes by the lists and forms of the library", async () => {
    await mkdir(file("lists"), { recursive: true });
    await writeFile(file("lists/genres.json"), JSON.stringify([{ id: "lullaby", vi: "hát ru", en: "lullaby" }]));
    const table = await csv("own.csv", "Ký hiệu kho;Thể loại", "HN.3;Hát ru");
    expect((await run("record", "import", table)).envelope.counts).toMatchObject({ imported: 1 });
    await writeFile(file("lists/genres.json"), "[{}]");
    const broken = await run("record", "check", "--all");
    expect([broken.exit, broken.envelope.errors[0]?.code]).toEqual([6, "RULES-INVALID"]);
    await writeFile(file("lists/genres.json"), "[]");
    expect((await run("record", "check", "HN.3")).envelope.errors.map(({ code }) => code)).toEqual(["REC-UNLISTED"]);
  });

  test("writes a form for each kind of document, which can be filled in and imported", async () => {
    const made = await run("record", "template", file("form.xlsx"), "--kind", "stele-rubbing");
    expect(made.exit).toBe(0);
    expect(made.envelope.data).toContain("Nơi giữ");
    expect(made.envelope.data).not.toContain("Học vị");
    expect((await incomingFromTable(await readFile(file("form.xlsx")))).ignoredColumns).toEqual([]);
    expect((await run("record", "template", file("form.xlsx"), "--kind", "papyrus")).exit).toBe(2);
  });

  test("refuses XML with a document type and MARC that is no UTF-8, by name", async () => {
    await writeFile(file("bomb.xml"), '<!DOCTYPE x [<!ENTITY a "b">]><mods xmlns="http://www.loc.gov/mods/v3"/>');
    const bomb = await run("record", "import", file("bomb.xml"));
    expect([bomb.exit, bomb.envelope.errors[0]?.code]).toEqual([4, "XML-DOCTYPE"]);
    await run("record", "export", "HN.1", "--to", file("one.mrc"));
    const marc = await readFile(file("one.mrc"));
    marc[9] = 0x20;
    await writeFile(file("one.mrc"), marc);
    const old = await run("record", "import", file("one.mrc"));
    expect([old.exit, old.envelope.errors[0]?.code, old.envelope.counts["rejected"]]).toEqual([4, "MARC-CHARSET", 1]);
  });

  test("keeps formulas and leading zeros of a spreadsheet as the text they are", async () => {
    const rows = [
      ["Ký hiệu kho", "Nhan đề", "Ghi chú tình trạng"],
      ["HN.2", "=1+1", "00123"],
    ];
    const bytes = await writeExcelFile(rows.map((row) => row.map((value) => ({ value, type: String })))).toBuffer();
    await writeFile(file("formula.xlsx"), bytes);
    expect((await run("record", "import", file("formula.xlsx"))).exit).toBe(0);
    await run("record", "export", "HN.2", "--to", file("formula.csv"));
    const text = await readFile(file("formula.csv"), "utf8");
    expect(text).toContain(",'=1+1,");
    expect(text).toContain(",00123,");
  });
});
