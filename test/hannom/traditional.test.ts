import { expect, test } from "vitest";
import { traditionalOf } from "../../hannom/traditional.ts";

test("gives every character that a simplified one may stand for, and chooses none", () => {
  expect(traditionalOf("国")).toEqual(["國"]);
  expect(traditionalOf("发")).toEqual(["發", "髮"]);
  expect(traditionalOf("后")).toEqual(["后", "後"]);
  expect(traditionalOf("兴")).toEqual(["興"]);
});

test("gives none for a character that is no simplified form", () => {
  for (const each of ["人", "𠊛", "a", "", "發"]) expect(traditionalOf(each)).toEqual([]);
});
