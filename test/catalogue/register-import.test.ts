import { describe, expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { readRegister } from "../../catalogue/register-import.ts";

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
    expect(reading.entries.map((entry) => entry.shelfmark)).toEqual(["A", "E"]);
    expect(reading.entries[1]?.effectiveFrom).toBe("2025-07-01");
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

  test("refuses what is no register: other bytes, old code pages, a damaged XLSX, a table without headings", async () => {
    await expect(readRegister(Buffer.from([0x4b, 0xfd, 0x20, 0x68]))).rejects.toMatchObject({ code: "REG-FILE" });
    await expect(readRegister(Buffer.from("PK\u0003\u0004 broken"))).rejects.toMatchObject({ code: "REG-FILE" });
    await expect(readRegister(utf8("a,b\n1,2\n"))).rejects.toMatchObject({ code: "REG-HEADING" });
    await expect(readRegister(utf8(""))).rejects.toMatchObject({ code: "REG-HEADING" });
  });
});
