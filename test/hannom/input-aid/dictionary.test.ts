import { describe, expect, test } from "vitest";
import { readDictionary } from "../../../hannom/input-aid/dictionary.ts";
import { fromTelex } from "../../../hannom/input-aid/telex.ts";

describe("readings in Telex", () => {
  test.each([
    ["dieemz", "diêm"],
    ["nguwowif", "người"],
    ["nguowif", "người"],
    ["trawm", "trăm"],
    ["ddoocj", "độc"],
    ["hoaf", "hòa"],
    ["quys", "quý"],
    ["giaf", "già"],
    ["gif", "gì"],
    ["mias", "mía"],
    ["thuyeenf", "thuyền"],
    ["khoer", "khỏe"],
    ["anhr", "ảnh"],
    ["tieengs vieetj", "tiếng việt"],
    ["người", "người"],
  ])("%s is %s", (typed, meant) => expect(fromTelex(typed)).toBe(meant));
});

const FILE = `# a comment
---
name: "hannom"
version: "1"
sort: by_weight
...

# rows
𠊛\tnguwowif\t10
𠊛\tnguwowif\t3
𢆥\tnăm
南無\tnam moo
中\t中国
abc\tabc
金
${"金".repeat(40)}\tkim
`;

describe("a dictionary", () => {
  test("is read row by row, and every row is accounted for", () => {
    const read = readDictionary(FILE);
    expect(read?.name).toBe("hannom");
    expect(read?.entries).toEqual([
      { text: "𠊛", reading: "người" },
      { text: "𢆥", reading: "năm" },
      { text: "南無", reading: "nam mô" },
    ]);
    expect(read?.rejected).toEqual([
      { row: 13, reason: "reading" },
      { row: 14, reason: "not-han-nom" },
      { row: 15, reason: "no-reading" },
      { row: 16, reason: "too-long" },
    ]);
    expect(read?.rows).toBe((read?.entries.length ?? 0) + (read?.repeated ?? 0) + (read?.rejected.length ?? 0));
  });

  test("is none without the marks of its heading", () => {
    expect(readDictionary("𠊛\tnguwowif")).toBeUndefined();
    expect(readDictionary("...\n---\n")).toBeUndefined();
    expect(readDictionary("")).toBeUndefined();
  });
});
