import { expect, test } from "vitest";
import { characterErrors } from "../../hannom/character-error.ts";

test("counts insertions, deletions and substitutions once each", () => {
  expect(characterErrors("大越史記", "大越史記")).toEqual({ distance: 0, length: 4 });
  expect(characterErrors("大越史記", "大越記")).toEqual({ distance: 1, length: 4 });
  expect(characterErrors("大越史記", "大越吏記全")).toEqual({ distance: 2, length: 4 });
});

test("counts code points, so a character beyond the basic plane is one character", () => {
  expect(characterErrors("𤾓𢆥𥪞揆𠊛些", "𤾓𢆥中揆𠊛些")).toEqual({ distance: 1, length: 6 });
});

test("ignores white space and byte order marks, and folds nothing else", () => {
  expect(characterErrors("\uFEFF大 越\n史　記", "大越史記")).toEqual({ distance: 0, length: 4 });
  expect(characterErrors("hòa", "hòa".normalize("NFD"))).toEqual({ distance: 2, length: 3 });
  expect(characterErrors("\u{F0029}", "慄")).toEqual({ distance: 1, length: 1 });
});

test("a missing reading costs the whole truth, a reading without truth costs its length", () => {
  expect(characterErrors("大越史記", "")).toEqual({ distance: 4, length: 4 });
  expect(characterErrors("", "大越")).toEqual({ distance: 2, length: 0 });
});
