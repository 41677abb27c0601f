import { describe, expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { readRegisterFile } from "../../catalogue/register-file.ts";
import type { ReadingOptions } from "../../catalogue/register-import.ts";
import { RepeatedKeys } from "../../catalogue/repeated-keys.ts";
import { inPieces, readRegister } from "../fixtures/read-register.ts";

/** Read as one piece, and in pieces that cut letters and line ends. */
async function both(bytes: Uint8Array, options: ReadingOptions = {}) {
  return { whole: await readRegister(bytes, options), streamed: await readRegister(bytes, options, 7) };
}

const LINES = [
  "SỔ ĐĂNG KÝ",
  "",
  "Ký hiệu;Nhan đề;Đơn vị;Số trang;Ghi chú;Từ ngày;Đến ngày",
  'A;"大南實錄; tập\nmột";Kho 1;12 tờ;;;1/7/2025',
  "a ;𡨸喃;Kho 2;12;kệ;1/7/2025;",
  ";không ký hiệu;;;;;",
  ";;;;;;",
  "B;x;;nhiều;;;",
  "C;x;Kho 1;;;;",
  "C;y;Kho 2;;;;",
  "D;z;;;;;",
];

describe("a register that is read in passes", () => {
  test("says the same as one that is read at once, whatever the separator, the line ends and the encoding", async () => {
    for (const separator of [";", "\t"]) {
      for (const end of ["\n", "\r\n"]) {
        const text = LINES.map((line) => (separator === ";" ? line : line.replace(/;(?! tập)/g, separator))).join(end);
        for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${text}`), Buffer.from(`\uFEFF${text}`, "utf16le")]) {
          const { whole, streamed } = await both(bytes);
          expect(streamed).toEqual(whole);
          expect(whole.rejected.map(({ code }) => code)).toEqual(["REG-REQ", "REG-COL", "REG-OVERLAP"]);
        }
      }
    }
    const old = Buffer.from("Ký hiÖu;Nhan ®Ò;§¬n vÞ\nAB.1;§¹i ViÖt sö ký;Th­ viÖn tØnh\n", "latin1");
    const { whole, streamed } = await both(old, { encoding: "tcvn3" });
    expect(streamed).toEqual(whole);
    await expect(readRegisterFile(inPieces(old, 7))).rejects.toMatchObject({ code: "REG-ENCODING" });
  });

  test("gives all rows of one shelfmark in one part, so that they are weighed together", async () => {
    const rows = Array.from({ length: 700 }, (_, at) => `M${at};x;;;;;1/1/2020`);
    const again = ["M3;y;;;;1/1/2020;", "M699;y;;;;1/1/2020;"];
    const { entries } = await readRegisterFile(inPieces(Buffer.from([LINES[2], ...rows, ...again].join("\n")), 4096));
    const parts: string[][] = [];
    for await (const part of entries()) parts.push(part.map(({ shelfmark }) => shelfmark));
    expect(parts.flat()).toHaveLength(702);
    for (const mark of ["M3", "M699"]) expect(parts.filter((part) => part.includes(mark))).toHaveLength(1);
    expect(parts.length).toBeGreaterThan(2);
  });

  test("refuses a file that breaks off in the middle of a letter, late in it", async () => {
    const long = Array.from({ length: 30_000 }, (_, at) => `Đ.${at};Nhan đề;;;;;`).join("\n");
    const broken = Buffer.concat([Buffer.from(`${LINES[2]}\n${long}\n`), Buffer.from([0xff, 0xfd]), Buffer.from("\nA;x;;;;;")]);
    await expect(readRegisterFile(inPieces(broken, 65_536))).rejects.toMatchObject({ code: "REG-FILE" });
  });

  test("is told by its first rows even where the beginning that is looked at ends inside a cell of many lines", async () => {
    const rows = Array.from({ length: 20 }, (_, at) => `M${at};x;;;"${"ghi chú\n".repeat(2000)}";;`);
    const { entries } = await readRegister(Buffer.from([LINES[2], ...rows].join("\n")));
    expect(entries).toHaveLength(20);
  });

  test("reads workbooks too", async () => {
    const cells = [
      ["Ký hiệu", "Nhan đề"],
      ["A", "x"],
    ].map((row) => row.map((value) => ({ value })));
    const { entries, found } = await readRegisterFile(inPieces(await writeXlsxFile(cells).toBuffer(), 100));
    expect(found).toBe(1);
    for await (const part of entries()) expect(part).toMatchObject([{ shelfmark: "A" }]);
  });
});

test("keys that stand twice are found among many, and others are not taken for them", () => {
  const keys = new RepeatedKeys();
  for (let at = 0; at < 5000; at++) keys.add(`K${at}`);
  keys.add("K17");
  keys.settle();
  expect([keys.has("K17"), keys.has("K18"), keys.has("x")]).toEqual([true, false, false]);
});
