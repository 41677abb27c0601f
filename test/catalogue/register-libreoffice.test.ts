/** Registers as LibreOffice writes them: the shapes that libraries keep, saved by the program that they use. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRegister } from "../fixtures/read-register.ts";
import { hasTool } from "../fixtures/tools.ts";

const run = promisify(execFile);
const cell = (text: string, attributes = "") =>
  `<table:table-cell office:value-type="string"${attributes}><text:p>${text}</text:p></table:table-cell>`;
const number = (value: number) =>
  `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${value}</text:p></table:table-cell>`;
const day = (iso: string) => `<table:table-cell table:style-name="day" office:value-type="date" office:date-value="${iso}"/>`;
const formula = (text: string, shown: string) =>
  `<table:table-cell table:formula="of:=${text}" office:value-type="string" office:string-value="${shown}"><text:p>${shown}</text:p></table:table-cell>`;
const row = (...cells: readonly string[]) => `<table:table-row>${cells.join("")}</table:table-row>`;
const COVERED = "<table:covered-table-cell/>";

/** Two sheets with registers and a cover: titles, headings in row 3, merged holders, a formula, days as days, zeros in front. */
const WORKBOOK = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles><number:date-style style:name="D"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style><style:style style:name="day" style:family="table-cell" style:data-style-name="D"/></office:automatic-styles>
<office:body><office:spreadsheet>
<table:table table:name="Bìa">${row(cell("SỔ ĐĂNG KÝ TÀI LIỆU QUÝ HIẾM"))}</table:table>
<table:table table:name="Kho Hán Nôm">
${row(cell("THƯ VIỆN TỈNH", ' table:number-columns-spanned="3"'), COVERED, COVERED)}
${row()}
${row(...["Ký hiệu kho", "Nhan đề", "Đơn vị giữ", "Số trang", "Từ ngày", "Tình trạng", "Làng xã"].map((each) => cell(each)))}
${row(cell("00123"), cell("金雲翹新傳"), cell("Thư viện tỉnh", ' table:number-rows-spanned="2"'), cell("68 tờ"), day("2020-01-05"), cell("bị mọt"), cell("Phước Tích"))}
${row(cell("HN.2"), formula("CONCATENATE(&quot;Truyện&quot;;&quot; Kiều&quot;)", "Truyện Kiều"), COVERED, number(136), cell("1/7/2025"), cell(""), cell(""))}
${row()}
${row(cell("HN.3"), cell(""), cell("Thư viện tỉnh"), number(12))}
${row(cell("HN.4"), cell("𡨸喃 &amp; &lt;chữ Nôm&gt;"), cell("Thư viện tỉnh"), cell("1.240 trang"))}
</table:table>
<table:table table:name="Kho địa chí">
${row(cell("Sổ năm 2025"))}
${row(...["Nhan đề", "Ký hiệu", "Ghi chú"].map((each) => cell(each)))}
${row(cell("Địa chí Huế"), number(42), cell("=1+1"))}
</table:table>
</office:spreadsheet></office:body></office:document>`;

describe.skipIf(!hasTool("soffice"))("a register that LibreOffice wrote", () => {
  let folder: string;
  const saved = async (name: string, content: string, ...filter: readonly string[]) => {
    await writeFile(join(folder, name), content);
    const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
    await run("soffice", [profile, "--headless", ...filter, "--convert-to", "xlsx", "--outdir", folder, join(folder, name)]);
    return await readRegister(await readFile(join(folder, name.replace(/\.\w+$/, ".xlsx"))));
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sohoa-office-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("is read with titles above, merged cells, two sheets, formulas, days and zeros in front", async () => {
    const reading = await saved("so.fods", WORKBOOK);
    expect(reading).toMatchObject({ found: 5, headingRow: 3, otherSheets: ["Bìa"] });
    const holder = "Thư viện tỉnh";
    expect(reading.entries).toMatchObject([
      {
        shelfmark: "00123",
        title: "金雲翹新傳",
        holder,
        extentPages: 136,
        effectiveFrom: "2020-01-05",
        row: { condition: "bị mọt", village: "Phước Tích" },
      },
      { shelfmark: "HN.2", title: "Truyện Kiều", holder, extentPages: 136, effectiveFrom: "2025-07-01" },
      { shelfmark: "HN.4", title: "𡨸喃 & <chữ Nôm>", extentPages: 1240 },
      { shelfmark: "42", title: "Địa chí Huế", row: { "Ghi chú": "=1+1" } },
    ]);
    expect(reading.rejected).toMatchObject([{ row: 7, sheet: "Kho Hán Nôm", code: "REG-REQ", facts: { column: "title" } }]);
    expect(reading.warnings).toMatchObject([{ code: "REG-NUMERIC", sheet: "Kho địa chí", row: 3 }]);
  }, 120_000);

  test("warns of each shelfmark that LibreOffice took for a number when it opened a CSV file", async () => {
    const text = "Ký hiệu;Nhan đề\n00123;Truyện Kiều\nHN.2;Chinh phụ ngâm\n";
    const reading = await saved("so.csv", text, "--infilter=CSV:59,34,76,1");
    expect(reading.entries.map(({ shelfmark }) => shelfmark)).toEqual(["123", "HN.2"]);
    expect(reading.warnings).toMatchObject([{ code: "REG-NUMERIC", row: 2 }]);
  }, 120_000);
});
