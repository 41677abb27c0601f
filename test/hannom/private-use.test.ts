import { expect, test } from "vitest";
import { codePointKind } from "../../hannom/code-point.ts";
import { inUnicode, PRIVATE_USE_FONTS, privateUseIn } from "../../hannom/private-use/registry.ts";

test("a private-use character of a known font is told with what it means, and where it stands", () => {
  expect(privateUseIn("𠊛\u{f1eaa}\u{f1dab}")).toEqual([
    { character: "\u{f1eaa}", at: 1, meanings: [{ font: "Nom Na Tong", text: "迎\u{16ff1}" }] },
    { character: "\u{f1dab}", at: 2, meanings: [{ font: "Nom Na Tong", text: "\u{200c9}" }] },
  ]);
});

test("one that no font's table knows is told all the same, and stays in the text", () => {
  expect(privateUseIn("\u{f0191}")).toEqual([{ character: "\u{f0191}", at: 0, meanings: [] }]);
  expect(inUnicode("\u{f0191}\u{f1eaa}", "Nom Na Tong")).toBe("\u{f0191}迎\u{16ff1}");
  expect(inUnicode("\u{f1eaa}", "another font")).toBe("\u{f1eaa}");
});

test("tables lead from private use to Unicode only, each meaning once", () => {
  for (const { meanings } of PRIVATE_USE_FONTS) {
    expect(meanings.size).toBeGreaterThan(300);
    expect(new Set(meanings.values()).size).toBe(meanings.size);
    for (const [character, text] of meanings) {
      expect(codePointKind(character)).toBe("private-use");
      const [base = "", mark, ...rest] = text;
      expect(codePointKind(base), text).toBe("han");
      expect(mark === undefined ? "reading-mark" : codePointKind(mark)).toBe("reading-mark");
      expect(rest).toEqual([]);
    }
  }
});
