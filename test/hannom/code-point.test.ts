import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { codePointKind, codePointName, codePoints, glyphs, hanBlock } from "../../hannom/code-point.ts";

const BLOCKS = "/usr/share/unicode/Blocks.txt";

test("a text is its code points, astral ones whole and broken ones alone", () => {
  expect(codePoints("𠊛a\ud840")).toEqual(["𠊛", "a", "\ud840"]);
  expect(codePointName("𠊛")).toBe("U+2029B");
  expect(codePointName("a")).toBe("U+0061");
});

test.each([
  ["人", "han", "URO"],
  ["㐀", "han", "A"],
  ["𠊛", "han", "B"],
  ["𪜀", "han", "C"],
  ["𫝀", "han", "D"],
  ["𫠠", "han", "E"],
  ["𬺰", "han", "F"],
  ["𰀀", "han", "G"],
  ["𱍐", "han", "H"],
  ["\u{2ebf0}", "han", "I"],
  ["\u{323b0}", "han", "J"],
  ["〇", "han", undefined],
  ["﨎", "han", undefined],
  ["\uf92f", "compatibility", undefined],
  ["\u{2f800}", "compatibility", undefined],
  ["⼀", "radical", undefined],
  ["⺀", "radical", undefined],
  ["\u{16ff0}", "reading-mark", undefined],
  ["\u{16ff1}", "reading-mark", undefined],
  ["\u{e0100}", "variation-selector", undefined],
  ["⿰", "description-character", undefined],
  ["\u31ef", "description-character", undefined],
  ["\u{f1eaa}", "private-use", undefined],
  ["\ue000", "private-use", undefined],
  ["\ud840", "surrogate", undefined],
  ["\ufffd", "replacement", undefined],
  ["ă", "other", undefined],
  ["", "other", undefined],
])("%j is %s, block %s", (character, kind, block) => {
  expect(codePointKind(character)).toBe(kind);
  expect(hanBlock(character)).toBe(block);
});

test.skipIf(!existsSync(BLOCKS))("the blocks are those of the Unicode Character Database", () => {
  const ideographs = [...readFileSync(BLOCKS, "utf8").matchAll(/^(\w+)\.\.(\w+); CJK Unified Ideographs/gm)];
  expect(ideographs.length).toBeGreaterThanOrEqual(9);
  for (const [, first = "", last = ""] of ideographs) {
    const ends = [first, last].map((end) => String.fromCodePoint(Number.parseInt(end, 16)));
    const blocks = ends.map(hanBlock);
    expect(blocks[0]).toBeDefined();
    expect(blocks[1]).toBe(blocks[0]);
    expect(hanBlock(String.fromCodePoint(Number.parseInt(first, 16) - 1))).not.toBe(blocks[0]);
  }
});

test("marks and selectors stay with their character", () => {
  expect(glyphs("迎\u{16ff1}人葛\u{e0100}")).toEqual(["迎\u{16ff1}", "人", "葛\u{e0100}"]);
  expect(glyphs("\u{16ff1}人").join("")).toBe("\u{16ff1}人");
});
