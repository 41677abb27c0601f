import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readingIndex } from "../../../hannom/input-aid/by-reading.ts";
import { charactersWith } from "../../../hannom/input-aid/components.ts";
import { charactersOf, radicalNumber } from "../../../hannom/input-aid/radical-strokes.ts";
import { AID_WAYS, type AidKnowledge, type AidWay, suggest } from "../../../hannom/input-aid/suggest.ts";

const knowledge: AidKnowledge = {
  readings: readingIndex([{ text: "𠊛𢆥", reading: "người năm" }]),
  countOf: (text) => ({ 𠊚: 7, 南: 3 })[text] ?? 0,
};
const offered = (way: AidWay, query: string, most = 20) =>
  suggest(way, query, most, knowledge).suggestions.map(({ text }) => text);

describe("the input aid", () => {
  test("finds by reading with and without marks, and in old and new spelling", () => {
    expect(offered("reading", "người")).toContain("𠊛");
    expect(offered("reading", "nguoi")).toContain("𠊛");
    expect(offered("reading", "ngươì")).not.toContain("南");
    expect(offered("reading", "nám")).not.toContain("南");
    expect(offered("reading", "Nam")).toContain("南");
    expect(offered("reading", "người năm")).toEqual(["𠊛𢆥"]);
  });

  test("puts first what the library's own texts have", () => {
    const [first] = offered("reading", "nam");
    expect(first).toBe("南");
    expect(suggest("reading", "nam", 1, knowledge).found).toBeGreaterThan(1);
  });

  test("finds by components at whatever depth, direct ones first, operators counting for nothing", () => {
    expect(offered("components", "南年")[0]).toBe("𢆥");
    expect(offered("components", "⿰南年")[0]).toBe("𢆥");
    expect(offered("components", "百林")).toContain("𤾓");
    expect(offered("components", "㝵人")[0]).toBe("𠊛");
    expect(offered("components", "亻木")).toContain("休");
    expect(charactersWith("宀子字")).toContain("𡨸");
    expect(charactersWith("")).toEqual([]);
    expect(charactersWith("一二三四五六七八九")).toEqual([]);
  });

  test("finds by radical and strokes, the radical as number, character or radical sign", () => {
    expect(offered("radical", "9+4", 5000)).toContain("休");
    expect(offered("radical", "人 4", 5000)).toContain("休");
    expect(offered("radical", "⼈.4", 5000)).toContain("休");
    expect(charactersOf({ radical: 9, strokes: 4 })).toContain("伕");
    expect(radicalNumber("龠")).toBe(214);
    expect(radicalNumber("休")).toBeUndefined();
    expect(offered("radical", "300+4")).toEqual([]);
  });

  test("finds by code point however it is written, and nothing that is no text", () => {
    for (const query of ["U+20B9B", "20b9b", "0x20B9B", "&#x20B9B;", "\\u{20B9B}"]) {
      expect(offered("code-point", query)).toEqual([String.fromCodePoint(0x20b9b)]);
    }
    for (const query of ["D800", "FFFE", "110000", "0000", "xyz", "1FFFF"]) expect(offered("code-point", query)).toEqual([]);
  });

  test("tells code point, block and readings", () => {
    expect(suggest("character", "𠊛", 5, knowledge).suggestions[0]).toMatchObject({
      text: "𠊛",
      codePoints: ["U+2029B"],
      block: "B",
      count: 0,
    });
    expect(suggest("character", "𠊛", 5, knowledge).suggestions[0]?.readings).toContain("người");
  });

  test("answers anything at all, at most as much as was asked for", () => {
    fc.assert(
      fc.property(fc.constantFrom(...AID_WAYS), fc.string({ unit: "binary", maxLength: 300 }), (way, query) => {
        expect(suggest(way, query, 5, knowledge).suggestions.length).toBeLessThanOrEqual(5);
      }),
    );
  });
});
