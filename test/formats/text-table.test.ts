import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainTextFile } from "../../formats/plain-text.ts";
import { readTextColumns } from "../../formats/text-columns.ts";
import { isUnchanged, readTextTable, type TextRow, writeTextTable } from "../../formats/text-table.ts";
import type { TextLayer } from "../../pipeline/text-layer.ts";
import { column, verticalLayer } from "../fixtures/item-inputs.ts";

const bytes = (text: string) => Buffer.from(text, "utf8");
const codes = (text: string) => readTextTable(bytes(text)).problems.map(({ code, facts }) => [code, facts["row"]]);
const HEADING = "dòng\tloại\tchữ\tphiên âm\tghi chú\n";

/** Any text of one line without control characters and damage, Han-Nom and its neighbours being likely. */
const hanNom = fc
  .array(
    fc.oneof(
      fc.constantFrom(..."=+-@'\"\t ,;＝豈更喃字𡨸𤄯㐀"),
      fc.constantFrom("\u{F0073}", "\u{31350}", "葛\u{E0100}", "⿰", "e\u0302", "\u00A0", "\u3000"),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""))
  .filter((text) => !/[\p{Cc}\p{Cs}\uFFFD-\uFFFF\u2028\u2029\uFEFF]/u.test(text) && !/^\s*\?[\s?]*$/.test(text));

const line = fc.record({
  kind: fc.constantFrom("body" as const, "commentary" as const, "running-title" as const, "head-note" as const),
  text: hanNom,
  phienAm: fc.constantFrom("", "trăm năm", "=cõi", "'người", '-ta "x"'),
  note: hanNom.map((text) => text.trim()),
});

function layerOf(lines: readonly { kind: TextRow["kind"]; text: string; phienAm: string; note: string }[]): TextLayer {
  return verticalLayer([], {
    lines: lines.map(({ kind, text, phienAm, note }, at) => ({
      ...column(`c${at + 1}`, "喃", 10),
      kind,
      text,
      ...(phienAm === "" ? {} : { phienAm }),
      ...(note === "" ? {} : { note }),
    })),
  });
}

describe("the table of a page", () => {
  test("comes back as it went out, whatever the text", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const { rows, problems } = readTextTable(bytes(writeTextTable(layerOf(lines))));
        expect(problems).toEqual([]);
        expect(rows).toEqual(lines.map((each, at) => ({ id: `c${at + 1}`, ...each })));
      }),
      { numRuns: 300 },
    );
  });

  test("never lets a spreadsheet calculate", () => {
    const cells = writeTextTable(layerOf([{ kind: "body", text: "=1+1", phienAm: "＝x", note: "@a" }]))
      .split("\n")[1]
      ?.split("\t");
    expect(cells?.slice(2)).toEqual(["'=1+1", "'＝x", "'@a"]);
  });

  test("does not normalise Han-Nom, and composes only the Latin letters of the phiên âm", () => {
    const { rows } = readTextTable(bytes(`${HEADING}c1\tbody\t豈更\t${"kiều".normalize("NFD")} 豈\t豈\n`));
    expect(rows[0]).toMatchObject({ text: "豈更", phienAm: "kiều 豈", note: "豈" });
  });

  test("is read with or without byte-order mark, with Windows line ends, in UTF-16 and with English headings", () => {
    const table = "Line ID\tText\r\nc1\t𡨸喃\r\n";
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(table, "utf16le")]);
    for (const each of [bytes(table), bytes(`\uFEFF${table}`), utf16]) {
      expect(readTextTable(each)).toEqual({
        rows: [{ id: "c1", kind: "body", text: "𡨸喃", phienAm: "", note: "" }],
        problems: [],
      });
    }
  });

  test("tells all problems with the row that a spreadsheet shows", () => {
    const rows = ["c1\tbody\t喃", "c1\tkhác\t字", "c3\tbody\t??", "c4\tbody\t喃\uFFFD", "c5\tbody\t喃\u0007"];
    expect(codes(HEADING + rows.join("\n"))).toEqual([
      ["TXT-KIND", 3],
      ["TXT-TWICE", 3],
      ["TXT-LOST", 4],
      ["TXT-LOST", 5],
      ["TXT-CONTROL", 6],
    ]);
  });

  test("refuses a line break inside a column", () => {
    expect(codes(`${HEADING}c1\tbody\t"喃\n字"\n`)).toEqual([["TXT-LINEBREAK", 2]]);
  });

  test("refuses an old code page, and a table without the columns that it needs", () => {
    expect(readTextTable(Buffer.from([0xc4, 0xe3, 0xba, 0xc3])).problems).toEqual([{ code: "TXT-ENCODING", facts: {} }]);
    expect(readTextTable(bytes("a\tb\n")).problems.map(({ facts }) => facts["column"])).toEqual(["dòng", "chữ"]);
  });

  test("of a page that was read again since is refused, line by line", () => {
    const table = bytes(`${HEADING}c1\tbody\t喃\nc9\tbody\t字\n\tbody\t新\n`);
    const { problems } = readTextTable(table, verticalLayer(["喃"]));
    expect(problems).toEqual([{ code: "TXT-UNKNOWN", facts: { line: "c9" } }]);
  });

  test("is unchanged when its rows say what the page says, whatever program saved it", () => {
    const layer = verticalLayer(["甲乙", "丙丁"]);
    const saved = writeTextTable(layer).replace("\uFEFF", "").replaceAll("\n", "\r\n");
    expect(isUnchanged(readTextTable(bytes(saved), layer).rows, layer)).toBe(true);
    expect(isUnchanged(readTextTable(bytes(saved.replace("丙", "喃")), layer).rows, layer)).toBe(false);
    expect(isUnchanged(readTextTable(bytes(saved), layer).rows.slice(1), layer)).toBe(false);
  });

  test("keeps a quotation mark that somebody typed by hand", () => {
    expect(readTextTable(bytes(`${HEADING}c1\tbody\t喃"字\n`)).rows[0]?.text).toBe('喃"字');
  });
});

describe("the plain form", () => {
  const layer = verticalLayer(["甲乙", "丙丁", "戊己"]);

  test("gives back the same lines when nothing was changed", () => {
    const { rows, problems } = readTextColumns(bytes(plainTextFile(layer)), layer);
    expect(problems).toEqual([]);
    expect(rows.map(({ id, text }) => [id, text])).toEqual(layer.lines.map(({ id, text }) => [id, text]));
  });

  test("finds corrected, deleted and added lines between those that stayed", () => {
    const ids = (text: string) => readTextColumns(bytes(text), layer).rows.map(({ id }) => id);
    expect(ids("甲乙\n丙喃\n戊己\n")).toEqual(["c1", "c2", "c3"]);
    expect(ids("甲乙\n戊己")).toEqual(["c1", "c3"]);
    expect(ids("甲乙\n丙丁\n喃喃\n戊己\n")).toEqual(["c1", "c2", "", "c3"]);
    expect(ids("喃\n甲乙\n丙丁\n戊己\n字\n")).toEqual(["", "c1", "c2", "c3", ""]);
  });

  test("keeps every line that was given, in its order", () => {
    const texts = fc.array(fc.constantFrom("甲乙", "丙丁", "戊己", "喃", "𡨸"), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(texts, (lines) => {
        const { rows } = readTextColumns(bytes(lines.join("\n")), layer);
        expect(rows.map(({ text }) => text)).toEqual(lines);
        const ids = rows.map(({ id }) => id).filter((id) => id !== "");
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});
