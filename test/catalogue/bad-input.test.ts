/**
 * What a register, a date, a MARC file or a target may have wrong, case by case under the number that the list of bad input gives it.
 * Each case is answered by a code, its place, and words of Vietnamese that say why and what to do; nothing is changed in silence.
 */
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { openCatalogue } from "../../catalogue/open.ts";
import { checkRegister } from "../../catalogue/progress/register-check.ts";
import { targetReport } from "../../catalogue/progress/report.ts";
import type { RegisterEntry } from "../../catalogue/register.ts";
import type { ReadingOptions } from "../../catalogue/register-import.ts";
import { type NewTarget, targetSchema } from "../../catalogue/target.ts";
import { Messages } from "../../cli/messages.ts";
import { iso2709Of, readIso2709 } from "../../formats/marc21/iso2709.ts";
import { marcOf } from "../../formats/marc21/marc.ts";
import { recordsInFile } from "../../formats/record-file.ts";
import { NO_TERMS } from "../../formats/record-terms.ts";
import { readDate } from "../../hannom/calendar/read-date.ts";
import { SohoaError } from "../../pipeline/errors.ts";
import { recordSchema } from "../../pipeline/record.ts";
import { readRegister } from "../fixtures/read-register.ts";
import { workbookOf } from "../fixtures/workbook.ts";

/** What a person is told: code, facts, and where it is known the row. */
interface Told {
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

interface Case {
  readonly id: string;
  readonly what: string;
  readonly told: () => Promise<readonly Told[]>;
  /** Code, and words that the Vietnamese message must have: row, column, value. */
  readonly expected: readonly (readonly [code: string, ...words: readonly string[]])[];
}

const vi = new Messages("vi");
const HEAD = "Ký hiệu;Nhan đề;Đơn vị;Số trang;Từ ngày;Đến ngày";
const csv = (...lines: readonly string[]) => Buffer.from([HEAD, ...lines].join("\n"));

/** A file that cannot be read at all, or its rows that cannot be used and those that are to be looked at. */
async function ofRegister(bytes: Uint8Array, options: ReadingOptions = {}): Promise<readonly Told[]> {
  try {
    const { rejected, warnings } = await readRegister(bytes, options);
    return [...rejected, ...warnings].map(({ code, row, facts }) => ({ code, facts: { row, ...facts } }));
  } catch (error) {
    if (!(error instanceof SohoaError)) throw error;
    return [{ code: error.code, facts: error.facts }];
  }
}

const register = (bytes: Uint8Array | Promise<Uint8Array>, options?: ReadingOptions) => async () =>
  await ofRegister(await bytes, options);
const date = (text: string) => async () =>
  readDate(text).problems.map(({ code, ...facts }) => ({ code, facts: { subject: text, ...inWords(facts) } }));
const inWords = (facts: object) => Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));

const xlsx = async (rows: readonly (readonly (string | number | null)[])[]) =>
  new Uint8Array(await writeXlsxFile(rows.map((row) => row.map((value) => (value === null ? null : { value })))).toBuffer());

/** A part that states three gigabytes, as a bomb does; that true bombs are counted as they open is shown in workbook-limits.test.ts. */
function bomb(): Uint8Array {
  const bytes = zipSync({ "xl/worksheets/sheet1.xml": new Uint8Array(10) });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 0; at + 30 < bytes.length; at += 1) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 3_000_000_000, true);
  }
  return bytes;
}

const inlineRow = (number: number, ...texts: readonly string[]) =>
  `<row r="${number}">${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row>`;

const tcvn3 = Buffer.from("Ký hiÖu;Nhan ®Ò;§¬n vÞ\nAB.1;§¹i ViÖt sö ký;Th­ viÖn tØnh\n", "latin1");
const vni = Buffer.from("Kyù hieäu;Nhan ñeà\nAB.1;Ñaïi Vieät söû kyù\n", "latin1");
const utf8 = Buffer.from("shelfmark;title\nAB.1;Đại Việt sử ký toàn thư\nAB.2;Truyện Kiều\n");

