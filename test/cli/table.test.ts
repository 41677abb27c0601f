import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayWidth, pad, type Row, shorten, table, tableInParts } from "../../cli/table.ts";

describe("the width of a text", () => {
  test.each([
    ["", 0],
    ["AB.123", 6],
    ["Truyện Kiều", 11],
    ["Truyện Kiều".normalize("NFD"), 11],
    ["金雲翹", 6],
    ["𡨸喃", 4],
    ["\u001b[32m✔\u001b[0m xong", 6],
    ["か\u3099", 2],
    ["葛\u{e0100}", 2],
  ])("%s takes %i columns", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });

  test("is what padding makes it", () => {
    expect(pad("金", 4)).toBe("金  ");
    expect(pad("7", 3, "right")).toBe("  7");
    expect(pad("long", 2)).toBe("long");
  });
});

describe("a shortened text", () => {
  test("never exceeds its room, never cuts a grapheme, and says that something is missing", () => {
    const any = fc.array(fc.constantFrom("a", "ệ", "e\u0323\u0302", "金", "𡨸", "📖")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 20 }), (text, columns) => {
        const short = shorten(text, columns);
        expect(displayWidth(short)).toBeLessThanOrEqual(columns);
        if (short !== text) expect(short.endsWith("…")).toBe(true);
        const graphemes = (each: string) => [...new Intl.Segmenter("vi").segment(each)].map((one) => one.segment);
        const kept = graphemes(short.replace(/…$/, ""));
        expect(graphemes(text).slice(0, kept.length)).toEqual(kept);
      }),
    );
  });
});

describe("a table", () => {
  const heads = ["LÔ", ">TRANG", "TÌNH TRẠNG"];
  const rows = [
    ["金雲翹新傳 Kim Vân Kiều tân truyện, bản Liễu Văn Đường tự Đức thập cửu niên", 1960, "✔ hoàn tất"],
    ["AB.2", 7, "● đang xử lý"],
  ] as const;

  test("sets numbers right, in the reader's form, under their heading", () => {
    const [head, first, second] = table(heads, rows);
    const end = displayWidth(head?.slice(0, (head?.indexOf("TRANG") ?? 0) + 5) ?? "");
    expect(displayWidth(first?.slice(0, (first?.indexOf("1.960") ?? 0) + 5) ?? "")).toBe(end);
    expect(displayWidth(second?.slice(0, (second?.indexOf(" 7 ") ?? 0) + 2) ?? "")).toBe(end);
  });

  test("keeps to the terminal by shortening texts, never numbers", () => {
    for (const columns of [80, 60, 40]) {
      const lines = table(heads, rows, { columns });
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
      expect(lines[1]).toContain("1.960");
      expect(lines[1]).toContain("…");
    }
  });

  test("is not shortened where there is no terminal", () => {
    expect(table(heads, rows)[1]).toContain("niên");
  });
});

describe("a table in parts", () => {
  test("has the lines that it has when all rows are held, for terminals of any width", async () => {
    const cell = fc.oneof(fc.nat(100_000), fc.string({ maxLength: 12 }), fc.constantFrom("金雲翹", "Truyện Kiều", ""));
    const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(20, 40, Number.POSITIVE_INFINITY), async (all, columns) => {
        const heads = [">#", "Tệp", "Tình trạng"];
        async function* each(): AsyncGenerator<Row> {
          yield* all;
        }
        const lines: string[] = [];
        for await (const line of tableInParts(heads, each, { columns })) lines.push(line);
        expect(lines).toEqual(table(heads, all, { columns }));
      }),
    );
  });
});
