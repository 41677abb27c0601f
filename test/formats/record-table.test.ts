import { describe, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { draftRecord } from "../../formats/record-draft.ts";
import { recordsFromBytes } from "../../formats/record-table.ts";
import { SAMPLE_RECORD } from "../fixtures/item-inputs.ts";

const HEADING = ["Ký hiệu kho", "Nhan đề", "Nhan đề chữ Hán", "Tác giả", "Niên đại", "Nơi giữ", "Mục lục", "Ghi chú nội bộ"];
const ROW = [
  "AB.1",
  "Truyện Kiều",
  "傳翹豈",
  "Nguyễn Du; Phạm Quý Thích",
  "明命二十一年",
  "Thư viện tỉnh",
  "第一 = 1; 第二=3",
  "x",
];
const csv = (...rows: readonly (readonly string[])[]) =>
  Buffer.from(rows.map((row) => row.map((cell) => `"${cell}"`).join(",")).join("\n"));

const EXPECTED = {
  shelfmark: "AB.1",
  titles: [
    { language: "vi", text: "Truyện Kiều" },
    { language: "lzh", text: "傳翹豈" },
  ],
  agents: [
    { role: "author", name: "Nguyễn Du" },
    { role: "author", name: "Phạm Quý Thích" },
  ],
  dateAsWritten: "明命二十一年",
  language: "vi-Hani",
  holder: "Thư viện tỉnh",
  divisions: [
    { title: "第一", page: 1 },
    { title: "第二", page: 3 },
  ],
};

describe("a table of records", () => {
  test("is read from CSV with Vietnamese headings, and says which columns it did not read", async () => {
    const { records, problems, ignoredColumns } = await recordsFromBytes(csv(HEADING, ROW));
    expect(problems).toEqual([]);
    expect(records[0]).toMatchObject(EXPECTED);
    expect(ignoredColumns).toEqual(["Ghi chú nội bộ"]);
  });

  test("is read from semicolons, tabs, a byte-order mark, and headings without marks or in English", async () => {
    for (const text of ["\uFEFFKY HIEU KHO;nhan_de\nA1;Sách", "shelfmark\tTitle\nA1\tSách", "Call Number,title\r\nA1,Sách\r\n"]) {
      const { records, problems } = await recordsFromBytes(Buffer.from(text));
      expect(problems).toEqual([]);
      expect(records).toMatchObject([{ shelfmark: "A1", titles: [{ text: "Sách" }] }]);
    }
  });

  test("is read from XLSX", async () => {
    const sheet = await writeExcelFile([HEADING, ROW].map((row) => row.map((value) => ({ value, type: String })))).toBuffer();
    const { records, problems } = await recordsFromBytes(sheet);
    expect(problems).toEqual([]);
    expect(records[0]).toMatchObject(EXPECTED);
  });

  test("is read from JSON, one record or many", async () => {
    for (const value of [SAMPLE_RECORD, [SAMPLE_RECORD]]) {
      const { records, problems } = await recordsFromBytes(Buffer.from(JSON.stringify(value)));
      expect(problems).toEqual([]);
      expect(records).toEqual([SAMPLE_RECORD]);
    }
  });

  test("tells every problem with its row", async () => {
    const table = csv(
      ["Ký hiệu kho", "Nhan đề", "Mức tiếp cận", "EDTF", "Bản quyền", "Ngôn ngữ"],
      ["A1", "Sách", "", "1840", "", "Hán Nôm"],
      ["", "", "mật", "năm 1840", "tự do", "tiếng lạ"],
      ["A1", "Sách khác", "nội bộ", "184X~", "", ""],
    );
    const { problems } = await recordsFromBytes(table);
    expect(problems.map(({ code, facts }) => [code, facts["row"]])).toEqual([
      ["REC-EMPTY", 3],
      ["REC-EMPTY", 3],
      ["REC-DATE", 3],
      ["REC-LANGUAGE", 3],
      ["REC-ACCESS", 3],
      ["REC-RIGHTS", 3],
      ["REC-TWICE", 4],
    ]);
  });

  test("is refused when it is empty, of another encoding, no table, or without shelfmarks", async () => {
    const code = async (bytes: Buffer) => (await recordsFromBytes(bytes)).problems[0]?.code;
    expect(await code(csv(HEADING))).toBe("REC-NONE");
    expect(await code(Buffer.from([0x4b, 0xfd, 0xff, 0x0a]))).toBe("REC-ENCODING");
    expect(await code(Buffer.from("{ not json"))).toBe("REC-TABLE");
    expect(await code(Buffer.from("PK\u0003\u0004 not a sheet"))).toBe("REC-TABLE");
    expect(await code(csv(["Nhan đề"], ["Sách"]))).toBe("REC-COLUMN");
    expect(await code(Buffer.from(JSON.stringify({ ...SAMPLE_RECORD, titels: [] })))).toBe("REC-FIELD");
  });
});

describe("the draft of a record", () => {
  test("needs no more than a shelfmark", () => {
    expect(draftRecord({ shelfmark: "AB.9" })).toMatchObject({ shelfmark: "AB.9", titles: [{ language: "vi", text: "AB.9" }] });
  });

  test("takes from the register what can be understood and leaves the rest", () => {
    const registerRow = { "Tên sách": "Kiều", "Niên đại": "1878", "Mức tiếp cận": "mật", "Ký hiệu": "khác", Kệ: "3" };
    expect(draftRecord({ shelfmark: "AB.9", registerRow })).toMatchObject({
      shelfmark: "AB.9",
      titles: [{ language: "vi", text: "Kiều" }],
      dateAsWritten: "1878",
      dateEdtf: "1878",
      access: "public",
    });
  });
});