const KIEU = recordSchema.parse({ v: 1, shelfmark: "A.1", titles: [{ language: "vi", text: "Truyện Kiều" }] });
const MARC = marcOf(KIEU, { identifier: "oai:x:A.1", manifest: "https://x.vn/iiif/3/items/A.1/manifest" });
const ofMarc = (record: typeof MARC) => {
  const written = iso2709Of(record);
  return "problem" in written ? [{ ...written.problem, facts: { shelfmark: "A.1", ...written.problem.facts } }] : [];
};
const field = (value: string) => ({ tag: "500", indicators: "  ", subfields: [["a", value]] as const });
const sound = () => {
  const written = iso2709Of(MARC);
  if ("problem" in written) throw new Error(written.problem.code);
  return written.bytes;
};
const read = (bytes: Buffer): readonly Told[] => readIso2709(bytes).flatMap((each) => ("problem" in each ? [each.problem] : []));
const changed = (at: number, text: string) => {
  const bytes = sound();
  bytes.write(text, at, "latin1");
  return bytes;
};

const entry = (shelfmark: string, pages?: number): RegisterEntry => ({
  ...{ shelfmark, title: `Sách ${shelfmark}`, holder: "Kho", holdingClass: "", extentPages: pages },
  ...{ effectiveFrom: undefined, effectiveUntil: undefined },
});
const item = (shelfmark: string, pages: number) => ({
  ...{ itemId: shelfmark, shelfmark, pages, shown: [{ from: "2020-01-01" }], archivedOn: undefined, describedOn: undefined },
  ...{ publication: undefined, aip: undefined, damage: [] },
});

async function settingTarget(target: NewTarget): Promise<readonly Told[]> {
  const catalogue = await openCatalogue({ file: ":memory:" }, () => new Date(0));
  try {
    await catalogue.holdings.setTarget(target);
    return [];
  } catch (error) {
    if (!(error instanceof SohoaError)) throw error;
    return [{ code: error.code, facts: { subject: error.subject ?? "", ...error.facts } }];
  } finally {
    await catalogue.close();
  }
}

