import { describe, expect, test } from "vitest";
import { gregorianMonths } from "../../../hannom/calendar/lunar-month.ts";
import {
  branchInVietnamese,
  sexagenaryInHan,
  sexagenaryInVietnamese,
  sexagenaryOf,
  sexagenaryOfYear,
  stemInVietnamese,
  yearsAt,
} from "../../../hannom/calendar/sexagenary.ts";

/** The Chinese calendar as ICU computes it: a witness of its own, near enough to Vietnam's in any century. */
const WITNESS = new Intl.DateTimeFormat("en-u-ca-chinese", {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  timeZone: "UTC",
});

test("no day of any lunar month from 1000 to 1945 lies outside the months that are given for it", () => {
  let looked = 0;
  for (let time = Date.UTC(1000, 1, 1); time < Date.UTC(1945, 0, 1); time += 19 * 86_400_000) {
    const day = new Date(time);
    const parts = Object.fromEntries(WITNESS.formatToParts(day).map((part) => [part.type, part.value]));
    const isLeap = (parts["month"] ?? "").endsWith("bis");
    const year = Number((parts as Record<string, string | undefined>)["relatedYear"]);
    const [from, to] = gregorianMonths(year, Number.parseInt(parts["month"] ?? "", 10), isLeap);
    const months = (at: { year: number; month: number }) => at.year * 12 + at.month;
    const here = day.getUTCFullYear() * 12 + day.getUTCMonth() + 1;
    expect(here, day.toISOString()).toBeGreaterThanOrEqual(months(from));
    expect(here, day.toISOString()).toBeLessThanOrEqual(months(to));
    looked++;
  }
  expect(looked).toBeGreaterThan(15_000);
});

test("at most three months of our count are given for a month, and three for a leap month", () => {
  for (let month = 1; month <= 12; month++) {
    for (const isLeap of [false, true]) {
      const [from, to] = gregorianMonths(1800, month, isLeap);
      expect(to.year * 12 + to.month - (from.year * 12 + from.month)).toBeLessThanOrEqual(2);
    }
  }
});

describe("the cycle of sixty", () => {
  test.each([
    [1802, "壬戌", "Nhâm Tuất"],
    [1820, "庚辰", "Canh Thìn"],
    [1840, "庚子", "Canh Tý"],
    [1848, "戊申", "Mậu Thân"],
    [1878, "戊寅", "Mậu Dần"],
    [1740, "庚申", "Canh Thân"],
    [1697, "丁丑", "Đinh Sửu"],
  ])("%i is %s %s", (year, han, vi) => {
    expect(sexagenaryInHan(sexagenaryOfYear(year))).toBe(han);
    expect(sexagenaryInVietnamese(sexagenaryOfYear(year))).toBe(vi);
  });

  test("gives each pair once, and none to the pairs that never meet", () => {
    const pairs = Array.from({ length: 10 }, (_, stem) =>
      Array.from({ length: 12 }, (_, branch) => sexagenaryOf(stem, branch)),
    ).flat();
    expect(new Set(pairs.filter((index) => index !== undefined)).size).toBe(60);
    expect(pairs.filter((index) => index === undefined)).toHaveLength(60);
  });

  test("comes round every sixty years", () => {
    expect(yearsAt(sexagenaryOfYear(1840), 1000, 1900)).toHaveLength(16);
    expect(yearsAt(sexagenaryOfYear(1840), 1841, 1899)).toEqual([]);
  });

  test("is known by the words of Quốc ngữ without their marks", () => {
    expect(sexagenaryOf(stemInVietnamese("canh") ?? -1, branchInVietnamese("ty") ?? -1)).toBe(sexagenaryOfYear(1840));
  });
});
