import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { settled } from "../../../hannom/calendar/date-reading.ts";
import { ERAS } from "../../../hannom/calendar/era.ts";
import { readDate } from "../../../hannom/calendar/read-date.ts";
import { sexagenaryInHan, sexagenaryInVietnamese, sexagenaryOfYear } from "../../../hannom/calendar/sexagenary.ts";

const settledAs = (text: string): string | undefined => settled(readDate(text))?.edtf;
const problemsOf = (text: string): readonly string[] => readDate(text).problems.map((problem) => problem.code);
const meanings = (text: string): readonly string[] => readDate(text).candidates.map((candidate) => candidate.edtf);

describe("a date that is beyond doubt", () => {
  test.each([
    ["明命二十一年歲次庚子", "1840"],
    ["嗣德二十四年辛未", "1871"],
    ["正和十八年", "1697"],
    ["啟定九年", "1924"],
    ["Minh Mạng năm thứ 21", "1840"],
    ["Minh Mệnh 21", "1840"],
    ["Minh Menh nam thu hai muoi mot", "1840"],
    ["Bảo Đại 20", "1945"],
    ["Thành Thái nguyên niên", "1889"],
    ["Tự Đức nhị thập tứ niên", "1871"],
    ["Cảnh Trị thứ năm", "1667"],
    ["Vĩnh Tộ năm thứ năm", "1623"],
    ["năm Canh Tý niên hiệu Minh Mạng", "1840"],
    ["維新庚戌", "1910"],
    ["Minh Mạng 明命 21 庚子 (1840)", "1840"],
    ["康熙五十五年", "1716"],
    ["景興四十一年大清乾隆四十五年", "1780"],
    ["khoảng 1850", "1850~"],
    ["1789?", "1789?"],
    ["1840–1845", "1840/1845"],
    ["thế kỷ XVIII", "17XX"],
    ["đầu thế kỷ XIX", "1801~/1833~"],
    ["12/3/1923", "1923-03-12"],
  ])("%s is %s", (text, edtf) => {
    expect(readDate(text).problems).toEqual([]);
    expect(settledAs(text)).toBe(edtf);
  });

  test("is read the same with the full numerals of deeds, with spaces and with another form of a character", () => {
    expect(settledAs("明命 貳拾壹 年")).toBe("1840");
    expect(settledAs("明命廿一年")).toBe("1840");
    expect(settledAs("徳元二年")).toBe("1675");
  });

  test("may be counted as bells and deeds do, 「ten thousand years」 before the number", () => {
    expect(settledAs("皇朝成泰萬萬年之十七歲次乙巳")).toBe("1905");
  });
});

describe("a month of the lunar year", () => {
  test("late in the year reaches into the next year of our count, and says so", () => {
    for (const text of ["嗣德三十五年十二月", "tháng Chạp năm Tự Đức thứ 35"]) {
      const reading = readDate(text);
      expect(settled(reading)).toMatchObject({ edtf: "1882-12/1883-02", firstYear: 1882, lastYear: 1883 });
      expect(reading.candidates[0]?.reasons).toContainEqual({ code: "crosses-new-year", month: 12 });
    }
  });

  test("may be called by its place in the season", () => {
    expect(settledAs("嗣德辛未孟夏月吉日")).toBe("1871-04/1871-06");
    expect(settledAs("皇朝成泰十七年仲秋穀日")).toBe("1905-08/1905-10");
  });

  test("may be a leap month, which lies between two terms of the sun", () => {
    expect(settledAs("嗣德三十一年閏三月")).toBe("1878-04/1878-05");
  });
});

describe("an era in the hands of others", () => {
  test("Cảnh Hưng counted on by the Nguyễn lords gives the year with a note", () => {
    const candidate = settled(readDate("景興六十一年"));
    expect(candidate?.edtf).toBe("1800");
    expect(candidate?.reasons).toContainEqual(expect.objectContaining({ code: "later-use", by: "nguyen-lords", lastYear: 1801 }));
  });

  test("the years of the Mạc that steles contradict bear a note", () => {
    expect(settled(readDate("光寶三年"))?.reasons).toContainEqual({ code: "doubtful-era", doubt: "mac-steles" });
  });
});

