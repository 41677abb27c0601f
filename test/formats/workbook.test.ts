import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import readXlsxFile from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { openWorkbook } from "../../formats/workbook/open-workbook.ts";
import { TextList } from "../../formats/workbook/text-list.ts";
import { workbookOf } from "../fixtures/workbook.ts";

/** All sheets as tables, blank rows included and empty cells at the end of a row left out. */
const tables = (bytes: Uint8Array) =>
  openWorkbook(bytes).map(({ name, rows }) => {
    const table: string[][] = [];
    for (const { number, cells } of rows()) {
      while (table.length < number - 1) table.push([]);
      table.push([...cells]);
    }
    return { name, table };
  });

/** The same by another reader, which holds the whole workbook. */
async function byAnother(bytes: Uint8Array) {
  const text = (cell: unknown) =>
    cell === null || cell === undefined ? "" : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
  const trimmed = (cells: readonly string[]) => cells.slice(0, cells.findLastIndex((cell) => cell !== "") + 1);
  const sheets = await readXlsxFile(Buffer.from(bytes));
  return sheets.map(({ sheet, data }) => ({ name: sheet, table: data.map((row) => trimmed(row.map(text))) }));
}

describe("a workbook that is read row by row", () => {
  test("says what a reader of whole workbooks says, whatever the cells are", async () => {
    const cell = fc.oneof(
      fc
        .string({ unit: "grapheme", minLength: 1 })
        .filter((text) => !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text) && text.trim() === text && !(text in {})),
      fc.constantFrom("00123", "=1+1", "𡨸喃", "Thơ, văn; tập", "a & <b>", "a_x000D_b", "#REF!"),
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.boolean(),
      fc.date({ min: new Date("1901-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
      fc.constant(null),
    );
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, async (values) => {
        const asCell = (value: string | number | boolean | Date | null) => {
          if (value === null) return null;
          return value instanceof Date ? { value, type: Date, format: "yyyy-mm-dd" } : { value };
        };
        const bytes = await writeXlsxFile(values.map((row) => row.map(asCell))).toBuffer();
        const [ours, theirs] = [tables(bytes), await byAnother(bytes)];
        const last = (table: readonly string[][]) => table.findLastIndex((row) => row.length > 0) + 1;
        for (const [at, { name, table }] of ours.entries()) {
          expect(name).toBe(theirs[at]?.name);
          const whole = theirs[at]?.table ?? [];
          expect(table.slice(0, last(table))).toEqual(whole.slice(0, last(whole)));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("reads what programs write differently: prefixes, no references, runs, readings, texts in the cell, formulas, errors", () => {
    const strings =
      '<si><r><t>Truyện </t></r><r><t>Kiều</t></r></si><si><t>金雲翹</t><rPh sb="0" eb="1"><t>キン</t></rPh></si><si><t xml:space="preserve">a_x000D_b</t></si>';
    const sheet = `<x:sheetData xmlns:x="m"><x:row r="2"><x:c r="B2" t="s"><x:v>0</x:v></x:c><x:c r="D2" t="s"><x:v>1</x:v></x:c></x:row>
      <row><c t="inlineStr"><is><t>Nôm</t></is></c><c t="str"><f>A1&amp;"x"</f><v>ab</v></c><c t="e"><f>X</f><v>#REF!</v></c><c t="b"><v>1</v></c><c><v>1.5E3</v></c><c t="s"><v>2</v></c><c t="str"><f>1</f></c></row></x:sheetData>`;
    expect(tables(workbookOf(sheet, { strings }))).toEqual([
      {
        name: "Sổ",
        table: [[], ["", "Truyện Kiều", "", "金雲翹"], ["Nôm", "ab", "#REF!", "true", "1500", "a\rb"]],
      },
    ]);
  });

  test("knows days by their style alone, in workbooks that count from 1900 and from 1904", () => {
    const styles =
      '<numFmts><numFmt numFmtId="170" formatCode="dd&quot; tháng &quot;mm"/><numFmt numFmtId="171" formatCode="[Red]0.0&quot;d&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>';
    const cells = [0, 1, 2, 3].map((style) => `<c s="${style}"><v>43835</v></c>`).join("");
    const sheet = `<sheetData><row r="1">${cells}</row></sheetData>`;
    expect(tables(workbookOf(sheet, { styles }))[0]?.table).toEqual([["43835", "2020-01-05", "2020-01-05", "43835"]]);
    const [early] = tables(workbookOf(sheet, { styles, properties: '<workbookPr date1904="1"/>' }));
    expect(early?.table).toEqual([["43835", "2024-01-06", "2024-01-06", "43835"]]);
    const [first] = openWorkbook(workbookOf(sheet, { styles }));
    expect([...(first?.rows() ?? [])].map(({ numbers }) => [...numbers])).toEqual([[0, 3]]);
  });

  test("gives merged cells to every row that they span, and the same rows each time it is asked", () => {
    const row = (number: number, ...texts: readonly string[]) =>
      `<row r="${number}">${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row>`;
    const sheet = `<sheetData>${row(1, "A", "kho 1")}${row(2, "B")}${row(4, "C")}${row(5, "D", "kho 2")}${row(6, "E")}</sheetData><mergeCells count="2"><mergeCell ref="B1:B4"/><mergeCell ref="A6:C6"/></mergeCells>`;
    const bytes = workbookOf(sheet);
    const expected = [["A", "kho 1"], ["B", "kho 1"], [], ["C", "kho 1"], ["D", "kho 2"], ["E"]];
    expect(tables(bytes)[0]?.table).toEqual(expected);
    const [opened] = openWorkbook(bytes);
    const marks = () => [...(opened?.rows() ?? [])].map(({ cells }) => cells[0]);
    expect(marks()).toEqual(marks());
  });

  test("refuses a document type, XML that breaks off, strings and columns that are not there, and what is no workbook", () => {
    const bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaa">]>';
    const sound = '<sheetData><row r="1"><c t="s"><v>0</v></c></row></sheetData>';
    const broken = zipSync({ "xl/workbook.xml": strToU8(`${bomb}<workbook/>`) });
    expect(() => openWorkbook(broken)).toThrow(/document type/);
    expect(() => tables(workbookOf(sound))).toThrow(/no such value/);
    expect(() => tables(workbookOf("<sheetData><row><c>"))).toThrow();
    expect(() => tables(workbookOf('<sheetData><row r="1"><c r="XFE1"><v>1</v></c></row></sheetData>'))).toThrow(/no cell/);
    expect(() => openWorkbook(zipSync({ "a.txt": strToU8("x") }))).toThrow(/no sheets/);
    expect(() => openWorkbook(strToU8("PK"))).toThrow();
  });
});

test("a list of texts gives back each text that was added", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (texts) => {
      const list = new TextList();
      for (const text of texts) list.add(text);
      expect(texts.map((_, at) => list.at(at))).toEqual(texts);
      expect([list.at(texts.length), list.at(-1), list.at(0.5)]).toEqual([undefined, undefined, undefined]);
    }),
  );
});
