import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { searchUnits } from "../../hannom/search-key.ts";
import { glyphKey, soundsOf } from "../../hannom/search-key-glyph.ts";
import { beginsWith, isSameWord, levelOf, wordKey } from "../../hannom/search-key-word.ts";

describe("a word in Quốc ngữ", () => {
  test.each([
    ["hòa", "hoà"],
    ["thủy", "thuỷ"],
    ["khỏe", "khoẻ"],
    ["lý", "lí"],
    ["kỹ", "kĩ"],
    ["quý", "quí"],
    ["y", "i"],
    ["NGƯỜI", "người"],
    ["người".normalize("NFD"), "người"],
    ["Ðịa", "địa"],
    ["ｔａ", "ta"],
  ])("%s is the same as %s", (one, other) => {
    const [a, b] = [wordKey(one), wordKey(other)];
    expect(isSameWord(a, "toned", b)).toBe(true);
    expect(isSameWord(a, "toneless", b)).toBe(true);
    expect(isSameWord(a, "bare", b)).toBe(true);
  });

  test.each([
    ["thúy", "thúi"],
    ["tay", "tai"],
    ["ma", "má"],
    ["hoa", "hòa"],
    ["dân", "đân"],
  ])("%s is another one than %s when tones count", (one, other) => {
    expect(isSameWord(wordKey(one), "toned", wordKey(other))).toBe(false);
  });

  test("is folded in three steps", () => {
    expect(wordKey("Được")).toEqual({ text: "được", bare: "duoc", toneless: "đươc", tone: 5 });
    expect(wordKey("nguyễn")).toEqual({ text: "nguyễn", bare: "nguyen", toneless: "nguyên", tone: 4 });
    expect(["người", "ngươi", "nguoi", "đi", "1866"].map((word) => levelOf(wordKey(word)))).toEqual([
      "toned",
      "toneless",
      "bare",
      "toneless",
      "bare",
    ]);
    expect(isSameWord(wordKey("ngươi"), "toneless", wordKey("người"))).toBe(true);
    expect(isSameWord(wordKey("nguời"), "toneless", wordKey("người"))).toBe(false);
  });

  test("may be begun, its tone typed or not", () => {
    const begins = (typed: string, found: string) => beginsWith(wordKey(typed), levelOf(wordKey(typed)), wordKey(found));
    expect(begins("ngu", "người")).toBe(true);
    expect(begins("ngươ", "người")).toBe(true);
    expect(begins("ngườ", "người")).toBe(true);
    expect(begins("ngướ", "người")).toBe(false);
    expect(begins("nga", "người")).toBe(false);
  });
});

describe("a character", () => {
  test("has one key with its variants, and with compatibility forms of itself", () => {
    for (const [one, other] of ["国國", "爲為", "翘翹", "\ufa0c兀", "⼀一", "𡗶𡗶"].map((pair) => [...pair])) {
      expect(glyphKey(one ?? ""), one).toBe(glyphKey(other ?? ""));
    }
    expect(glyphKey("天")).not.toBe(glyphKey("地"));
    expect(glyphKey("\u{f0123}")).toBe("\u{f0123}");
  });

  test("is read as any of its forms is", () => {
    expect(soundsOf(glyphKey("天")).map((word) => word.text)).toContain("thiên");
    expect(soundsOf(glyphKey("𠊛")).map((word) => word.text)).toContain("người");
    expect(soundsOf(glyphKey("\u{f0123}"))).toEqual([]);
  });
});

describe("the units of a text", () => {
  const shown = (text: string) =>
    searchUnits(text).map((unit) => (unit.kind === "gap" ? "?" : unit.kind === "glyph" ? unit.key : unit.key.text));

  test("are words, numbers and single characters; punctuation, spaces and variation selectors are none", () => {
    expect(shown("𤾓𢆥，Trăm năm (1866)。 天\u{e0100}地")).toEqual([
      ...["𤾓𢆥"].flatMap((each) => [...each]).map(glyphKey),
      "trăm",
      "năm",
      "1866",
      glyphKey("天"),
      glyphKey("地"),
    ]);
    expect(shown("VNb.12")).toEqual(["vnb", "12"]);
    expect(shown("l’été")).toEqual(["l", "été"]);
  });

  test("stand where they stand in the text", () => {
    const text = "𤾓 Trăm".normalize("NFD");
    expect(searchUnits(text).map(({ start, end }) => text.slice(start, end))).toEqual(["𤾓", "Trăm".normalize("NFD")]);
  });

  test("take a mark of repetition as the character before, and a lost character as a gap", () => {
    expect(shown("嗟々")).toEqual([glyphKey("嗟"), glyphKey("嗟")]);
    expect(shown("天□地")).toEqual([glyphKey("天"), "?", glyphKey("地")]);
  });

  test("know characters that Unicode got after this program", () => {
    expect(shown("\u{323b0}\u{2ebf0}\ue000")).toHaveLength(3);
  });

  test("come of any string, within it and in order", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const places = searchUnits(text).flatMap(({ start, end }) => [start, end]);
        const inOrder = places.every((place, index) => place >= (places[index - 1] ?? 0) && place <= text.length);
        expect(inOrder && searchUnits(text).every(({ start, end }) => end > start)).toBe(true);
      }),
    );
    expect(shown("\ud800天\udc00\0")).toEqual([glyphKey("天")]);
  });
});