describe("what is not certain is never settled in silence", () => {
  test("an era that two houses had gives both, the Vietnamese first", () => {
    expect(meanings("元豐三年")).toEqual(["1253", "1080"]);
    expect(problemsOf("元豐三年")).toEqual(["DATE-AMBIGUOUS"]);
    expect(meanings("大定二年")).toEqual(["1141", "1370"]);
    expect(settledAs("元豐三年")).toBeUndefined();
  });

  test("the name of the year decides between them", () => {
    expect(settledAs("元豐三年庚申")).toBe("1080");
    expect(settledAs("順天六年癸丑")).toBe("1433");
  });

  test("a name of the year alone gives every year that had it, from the first era to the last", () => {
    const years = meanings("庚子").map(Number);
    expect(years).toHaveLength(16);
    expect(years[0]).toBe(1000);
    expect(years.at(-1)).toBe(1900);
    expect(problemsOf("năm Canh Tý")).toEqual(["DATE-AMBIGUOUS"]);
    expect(meanings("đời Nguyễn, năm Canh Tý")).toEqual(["1840", "1900"]);
  });

  test("a name of the year that contradicts the count is told, and both years are offered", () => {
    const reading = readDate("明命二十一年歲次辛丑");
    expect(reading.problems).toEqual([{ code: "DATE-CANCHI", cycle: "Tân Sửu 辛丑", year: 1840, cycleOfYear: "Canh Tý 庚子" }]);
    expect(meanings("景興五年歲次乙丑")).toEqual(["1744", "1745"]);
  });

  test("a year of our count that contradicts the era is told, and both are offered", () => {
    expect(problemsOf("Minh Mạng 21 (1845)")).toEqual(["DATE-YEAR"]);
    expect(meanings("Minh Mạng 21 (1845)")).toEqual(["1840", "1845"]);
    expect(settledAs("Minh Mạng 21 (1841)")).toBe("1840");
  });

  test.each([
    ["Minh Mạng 25", 21],
    ["Tự Đức 40", 36],
    ["Minh Mạng thứ 0", 21],
  ])("%s: the era had %i years", (text, years) => {
    expect(readDate(text)).toMatchObject({ candidates: [], problems: [{ code: "DATE-ERA", years }] });
  });

  test("a house with two times of rule gives both", () => {
    expect(meanings("Lê triều")).toEqual(["1428/1527", "1533/1789"]);
    expect(problemsOf("đời Lê")).toEqual(["DATE-AMBIGUOUS"]);
  });

  test("a branch alone, a day that is none and a text without a date are said to be so", () => {
    expect(problemsOf("năm Dậu")).toEqual(["DATE-BRANCH"]);
    expect(problemsOf("31-02-1923")).toEqual(["DATE-DAY"]);
    expect(problemsOf("ngày 31 tháng 8 năm Gia Long thứ 3")).toEqual(["DATE-DAY"]);
    expect(problemsOf("không rõ")).toEqual(["DATE-UNREAD"]);
  });
});

describe("every year of every Vietnamese era", () => {
  const everyYear = ERAS.filter((era) => era.country === "vietnam").flatMap((era) =>
    Array.from({ length: era.lastYear - era.firstYear + 1 }, (_, index) => ({
      era,
      number: index + 1,
      year: era.firstYear + index,
    })),
  );

  test("is found from its number and its name in Han characters and in Quốc ngữ", () => {
    expect(everyYear.length).toBeGreaterThan(900);
    for (const { era, number, year } of everyYear) {
      const cycle = sexagenaryOfYear(year);
      const [han, vi] = [era.han.split("/")[0], era.vi.split("/")[0]];
      expect(meanings(`${han}${hanNumber(number)}年${sexagenaryInHan(cycle)}`), `${han} ${number}`).toContain(
        String(year).padStart(4, "0"),
      );
      expect(meanings(`${vi} năm thứ ${number}, ${sexagenaryInVietnamese(cycle)}`), `${vi} ${number}`).toContain(
        String(year).padStart(4, "0"),
      );
    }
  });
});

test("any text at all is read without an exception and kept as written", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom("", "明命", "năm thứ", "庚", "十"),
      (text, seed) => {
        const given = `${text}${seed}${text}`;
        expect(readDate(given).asWritten).toBe(given);
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});

function hanNumber(number: number): string {
  const digits = "一二三四五六七八九";
  const tens = Math.floor(number / 10);
  return `${tens > 1 ? digits[tens - 1] : ""}${tens > 0 ? "十" : ""}${number % 10 > 0 ? digits[(number % 10) - 1] : ""}`;
}
