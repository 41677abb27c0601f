import { describe, expect, test } from "vitest";
import { leafNumberOf } from "../../catalogue/quality/leaf-number.ts";
import { readNumeral } from "../../hannom/numeral.ts";
import { textLayerSchema } from "../../pipeline/text-layer.ts";

/** The number as it is written out, to try all of them. */
function written(number: number): string {
  const digits = "〇一二三四五六七八九";
  const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10];
  const ten = tens === 0 ? (hundreds > 0 && ones > 0 ? "零" : "") : tens === 1 && hundreds === 0 ? "十" : `${digits[tens]}十`;
  return `${hundreds > 0 ? `${digits[hundreds]}百` : ""}${ten}${ones > 0 ? digits[ones] : ""}`;
}

describe("a numeral", () => {
  test("is read from 1 to 999", () => {
    const wrong = Array.from({ length: 999 }, (_, at) => at + 1).filter((number) => readNumeral(written(number)) !== number);
    expect(wrong).toEqual([]);
  });

  test.each([
    ["廿三", 23],
    ["卅", 30],
    ["一〇五", 105],
    ["百二十", 120],
  ])("%s is %i", (text, number) => {
    expect(readNumeral(text)).toBe(number);
  });

  test.each(["", "〇", "十十", "三二十五十", "二廿", "上", "卷一", "12", "九九九九"])("%j is none", (text) => {
    expect(readNumeral(text)).toBeUndefined();
  });
});

describe("the number of a leaf", () => {
  const layer = (...titles: readonly string[]) => {
    const box = { x: 0, y: 0, width: 1, height: 1 };
    const lines = titles.map((text, at) => ({ id: `c${at}`, kind: "running-title", box, text, confidence: 1, characters: [] }));
    const engine = { name: "e", version: "1" };
    const page = { v: 1, status: "machine", width: 9, height: 9, script: "han-nom", writingMode: "vertical-rl", engine };
    return textLayerSchema.parse({ ...page, isWithoutText: titles.length === 0, lines });
  };

  test("stands at the end of the running title", () => {
    expect(leafNumberOf(layer("金雲翹新傳卷一 十二"))).toBe(12);
    expect(leafNumberOf(layer("金雲翹", "卷一二十三葉"))).toBeNull();
    expect(leafNumberOf(layer("金雲翹卷上 二十三葉"))).toBe(23);
  });

  test("is not taken from a volume's number, nor from digits that were read with doubt", () => {
    expect(leafNumberOf(layer("金雲翹", "卷一"))).toBeNull();
    expect(leafNumberOf(layer("金雲翹", "卷一", "七"))).toBe(7);
    const sure = layer("二十");
    const box = { x: 0, y: 0, width: 1, height: 1 };
    const read = (confidence: number) => ({
      ...sure,
      lines: sure.lines.map((line) => ({
        ...line,
        characters: [..."二十"].map((text, i) => ({ text, box, confidence: i === 0 ? confidence : 0.99, alternatives: [] })),
      })),
    });
    expect(leafNumberOf(read(0.9))).toBe(20);
    expect(leafNumberOf(read(0.6))).toBeNull();
  });

  test("is not guessed where there is none, or two that disagree", () => {
    expect(leafNumberOf(layer())).toBeNull();
    expect(leafNumberOf(layer("金雲翹"))).toBeNull();
    expect(leafNumberOf(layer("上 三", "下 四"))).toBeNull();
  });
});