const CASES: readonly Case[] = [
  { id: "B51", what: "old Excel", told: register(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1])), expected: [["REG-OLD", ".xls"]] },
  {
    id: "B51",
    what: "OpenDocument",
    told: register(Buffer.from("PK\u0003\u0004..........mimetypeapplication/vnd.oasis.opendocument.spreadsheet")),
    expected: [["REG-OLD", ".ods"]],
  },
  { id: "B51", what: "TCVN3", told: register(tcvn3), expected: [["REG-ENCODING", "tcvn3", "Ký hiệu;Nhan đề;Đơn vị"]] },
  { id: "B51", what: "VNI", told: register(vni), expected: [["REG-ENCODING", "vni", "Ký hiệu"]] },
  {
    id: "B51",
    what: "UTF-8 that a person called TCVN3",
    told: register(utf8, { encoding: "tcvn3" }),
    expected: [["REG-MISNAMED", "tcvn3", "utf-8", "Đại Việt sử ký toàn thư"]],
  },
  {
    id: "B51",
    what: "UTF-8 that a person called UTF-16",
    told: register(utf8, { encoding: "utf-16le" }),
    expected: [["REG-MISNAMED", "utf-16le", "utf-8"]],
  },
  {
    id: "B51",
    what: "VNI that a person called TCVN3",
    told: register(vni, { encoding: "tcvn3" }),
    expected: [["REG-MISNAMED", "vni", "Ký hiệu"]],
  },
  { id: "B51", what: "TCVN3, called so", told: register(tcvn3, { encoding: "tcvn3" }), expected: [] },
  {
    id: "B51",
    what: "TCVN3 that was saved as UTF-8, called TCVN3",
    told: register(Buffer.from(tcvn3.toString("latin1")), { encoding: "tcvn3" }),
    expected: [],
  },
  { id: "B51", what: "UTF-16 with a mark", told: register(Buffer.from(`\uFEFF${HEAD}\nA;x\n`, "utf16le")), expected: [] },
  {
    id: "B52",
    what: "headings in row 3, a shelfmark as a number, spaces at the ends, line breaks",
    told: register(xlsx([["SỔ ĐĂNG KÝ"], [null], ["Ký hiệu", "Nhan đề"], [123, "hai\ndòng "]])),
    expected: [["REG-NUMERIC", "123", "số 0 ở đầu"]],
  },
  {
    id: "B52",
    what: "a failed formula",
    told: register(csv("A;#REF!;;;;")),
    expected: [["REG-ERROR", "Nhan đề", "#REF!"]],
  },
  {
    id: "B52",
    what: "a day as a serial number without its style, 1E5 pages",
    told: register(csv("A;x;;;43835;", "B;x;;1E5;;")),
    expected: [
      ["REG-COL", "Từ ngày", "43835"],
      ["REG-COL", "Số trang", "1E5"],
    ],
  },
  {
    id: "B53",
    what: "a shelfmark twice, an unknown value, missing values",
    told: register(csv("A;x;;;;", "a ;y;;;;", "B;x;;nhiều;;", ";x;;;;", "C;;;;;")),
    expected: [
      ["REG-DUP", "a", "dòng 2"],
      ["REG-COL", "Số trang", "nhiều"],
      ["REG-REQ", "Ký hiệu kho"],
      ["REG-REQ", "Nhan đề"],
    ],
  },
  {
    id: "B53",
    what: "no heading that is known",
    told: register(Buffer.from("a,b\n1,2\n")),
    expected: [["REG-HEADING", "20 dòng đầu"]],
  },
  {
    id: "B53",
    what: "rows without files, files without a row",
    told: async () =>
      checkRegister([entry("A"), entry("B")], [item("a", 3), item("X", 12), item("B", 0)], "2026-01-01").findings.map(
        ({ code, shelfmark, pages }) => ({ code, facts: { shelfmark, pages } }),
      ),
    expected: [
      ["FILE-NOREG", "X", "12 trang"],
      ["REG-NOFILE", "B"],
    ],
  },
  {
    id: "B54",
    what: "formulas as text",
    told: async () => {
      const texts = ['=HYPERLINK("x")', "@SUM(1)", "|cmd"];
      const { entries } = await readRegister(csv(...texts.map((text, at) => `A${at};"${text.replaceAll('"', '""')}";;;;`)));
      expect(entries.map(({ title }) => title)).toEqual(texts);
      return [];
    },
    expected: [],
  },
  {
    id: "B55",
    what: "a million rows and one",
    told: register(workbookOf(`<sheetData>${inlineRow(1, "Ký hiệu", "Nhan đề")}${inlineRow(1_000_001, "A", "x")}</sheetData>`)),
    expected: [["REG-SIZE", "số dòng", "1.000.000"]],
  },
  {
    id: "B55",
    what: "16,384 columns",
    told: register(
      xlsx([
        ["Ký hiệu", "Nhan đề"],
        ["A", "x", ...Array.from({ length: 16_382 }, () => "y")],
      ]),
    ),
    expected: [["REG-SIZE", "số cột", "1.000"]],
  },
  {
    id: "B55",
    what: "a cell of 32,768 characters",
    told: register(csv(`A;${"x".repeat(32_768)};;;;`, "B;y;;;;")),
    expected: [["REG-SIZE", "Nhan đề", "ký tự trong một ô", "32.767"]],
  },
  {
    id: "B55",
    what: "a row that goes on and on because a quotation mark is never closed",
    told: register(csv("A;x;;;;", `B;"x${"y;\n".repeat(100)}`)),
    expected: [["REG-QUOTE", "dòng 3"]],
  },
  {
    id: "B55",
    what: "a row of more than a million characters",
    told: register(csv(`A;"${"x".repeat(1_100_000)}"`)),
    expected: [["REG-SIZE", "ký tự trong một dòng"]],
  },
  { id: "B55", what: "a ZIP bomb", told: register(bomb()), expected: [["REG-SIZE", "MiB", "256"]] },
  { id: "B55", what: "a damaged workbook", told: register(zipSync({ "a.xml": new Uint8Array(3) })), expected: [["REG-FILE"]] },
  { id: "B56", what: "Tự Đức 40", told: date("Tự Đức 40"), expected: [["DATE-ERA", "Tự Đức 40", "Tự Đức 嗣德", "40"]] },
  { id: "B56", what: "Minh Mạng thứ 0", told: date("Minh Mạng thứ 0"), expected: [["DATE-ERA", "0"]] },
  { id: "B56", what: "Minh Mạng 25", told: date("Minh Mạng 25"), expected: [["DATE-ERA", "không có năm 25", "21 năm"]] },
  {
    id: "B56",
    what: "a sexagenary year that contradicts the era",
    told: date("Cảnh Hưng năm thứ 2 歲次甲子"),
    expected: [["DATE-CANCHI", "甲子", "1741"]],
  },
  { id: "B56", what: "Lê triều", told: date("Lê triều"), expected: [["DATE-AMBIGUOUS", "Lê triều"]] },
  { id: "B56", what: "a branch alone", told: date("năm Dậu"), expected: [["DATE-BRANCH", "thiếu can"]] },
  { id: "B56", what: "31-02", told: date("31-02-1850"), expected: [["DATE-DAY", "31", "2"]] },
  { id: "B57", what: "an era of two regimes", told: date("Đại Định năm thứ 2"), expected: [["DATE-AMBIGUOUS", "2 cách"]] },
  {
    id: "B62",
    what: "a leader with another length",
    told: async () => read(changed(0, "00077")),
    expected: [["MARC-FORM", "thứ 1", "length"]],
  },
  { id: "B62", what: "no leader", told: async () => read(changed(20, "99")), expected: [["MARC-FORM", "leader"]] },
  { id: "B62", what: "MARC-8", told: async () => read(changed(9, " ")), expected: [["MARC-CHARSET", "thứ 1", "UTF-8"]] },
  {
    id: "B62",
    what: "more than 99,999 bytes",
    told: async () => ofMarc({ ...MARC, fields: Array.from({ length: 12 }, () => field("x".repeat(9_000))) }),
    expected: [["MARC-LONG", "99.999"]],
  },
  {
    id: "B62",
    what: "a field of more than 9,999 bytes",
    told: async () => ofMarc({ ...MARC, fields: [field("x".repeat(10_000))] }),
    expected: [["MARC-FIELD", "500", "9.999"]],
  },
  {
    id: "B62",
    what: "U+001F in what is written",
    told: async () => ofMarc({ ...MARC, fields: [field("a\u001fb")] }),
    expected: [["MARC-MARK", "500", "U+001F"]],
  },
  {
    id: "B62",
    what: "no 245, and indicators that do not exist",
    told: async () => {
      const fields = MARC.fields.flatMap((each) => (each.tag === "245" ? [] : [{ ...each, indicators: "XY" }]));
      const written = iso2709Of({ ...MARC, fields });
      if ("problem" in written) return [written.problem];
      const { records, problems } = await recordsInFile(written.bytes, NO_TERMS);
      expect(records).toMatchObject([{ fields: { shelfmark: "A.1" } }]);
      return problems;
    },
    expected: [],
  },
  {
    id: "B65",
    what: "more than 100 %",
    told: () => settingTarget({ name: "Q", percentage: 120, deadline: "2030-12-31" }),
    expected: [["TARGET-INVALID", "Q", "percentage"]],
  },
  {
    id: "B65",
    what: "no day of the calendar",
    told: () => settingTarget({ name: "Q", percentage: 70, deadline: "2030-02-31" }),
    expected: [["TARGET-INVALID", "deadline"]],
  },
];

