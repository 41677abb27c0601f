import { describe, expect, test } from "vitest";
import { parseQuery } from "../../../catalogue/search/query.ts";

const shown = (typed: string, strictness?: "word-by-word") =>
  parseQuery(typed, strictness).terms.map((term) =>
    term.map((unit) => (unit.kind === "glyph" ? unit.key : `${unit.key.text}/${unit.level}`)).join(" "),
  );

describe("a typed query", () => {
  test("is parted at spaces, but words beside words are a phrase, and so is what is quoted", () => {
    expect(shown("天地 人")).toEqual(["天 地", "人"]);
    expect(shown("tram nam")).toEqual(["tram/bare nam/bare"]);
    expect(shown("chữ tài, chữ mệnh")).toEqual(["chữ/toned tài/toned chữ/toned mệnh/toned"]);
    expect(shown("kieu 天 nguyen du")).toEqual(["kieu/bare", "天", "nguyen/bare du/bare"]);
    expect(shown('"天 地" 人')).toEqual(["天 地", "人"]);
    expect(shown("“天 地")).toEqual(["天 地"]);
  });

  test("counts tones when one was typed, else marks of letters, else nothing", () => {
    expect(shown("ngươi ta")).toEqual(["ngươi/toneless ta/bare"]);
    expect(shown("người ta")).toEqual(["người/toned ta/toned"]);
    expect(shown("người ta", "word-by-word")).toEqual(["người/toned ta/bare"]);
  });

  test("is bounded, and never fails", () => {
    expect(parseQuery("a ".repeat(5000)).terms.flat()).toHaveLength(64);
    expect(parseQuery("天 ".repeat(5000)).terms).toHaveLength(8);
    for (const typed of ["", " ", "。、", "\0", "\ud800", '"', '""', "□"]) expect(parseQuery(typed).terms).toEqual([]);
  });
});
