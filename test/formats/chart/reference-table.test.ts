import { describe, expect, test } from "vitest";
import { readReference } from "../../../formats/chart/reference-table.ts";

const read = (text: string) => readReference(Buffer.from(text), "mine.csv");
const FOUR = "row,column,L,a,b,name\n1,1,95,0,1,white\n1,2,50,0,0,grey\n2,1,30,40,20,red\n2,2,10,0,0,\n";

describe("a table of a chart's own values", () => {
  test("gives a chart of as many rows and columns as it names, row by row", () => {
    const kind = read(FOUR);
    expect(kind).toMatchObject({ name: "mine.csv", columns: 2, rows: 2 });
    expect(kind.patches.map((patch) => patch.name)).toEqual(["white", "grey", "red", "2/2"]);
    expect(kind.patches[2]?.lab).toEqual({ l: 30, a: 40, b: 20 });
  });

  test("may be written as a Vietnamese spreadsheet writes it", () => {
    const text = "\ufeffRow;Column;L*;a*;b*\r\n1;1;95,5;0;1,25\r\n1;2;50;0;0\r\n2;1;30;40;20\r\n2;2;10;-1,5;0\r\n";
    expect(read(text).patches[3]?.lab).toEqual({ l: 10, a: -1.5, b: 0 });
    expect(read(text.replaceAll(";", "\t")).patches[0]?.lab).toEqual({ l: 95.5, a: 0, b: 1.25 });
  });

  test.each([
    ["a missing patch", FOUR.replace("2,1,30,40,20,red\n", "3,1,1,1,1,x\n"), 0],
    ["a patch named twice", FOUR.replace("2,1,", "1,1,"), 4],
    ["a lightness that is none", FOUR.replace("95", "195"), 2],
    ["a word for a number", FOUR.replace("95", "white"), 2],
    ["an empty number", FOUR.replace("95", ""), 2],
    ["no heading", "1,1,95,0,1\n1,2,50,0,0\n", 2],
    ["nothing", "", 0],
    ["too few patches", "row,column,L,a,b\n1,1,95,0,1\n", 0],
    ["a hundred thousand rows' worth of place", FOUR.replace("2,2,", "99999,99999,"), 5],
  ])("with %s is refused with the line", (_, text, row) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: "CHART-REFERENCE", facts: expect.objectContaining({ row }) }),
    );
  });

  test("in an old code page is refused instead of guessed", () => {
    expect(() => readReference(Buffer.from([0x72, 0xe0, 0x63, 0x0a]), "x")).toThrow(
      expect.objectContaining({ code: "CHART-REFERENCE" }),
    );
  });
});
