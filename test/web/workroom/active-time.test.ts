import { describe, expect, test } from "vitest";
import { ActiveTime, LONGEST_THOUGHT_MILLISECONDS } from "../../../web/workroom/active-time.ts";

const HOUR = 3600;

describe("the time that somebody works", () => {
  test("is the time between signs of life, thinking included", () => {
    const time = new ActiveTime(1000);
    for (const moment of [3000, 3500, 20_000]) time.touch(moment);
    expect(time.take(HOUR)).toBe(19);
  });

  test("holds no break, however long the desk stood open, and no time that ran backwards", () => {
    const time = new ActiveTime(0);
    time.touch(5000);
    time.touch(5000 + LONGEST_THOUGHT_MILLISECONDS + 1);
    time.touch(2000);
    time.touch(4000);
    expect(time.take(HOUR)).toBe(7);
  });

  test("is told once, in whole seconds, and what is over is not lost", () => {
    const time = new ActiveTime(0);
    time.touch(1700);
    expect([time.take(HOUR), time.take(HOUR)]).toEqual([1, 0]);
    time.touch(3100);
    expect(time.take(HOUR)).toBe(2);
  });

  test("is kept when nobody could be told, and told in parts when it is much", () => {
    const time = new ActiveTime(0);
    for (let second = 1; second <= 100; second += 1) time.touch(second * 1000);
    time.giveBack(time.take(HOUR));
    expect([time.take(60), time.take(60), time.take(60)]).toEqual([60, 40, 0]);
  });
});
