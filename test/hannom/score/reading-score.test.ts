import { describe, expect, test } from "vitest";
import { errorRate } from "../../../hannom/score/error-interval.ts";
import { orderErrors } from "../../../hannom/score/order-errors.ts";
import { type ReadLine, scoreReading } from "../../../hannom/score/reading-score.ts";
import { foldVariants } from "../../../hannom/variants.ts";

const line = (truth: string, read: string, more: Partial<ReadLine> = {}): ReadLine => ({
  page: "p1",
  kind: "prose",
  truth,
  characters: [...read].map((text) => ({ text, confidence: 0.9, alternatives: [] })),
  ...more,
});

describe("the score of a reading", () => {
  test("adds up distances and lengths, not ratios, and reports kinds apart", () => {
    const score = scoreReading([line("天地玄黃", "天地玄黃"), line("宇", "宙", { kind: "verse", page: "p2" })]);
    expect(score.all).toMatchObject({ distance: 1, length: 5, rate: 0.2 });
    expect(score.kinds.get("verse")?.rate).toBe(1);
    expect(score.kinds.get("prose")?.rate).toBe(0);
    expect(score.exactShare).toBe(0.5);
    expect(score.pages).toBe(2);
  });

  test("counts a missing line as wholly wrong, and invented characters too", () => {
    expect(scoreReading([line("天地", "")]).all.rate).toBe(1);
    expect(scoreReading([line("天地", "天人地天")]).all.rate).toBe(1);
  });

  test("finds the truth among the five likeliest only at its own place", () => {
    const doubtful = { text: "大", confidence: 0.5, alternatives: ["天", "夫", "犬", "太", "木"] };
    const score = (truth: string) => scoreReading([line(truth, "", { characters: [doubtful] })]).topFiveShare;
    expect(score("天")).toBe(1);
    expect(score("太")).toBe(1);
    expect(score("木")).toBe(0);
  });

  test("measures how far confidences are from the share that is right", () => {
    expect(scoreReading([line("天地玄黃宇宙洪荒日月", "天地玄黃宇宙洪荒日用")]).calibrationError).toBeCloseTo(0, 5);
    expect(scoreReading([line("天地", "人人")]).calibrationError).toBeCloseTo(0.9, 5);
  });

  test("names confusions, losses and inventions, the commonest first", () => {
    const { confusions } = scoreReading([line("為天為人地", "爲天爲人"), line("日", "日月")]);
    expect(confusions[0]).toEqual({ truth: "為", read: "爲", count: 2 });
    expect(confusions).toContainEqual({ truth: "地", read: "", count: 1 });
    expect(confusions).toContainEqual({ truth: "", read: "月", count: 1 });
  });

  test("counts forms of one character as the same beside the strict figure", () => {
    const score = scoreReading([line("為學", "爲学")]);
    expect(score.all.rate).toBe(1);
    expect(score.folded.rate).toBe(0);
  });
});

describe("the interval of a rate", () => {
  test("holds the rate, grows narrower with more pages, and is the same every time", () => {
    const pages = (count: number) => Array.from({ length: count }, (_, i) => ({ distance: i % 3, length: 10 }));
    const few = errorRate(pages(6));
    const many = errorRate(pages(600));
    expect(few.low).toBeLessThanOrEqual(few.rate);
    expect(few.high).toBeGreaterThanOrEqual(few.rate);
    expect(many.high - many.low).toBeLessThan((few.high - few.low) / 4);
    expect(errorRate(pages(6))).toEqual(few);
  });
});

describe("the order of columns", () => {
  const truth = ["天地玄黃", "宇宙洪荒", "日月盈昃", "辰宿列張"];
  test("is right when columns follow each other, also where one is missing or badly read", () => {
    expect(orderErrors(truth, ["天地玄黃", "宇宙洪荒", "辰宿列張"])).toEqual({ wrong: 0, pairs: 2 });
    expect(orderErrors(truth, ["天也玄黄", "宇宙洪荒", "日月盈昃", "辰宿列張"]).wrong).toBe(0);
  });
  test("is wrong where a column stands before its predecessor", () => {
    expect(orderErrors(truth, [...truth].reverse())).toEqual({ wrong: 3, pairs: 3 });
  });
});

describe("variant forms", () => {
  test("fold together, and a simplified form of two words joins neither", () => {
    expect(foldVariants("爲")).toBe(foldVariants("為"));
    expect(foldVariants("発")).not.toBe(foldVariants("髪"));
    expect(foldVariants("发")).toBe("发");
    expect(foldVariants("天地")).toBe("天地");
  });
});
