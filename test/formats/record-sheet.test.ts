import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import { describe, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { RECORD_COLUMNS } from "../../formats/record-columns.ts";
import { recordSheet } from "../../formats/record-sheet.ts";
import { incomingFromTable } from "../../formats/record-table.ts";
import { compactRecord, type ItemRecord, recordSchema } from "../../pipeline/record.ts";
import { hasTool } from "../fixtures/tools.ts";
import { variedRecords } from "../fixtures/varied-records.ts";

// Shelfmarks of a table are all different.
const RECORDS = variedRecords(500, 6).map((record, at) => ({ ...record, shelfmark: `${record.shelfmark} ${at}` }));
const sheetOf = (records: readonly ItemRecord[]) => recordSheet(records.map((record) => ({ record, origin: {} }))).rows;
const xlsxOf = async (rows: readonly (readonly string[])[]) =>
  await writeExcelFile(rows.map((row) => row.map((value) => ({ value, type: String })))).toBuffer();

async function readBack(bytes: Buffer): Promise<readonly ItemRecord[]> {
  const { records, problems, ignoredColumns } = await incomingFromTable(bytes);
  expect([...problems, ...ignoredColumns]).toEqual([]);
  return records.map(({ fields }) => recordSchema.parse({ v: 1, ...fields }));
}

function expectSame(back: readonly ItemRecord[], records: readonly ItemRecord[]): void {
  expect(back.map(compactRecord)).toEqual(records.map(compactRecord));
  expect(sheetOf(back)).toEqual(sheetOf(records));
}

describe("records as a table", () => {
  test("come back from XLSX as they were, and are written as they were", async () => {
    expectSame(await readBack(await xlsxOf(sheetOf(RECORDS))), RECORDS);
  });

  test("come back from CSV, with a byte-order mark and any delimiter", async () => {
    for (const delimiter of [",", ";", "\t"]) {
      const text = stringify(sheetOf(RECORDS.slice(0, 100)) as string[][], { bom: true, delimiter });
      expectSame(await readBack(Buffer.from(text)), RECORDS.slice(0, 100));
    }
  });

  test.skipIf(!hasTool("soffice"))("come back from the XLSX that LibreOffice makes of the one we wrote", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sohoa-office-"));
    await writeFile(join(folder, "in.xlsx"), await xlsxOf(sheetOf(RECORDS.slice(0, 200))));
    const convert = (from: string, to: string) =>
      execFileSync(
        "soffice",
        [
          `-env:UserInstallation=file://${folder}/profile`,
          "--headless",
          "--convert-to",
          to,
          "--outdir",
          folder,
          join(folder, from),
        ],
        { stdio: "ignore" },
      );
    convert("in.xlsx", "ods");
    convert("in.ods", "xlsx");
    expectSame(await readBack(await readFile(join(folder, "in.xlsx"))), RECORDS.slice(0, 200));
    await rm(folder, { recursive: true, force: true });
  });

  test("hold no cell that a spreadsheet calculates", () => {
    const [heading = [], ...rows] = sheetOf(RECORDS);
    expect(heading).toHaveLength(RECORD_COLUMNS.length + 1);
    expect(rows.flat().some((cell) => cell.startsWith("'="))).toBe(true);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });

  test("name each column by words of its own", () => {
    const names = RECORD_COLUMNS.flatMap((column) => column.names);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  test("let people be corrected in their cell without losing what the cell says beside the name", async () => {
    const record = recordSchema.parse({
      v: 1,
      shelfmark: "A.1",
      titles: [{ language: "vi", text: "Truyện" }],
      agents: [
        {
          role: "author",
          name: "阮攸",
          normalised: "Nguyễn Dư",
          alsoKnownAs: [
            { kind: "courtesy", name: "Tố Như" },
            { kind: "art", name: "Thanh Hiên" },
          ],
          years: "1766-1820",
          authority: "nguyen-du",
        },
        { role: "thesis-advisor", name: "Trần Văn A" },
      ],
      consent: "granted",
    });
    const [heading = [], row = []] = sheetOf([record]);
    const at = heading.indexOf("Tác giả");
    expect(row[at]).toBe("阮攸 (Nguyễn Dư) [tự Tố Như, hiệu Thanh Hiên, 1766-1820, #nguyen-du]");
    expect(row[heading.indexOf("Vai trò khác")]).toBe("thesis-advisor: Trần Văn A");
    const corrected = row.map((cell) => cell.replace("Nguyễn Dư", "Nguyễn Du"));
    const [back] = await readBack(await xlsxOf([heading, corrected]));
    expect(back?.agents[0]).toEqual({ ...record.agents[0], normalised: "Nguyễn Du" });
    expect(back?.consent).toBe("granted");
  });

  test("are refused where a cell is longer than a spreadsheet holds", () => {
    const record = recordSchema.parse({
      v: 1,
      shelfmark: "A.1",
      titles: [{ language: "vi", text: "T" }],
      summary: "x".repeat(33_000),
    });
    const { rows, problems } = recordSheet([{ record, origin: {} }]);
    expect(rows).toHaveLength(1);
    expect(problems).toEqual([{ code: "REC-CELL", facts: { shelfmark: "A.1", column: "Tóm tắt", most: 32_767 } }]);
  });

  test("may begin below a title, and need only the columns that are to change", async () => {
    const rows = [["SỔ BIỂU GHI"], [], ["Ký hiệu kho", "Tác giả", "Số tờ"], ["00123", "Nguyễn Du", "12"], [], ["A.2", "", ""]];
    const { records, problems } = await incomingFromTable(await xlsxOf(rows.map((row) => (row.length === 0 ? [""] : row))));
    expect(problems).toEqual([]);
    expect(records.map(({ row, fields, covered }) => [row, fields["shelfmark"], [...new Set(covered)]])).toEqual([
      [4, "00123", ["shelfmark", "agents", "extent"]],
      [6, "A.2", ["shelfmark", "agents", "extent"]],
    ]);
    expect(records[1]?.fields["agents"]).toBeUndefined();
  });
});