test.each(CASES)(
  "$id $what",
  async ({ told, expected }) => {
    const got = await told();
    expect(got.map(({ code }) => code)).toEqual(expected.map(([code]) => code));
    got.forEach(({ code, facts }, at) => {
      const { message, advice } = vi.failure(code, facts);
      for (const word of expected[at]?.slice(1) ?? []) expect(message).toContain(word);
      expect(`${message} ${advice}`).not.toMatch(/\{\w+\}|\[object|undefined/);
      expect(advice.length).toBeGreaterThan(10);
    });
  },
  300_000,
);

test("every number of the list that is about registers, dates, MARC and targets has its cases here", () => {
  const ids = ["B51", "B52", "B53", "B54", "B55", "B56", "B57", "B62", "B65"];
  expect([...new Set(CASES.map(({ id }) => id))]).toEqual(ids);
});

test("B65 a deadline that is past, nothing to count, and less than was done are explained and never divided by", () => {
  const target = (name: string, classes: readonly string[]) =>
    targetSchema.parse({ name, classes: [...classes], percentage: 70, deadline: "2025-12-31", unit: "pages" });
  const sources = { register: [entry("A", 10)], organisations: [], evidence: [item("A", 14)], counted: new Map() };
  const report = targetReport({ ...sources, targets: [target("có", []), target("không", ["lạ"])] }, "2026-01-10", false);
  expect(report.targets).toMatchObject([
    { daysLeft: -10, share: { numerator: 10, denominator: 10, percentage: 100 }, isReached: true, forecast: { kind: "reached" } },
    { share: { numerator: 0, denominator: 0, percentage: undefined }, isReached: false, forecast: { kind: "nothing-counts" } },
  ]);
});

test("one row in a hundred that is wrong is told with its number, and the others are read", async () => {
  const rows = Array.from({ length: 2000 }, (_, at) => (at % 100 === 7 ? `;không ký hiệu ${at};;;;` : `R.${at};x;;;;`));
  const { entries, rejected, found } = await readRegister(csv(...rows));
  expect([entries.length, rejected.length, found]).toEqual([1980, 20, 2000]);
  expect(rejected.map(({ row }) => row)).toEqual(Array.from({ length: 20 }, (_, at) => at * 100 + 9));
});
