import { describe, expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { readRegister } from "../fixtures/read-register.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const shelfmarks = async (bytes: Uint8Array) => (await readRegister(bytes)).entries.map((entry) => entry.shelfmark);

describe("reading a register of holdings", () => {
  test("finds the headings under a title, in Vietnamese, whatever the separator", async () => {
    for (const separator of [",", ";", "\t"]) {
      const lines = [
        ["SỔ ĐĂNG KÝ TÀI LIỆU QUÝ HIẾM"],
        [],
        ["STT", "Ký hiệu", "Nhan đề", "Số trang", "Loại tài liệu", "Đơn vị lưu giữ"],
        ["1", "HN.1", "大南實錄", "1.240 trang", "Quý hiếm", "Thư viện tỉnh"],
      ];
      const reading = await readRegister(utf8(`\uFEFF${lines.map((line) => line.join(separator)).join("\r\n")}\r\n`));
      expect(reading).toMatchObject({ found: 1, headingRow: 3, rejected: [], otherColumns: ["STT"] });
      expect(reading.entries[0]).toMatchObject({
        shelfmark: "HN.1",
        title: "大南實錄",
        extentPages: 1240,
        holdingClass: "Quý hiếm",
        holder: "Thư viện tỉnh",
        row: { STT: "1", shelfmark: "HN.1" },
      });
    }
  });

  test("reads headings without accents, in capitals, decomposed, or in English", async () => {
    expect(await shelfmarks(utf8("KY HIEU,NHAN DE\nA,x\n"))).toEqual(["A"]);
    expect(await shelfmarks(utf8(`${"Ký hiệu,Nhan đề".normalize("NFD")}\nA,x\n`))).toEqual(["A"]);
    expect(await shelfmarks(utf8("Shelf-mark,Title\nA,x\n"))).toEqual(["A"]);
  });

  test("keeps a comma inside a quoted title and a line break inside a cell", async () => {
    const reading = await readRegister(utf8('shelfmark,title\nA,"Thơ, văn\ntập một"\nB,y\n'));
    expect(reading.entries.map((entry) => entry.title)).toEqual(["Thơ, văn\ntập một", "y"]);
  });

  test("tells of every row that cannot be used, with its number and reason", async () => {
    const text =
      "shelfmark,title,số trang,từ ngày\nA,x,10,\n,no mark,,\nB,,,\n\nC,y,many,\na ,again,,\nD,z,,31/2/2020\nE,ok,,1/7/2025\n";
    const reading = await readRegister(utf8(text));
    expect(reading.rejected.map(({ row, code }) => [row, code])).toEqual([
      [3, "REG-REQ"],
      [4, "REG-REQ"],
      [6, "REG-COL"],
      [7, "REG-DUP"],
      [8, "REG-COL"],
    ]);
    // Shelfmarks that stand several times come last.
    expect(reading.entries.map((entry) => entry.shelfmark)).toEqual(["E", "A"]);
    expect(reading.entries[0]?.effectiveFrom).toBe("2025-07-01");
    expect(reading.found).toBe(reading.entries.length + reading.rejected.length);
  });

  test("reads XLSX whatever it is called, with numbers and days as cells", async () => {
    const file = writeXlsxFile([
      [{ value: "Thư viện tỉnh" }],
      [null],
      [{ value: "Ký hiệu" }, { value: "Nhan đề" }, { value: "Số trang" }, { value: "Từ ngày" }],
      [
        { value: "HN.1" },
        { value: "南國" },
        { value: 12, type: Number },
        { value: new Date("2020-01-05T00:00:00Z"), type: Date, format: "dd/mm/yyyy" },
      ],
      [null, null],
      [{ value: "HN.2" }],
    ]);
    const reading = await readRegister(await file.toBuffer());
    expect(reading.entries[0]).toMatchObject({ shelfmark: "HN.1", title: "南國", extentPages: 12, effectiveFrom: "2020-01-05" });
    expect(reading.rejected).toEqual([{ row: 6, code: "REG-REQ", facts: { column: "title" } }]);
  });

  test("reads the Unicode text that Excel saves", async () => {
    const text = "\uFEFFKý hiệu\tNhan đề\r\nA\tx\r\n";
    expect(await shelfmarks(new Uint8Array(Buffer.from(text, "utf16le")))).toEqual(["A"]);
  });

  test("reads every sheet that has the headings, and tells of the others", async () => {
    const head = [{ value: "Ký hiệu" }, { value: "Nhan đề" }];
    const file = writeXlsxFile([
      { data: [[{ value: "Bìa" }]], sheet: "Bìa" },
      { data: [head, [{ value: "A" }, { value: "x" }]], sheet: "Kho 1" },
      { data: [[{ value: "Thư viện" }], [], head, [{ value: "B" }, null], [{ value: "C" }, { value: "z" }]], sheet: "Kho 2" },
    ]);
    const reading = await readRegister(await file.toBuffer());
    expect(reading.entries.map((entry) => entry.shelfmark)).toEqual(["A", "C"]);
    expect(reading.rejected).toEqual([{ row: 4, sheet: "Kho 2", code: "REG-REQ", facts: { column: "title" } }]);
    expect(reading.otherSheets).toEqual(["Bìa"]);
  });

  test("gives a merged cell to every row that it spans", async () => {
    const file = writeXlsxFile([
      [{ value: "Ký hiệu" }, { value: "Nhan đề" }, { value: "Đơn vị" }],
      [{ value: "A" }, { value: "x" }, { value: "Thư viện tỉnh", rowSpan: 2 }],
      [{ value: "B" }, { value: "y" }, null],
      [{ value: "C" }, { value: "z" }, null],
    ]);
    const reading = await readRegister(await file.toBuffer());
    expect(reading.entries.map((entry) => entry.holder)).toEqual(["Thư viện tỉnh", "Thư viện tỉnh", ""]);
  });

  test("keeps zeros in front, and warns where the file has a shelfmark as a number", async () => {
    const file = writeXlsxFile([
      [{ value: "Ký hiệu" }, { value: "Nhan đề" }],
      [{ value: "00123", type: String }, { value: "x" }],
      [
        { value: 124, type: Number },
        { value: "=HYPERLINK(1)", type: String },
      ],
    ]);
    const reading = await readRegister(await file.toBuffer());
    expect(reading.entries.map((entry) => [entry.shelfmark, entry.title])).toEqual([
      ["00123", "x"],
      ["124", "=HYPERLINK(1)"],
    ]);
    expect(reading.warnings).toEqual([{ code: "REG-NUMERIC", sheet: "", row: 3, facts: { shelfmark: "124" } }]);
  });

  test("reads headings as a person said that they are meant", async () => {
    const text = "Mã cũ,Tựa\nA,x\n";
    await expect(readRegister(utf8(text))).rejects.toMatchObject({ code: "REG-HEADING" });
    const mapping = new Map([
      ["ma cu", "shelfmark"],
      ["tua", "title"],
    ] as const);
    expect((await readRegister(utf8(text), { mapping })).entries).toMatchObject([{ shelfmark: "A", title: "x" }]);
  });

  test("asks before it reads an encoding from before Unicode, and reads it when told", async () => {
    const bytes = new Uint8Array(Buffer.from("Ký hiÖu;Nhan ®Ò;§¬n vÞ\nAB.1;§¹i ViÖt sö ký;Th­ viÖn tØnh\n", "latin1"));
    await expect(readRegister(bytes)).rejects.toMatchObject({
      code: "REG-ENCODING",
      facts: { encoding: "tcvn3", sample: "Ký hiệu;Nhan đề;Đơn vị" },
    });
    const reading = await readRegister(bytes, { encoding: "tcvn3" });
    expect(reading.entries[0]).toMatchObject({ shelfmark: "AB.1", title: "Đại Việt sử ký", holder: "Thư viện tỉnh" });
  });

  test("refuses two holders at once, a time that ends before it begins, and names both rows", async () => {
    const text =
      "shelfmark,title,holder,từ ngày,đến ngày\nA,x,Kho 1,,\nA,x,Kho 2,,\nB,y,Kho 1,2026-01-01,2025-01-01\nC,z,Kho 1,,2025-01-01\nC,z,Kho 2,2025-01-01,\n";
    const reading = await readRegister(utf8(text));
    expect(reading.rejected).toEqual([
      { row: 3, code: "REG-OVERLAP", facts: { shelfmark: "A", firstRow: 2, first: "Kho 1", second: "Kho 2" } },
      { row: 4, code: "REG-PERIOD", facts: { shelfmark: "B", from: "2026-01-01", until: "2025-01-01" } },
    ]);
    expect(reading.entries.map((entry) => [entry.shelfmark, entry.holder])).toEqual([
      ["A", "Kho 1"],
      ["C", "Kho 1"],
      ["C", "Kho 2"],
    ]);
  });

  test("refuses old Excel and OpenDocument files with what to do", async () => {
    await expect(readRegister(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).rejects.toMatchObject({
      code: "REG-OLD",
      facts: { kind: ".xls" },
    });
    const ods = Buffer.from("PK\u0003\u0004..........mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "latin1");
    await expect(readRegister(ods)).rejects.toMatchObject({ code: "REG-OLD", facts: { kind: ".ods" } });
  });

  test("refuses what is no register: other bytes, old code pages, a damaged XLSX, a table without headings", async () => {
    await expect(readRegister(Buffer.from([0xff, 0x00, 0xfd, 0x81]))).rejects.toMatchObject({ code: "REG-FILE" });
    await expect(readRegister(Buffer.from("PK\u0003\u0004 broken"))).rejects.toMatchObject({ code: "REG-FILE" });
    await expect(readRegister(utf8("a,b\n1,2\n"))).rejects.toMatchObject({ code: "REG-HEADING" });
    await expect(readRegister(utf8(""))).rejects.toMatchObject({ code: "REG-HEADING" });
  });
});
