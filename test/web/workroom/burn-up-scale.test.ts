import { describe, expect, test } from "vitest";
import { standingAgainst } from "../../../catalogue/progress/share.ts";
import { targetSchema } from "../../../catalogue/target.ts";
import { bandOf, type Course, goalOf, scaleOf, stepsOf } from "../../../web/workroom/screens/targets/burn-up-scale.ts";

const SPACE = { width: 400, height: 200, left: 40, right: 10, top: 10, bottom: 20 };
const point = (date: string, numerator: number, denominator: number) => ({
  date,
  share: { numerator, denominator, percentage: null },
});
const range = { kind: "range", perWeek: 1, neededPerWeek: null } as const;

const course = (over: Partial<Course> = {}): Course => ({
  points: [point("2026-01-31", 10, 40), point("2026-02-28", 20, 50)],
  forecast: { ...range, from: "2026-04-01", until: "2026-05-01" },
  deadline: "2026-12-31",
  percentage: 80,
  ...over,
});

/** The place of an amount on a day, as a corner of the drawing. */
function drawn(given: Course) {
  const scale = scaleOf(given, SPACE);
  if (!scale) throw new Error("nothing to draw");
  return { scale, at: (day: string, amount: number) => [scale.x(day), scale.y(amount)], band: bandOf(given, scale) };
}

describe("the geometry of a burn-up", () => {
  test("has its goal where the server has it", () => {
    for (const [percentage, denominator] of [
      [70, 60],
      [70, 61],
      [33.333, 1000],
      [100, 7],
      [0.1, 3],
    ] as const) {
      const target = targetSchema.parse({ name: "x", percentage, deadline: "2026-12-31" });
      const { missing } = standingAgainst(target, { numerator: 0, denominator, percentage: undefined }, "2026-01-01");
      expect(goalOf(percentage, denominator)).toBe(missing);
    }
  });

  test("lets the forecast arrive at the goal on its first and on its last day, and stay there", () => {
    const { at, band, scale } = drawn(course());
    expect(scale.last).toBe("2026-12-31");
    expect(band).toEqual([
      at("2026-02-28", 20),
      at("2026-04-01", 40),
      at("2026-12-31", 40),
      at("2026-12-31", 40),
      at("2026-05-01", 40),
    ]);
  });

  test("leaves a forecast without a last day open downwards", () => {
    const { at, band } = drawn(course({ forecast: { ...range, from: "2026-04-01", until: null } }));
    expect(band.at(-1)).toEqual(at("2026-12-31", 20));
  });

  test("looks no farther ahead than anybody knows", () => {
    const { scale } = drawn(course({ deadline: "2045-12-31", forecast: { ...range, from: "2026-06-01", until: "2999-01-01" } }));
    expect(scale.last).toBe("2026-06-01");
  });

  test("draws a whole that grew as a step, and nothing where nothing counts", () => {
    const { at, scale } = drawn(course());
    expect(stepsOf(course().points, scale)).toEqual([at("2026-01-31", 40), at("2026-02-28", 40), at("2026-02-28", 50)]);
    expect(scaleOf(course({ points: [point("2026-01-31", 0, 0)] }), SPACE)).toBeUndefined();
    expect(scaleOf(course({ points: [] }), SPACE)).toBeUndefined();
  });

  test("keeps no band when nothing can be said", () => {
    expect(drawn(course({ forecast: { kind: "too-little-known" } })).band).toEqual([]);
  });
});
