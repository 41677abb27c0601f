import { expect, test } from "vitest";
import { TABOOS, tabooHints } from "../../hannom/taboo/taboo.ts";

const hint = (text: string, avoided: string) => tabooHints(text).find(({ taboo }) => taboo.avoided === avoided);

test("a text that writes 時 breaks the taboo of Tự Đức's reign; one with 辰 only may keep it", () => {
  expect(hint("其時也", "時")).toMatchObject({ sign: "breaks", count: 1, taboo: { firstYear: 1848, instead: "辰" } });
  expect(hint("其辰也", "時")).toMatchObject({ sign: "may-keep", count: 1 });
  expect(hint("其日也", "時")).toBeUndefined();
});

test("two characters avoided together are no matter apart", () => {
  expect(hint("綿宗", "綿宗")?.sign).toBe("breaks");
  expect(hint("綿綿之宗", "綿宗")).toBeUndefined();
});

test("every row has its year, its regime and a source, and they stand in the order of time", () => {
  expect(TABOOS.length).toBeGreaterThan(30);
  for (const { firstYear, regime, avoided, how, source } of TABOOS) {
    expect(firstYear).toBeGreaterThan(1200);
    expect(regime).not.toBe("");
    expect(avoided).toMatch(/^\p{Script=Han}{1,2}$/u);
    expect(["replaced", "avoided", "strokes-left-out", "strokes-added"]).toContain(how);
    expect(source).not.toBe("");
  }
  expect(TABOOS.map(({ firstYear }) => firstYear)).toEqual(TABOOS.map(({ firstYear }) => firstYear).toSorted((a, b) => a - b));
});

test("hints name no year of the text: what is conclusive is for people to say", () => {
  for (const each of tabooHints("其時宗廟")) expect(Object.keys(each).toSorted()).toEqual(["count", "sign", "taboo"]);
});
