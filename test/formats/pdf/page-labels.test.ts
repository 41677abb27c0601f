import { describe, expect, test } from "vitest";
import { labelRanges } from "../../../formats/pdf/page-labels.ts";

describe("page labels", () => {
  test("count where they can and stand alone where they cannot", () => {
    expect(labelRanges(["bìa", "1", "2", "3", "7", "8a", "8b", "01"])).toEqual([
      { pageIndex: 0, prefix: "bìa", first: 1 },
      { pageIndex: 1, prefix: "", style: "decimal", first: 1 },
      { pageIndex: 4, prefix: "", style: "decimal", first: 7 },
      { pageIndex: 5, prefix: "8", style: "letters", first: 1 },
      { pageIndex: 7, prefix: "01", first: 1 },
    ]);
  });

  test("hold the two pages of a leaf together, with the word before the number", () => {
    expect(labelRanges(["tờ 1a", "tờ 1b", "tờ 2a", "tờ 2b", "tờ 4b", "phụ lục 1", "phụ lục 2"])).toEqual([
      { pageIndex: 0, prefix: "tờ 1", style: "letters", first: 1 },
      { pageIndex: 2, prefix: "tờ 2", style: "letters", first: 1 },
      { pageIndex: 4, prefix: "tờ 4", style: "letters", first: 2 },
      { pageIndex: 5, prefix: "phụ lục ", style: "decimal", first: 1 },
    ]);
  });

  test("spell every page as it was called, whatever people wrote", () => {
    const labels = ["", "第一葉", "a", "1a1", "x9", "x10", "x12", "12z", "0", "𠀀b", "½"];
    const spelled: string[] = [];
    const ranges = labelRanges(labels);
    ranges.forEach(({ pageIndex, prefix, style, first }, at) => {
      for (let page = pageIndex; page < (ranges[at + 1]?.pageIndex ?? labels.length); page++) {
        const number = first + page - pageIndex;
        const counted = style === "letters" ? String.fromCharCode(96 + number) : String(number);
        spelled.push(style === undefined ? prefix : prefix + counted);
      }
    });
    expect(spelled).toEqual(labels);
  });
});
