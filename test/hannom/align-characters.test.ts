import { expect, test } from "vitest";
import { rightCharacters } from "../../hannom/align-characters.ts";

const right = (truth: string, read: string) =>
  rightCharacters([...truth], [...read])
    .map((each) => (each ? 1 : 0))
    .join("");

test("tells which characters of a reading stand in the truth at their place", () => {
  expect(right("大越史記全書", "大越史記全書")).toBe("111111");
  expect(right("大越史記全書", "大越吏記全")).toBe("11011");
  expect(right("大越史記", "大文越史文記")).toBe("101101");
  expect(right("大越", "")).toBe("");
  expect(right("", "大越")).toBe("00");
});

test("never calls more right than the edit distance leaves room for", () => {
  expect(right("史大越", "大越史")).toBe("110");
});
