import { describe, expect, test } from "vitest";
import { type Hit, isFound, locate } from "../../../catalogue/search/locate.ts";
import { parseQuery } from "../../../catalogue/search/query.ts";
import { pageOf } from "../../contracts/search-values.ts";

const found = (hits: readonly Hit[]) => hits.map(({ parts }) => parts.map(({ line, text }) => `${line}:${text}`).join(" "));
const boxes = (hits: readonly Hit[]) =>
  hits.flatMap(({ parts }) => parts.map(({ box: { x, y, width, height } }) => [x, y, width, height]));

describe("a phrase", () => {
  test("runs from column to column, past what stands apart, and through large characters past small ones", () => {
    const page = pageOf("p", [
      "天地",
      { text: "玄黃", kind: "commentary" },
      { text: "千字文", kind: "running-title" },
      "宇宙",
      { text: "洪", kind: "head-note" },
    ]);
    expect(found(locate(parseQuery("地玄黃宇"), page))).toEqual(["c1:地 c2:玄黃 c4:宇"]);
    expect(found(locate(parseQuery("天地宇宙"), page))).toEqual(["c1:天地 c4:宇宙"]);
    expect(found(locate(parseQuery("字文"), page))).toEqual(["c3:字文"]);
    expect(locate(parseQuery("宙洪"), page)).toEqual([]);
    expect(locate(parseQuery("黃千"), page)).toEqual([]);
    expect(found(locate(parseQuery("天地"), page))).toEqual(["c1:天地"]);
  });

  test("is found in whatever variants the page has, and shown as the page has it", () => {
    const page = pageOf("p", ["囯為"]);
    expect(found(locate(parseQuery("國爲"), page))).toEqual(["c1:囯為"]);
  });

  test("does not run over a lost character, but over punctuation", () => {
    expect(locate(parseQuery("天地"), pageOf("p", ["天□地"]))).toEqual([]);
    expect(found(locate(parseQuery("天地"), pageOf("p", ["天。地"])))).toEqual(["c1:天。地"]);
  });

  test("does not overlap itself", () => {
    expect(locate(parseQuery("嗟嗟"), pageOf("p", ["嗟嗟嗟々"]))).toHaveLength(2);
  });

  test("may mix characters and words", () => {
    const page = pageOf("p", [{ text: "金雲翹", phienAm: "Kim Vân Kiều" }]);
    expect(found(locate(parseQuery('"kim 雲 kiều"'), page))).toEqual(["c1:Kim Vân Kiều"]);
  });
});

describe("the place of a hit", () => {
  test("is that of its characters, down a column and along a line", () => {
    const extents = [100, 118, 120, 139, 141, 160];
    const column = pageOf("p", [{ text: "天地人", extents, box: { x: 700, y: 95, width: 30, height: 70 } }]);
    expect(boxes(locate(parseQuery("地人"), column))).toEqual([[700, 120, 30, 40]]);
    const line = {
      text: "một hai",
      extents: [10, 20, 20, 30, 30, 40, 50, 60, 60, 70, 70, 80],
      box: { x: 8, y: 5, width: 80, height: 12 },
    };
    const page = pageOf("p", [line], { writingMode: "horizontal-tb", script: "quoc-ngu" });
    expect(boxes(locate(parseQuery("hai"), page))).toEqual([[50, 5, 30, 12]]);
  });

  test("is a share of the line where no places of characters are known", () => {
    expect(
      boxes(locate(parseQuery("地"), pageOf("p", [{ text: "天地人和", box: { x: 0, y: 0, width: 10, height: 400 } }]))),
    ).toEqual([[0, 100, 10, 100]]);
    const uneven = pageOf("p", [{ text: "天地人", phienAm: "trời và đất", box: { x: 0, y: 0, width: 10, height: 900 } }]);
    expect(
      boxes(locate(parseQuery("và"), { ...uneven, lines: uneven.lines.map((line) => ({ ...line, phienAm: "a và bb ccc" })) })),
    ).toEqual([[0, 112, 10, 226]]);
  });
});

describe("a phiên âm", () => {
  test("lies on its characters when it has a word for each, and takes the place of their other readings", () => {
    const page = pageOf("p", [{ text: "天地", phienAm: "Trời đất" }]);
    const [hit] = locate(parseQuery("đất"), page);
    expect(hit?.parts).toEqual([
      { line: "c1", layer: "phien-am", text: "đất", start: 5, end: 8, box: { x: 800, y: 110, width: 30, height: 10 } },
    ]);
    expect([hit?.before, hit?.after]).toEqual(["Trời", ""]);
    expect(locate(parseQuery("thiên"), page)).toEqual([]);
    expect(found(locate(parseQuery("天"), page))).toEqual(["c1:天"]);
  });

  test("of another length is found beside the readings of the characters", () => {
    const page = pageOf("p", [{ text: "天地", phienAm: "Trời và đất" }]);
    expect(found(locate(parseQuery("trời và"), page))).toEqual(["c1:Trời và"]);
    expect(found(locate(parseQuery("thiên"), page))).toEqual(["c1:天"]);
  });
});

test("whether a query is there and where it is agree", () => {
  const page = pageOf("p", ["天地玄黃", { text: "𤾓𢆥", phienAm: "Trăm năm" }]);
  for (const typed of ["天", "天 年", "trăm", "tram năm", "黃𤾓", "", "地天", "nam 天"]) {
    const query = parseQuery(typed);
    expect(isFound(query, page), typed).toBe(locate(query, page).length > 0);
  }
});
