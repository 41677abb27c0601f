import { describe, expect, test } from "vitest";
import { courseOf } from "../../../catalogue/progress/burn-up.ts";
import { forecastOf } from "../../../catalogue/progress/forecast.ts";
import { matchHolding } from "../../../catalogue/progress/progress.ts";
import { asEntry } from "../../../catalogue/register.ts";
import { targetSchema } from "../../../catalogue/target.ts";

const target = targetSchema.parse({ name: "all", percentage: 70, deadline: "2026-12-31" });

/** Ten items known from the start, two found later; one published a week from 2026-01-01 on. */
const holding = matchHolding({
  organisations: [],
  register: Array.from({ length: 12 }, (_, index) =>
    asEntry({ shelfmark: `S${index}`, title: "x", ...(index >= 10 ? { from: "2026-02-15" } : {}) }),
  ),
  evidence: Array.from({ length: 6 }, (_, index) => ({
    ...{ itemId: `S${index}`, shelfmark: `S${index}`, pages: 1, archivedOn: undefined, describedOn: undefined, aip: undefined },
    ...{ shown: [{ from: `2026-01-${String(1 + 7 * (index % 4)).padStart(2, "0")}` }], publication: "x", damage: [] },
  })),
});

describe("the burn-up", () => {
  test("has what was digitized and what there was at the end of each month, and on the day", () => {
    const points = courseOf(target, holding, "2026-03-15", 3).burnUp;
    expect(points.map(({ date, share }) => [date, share.numerator, share.denominator])).toEqual([
      ["2025-12-31", 0, 10],
      ["2026-01-31", 6, 10],
      ["2026-02-28", 6, 12],
      ["2026-03-15", 6, 12],
    ]);
  });

  test("gains by week add up to what was gained", () => {
    const gains = courseOf(target, holding, "2026-01-31", 12, 12).gains;
    expect(gains).toHaveLength(12);
    expect(gains.reduce((sum, gain) => sum + gain, 0)).toBe(6);
  });
});

describe("the forecast", () => {
  const steady = [5, 4, 6, 5, 5, 4, 6, 5, 5, 4, 6, 5];

  test("is a range around what the weeks gained, the same each time", () => {
    const forecast = forecastOf(steady, 50, "2026-01-01", "2026-12-31");
    expect(forecast).toMatchObject({ kind: "range", perWeek: 5, neededPerWeek: 1 });
    if (forecast.kind !== "range") throw new Error("no range");
    expect(forecast.from < "2026-03-12" && "2026-03-12" < (forecast.until ?? "")).toBe(true);
    expect(forecastOf(steady, 50, "2026-01-01", "2026-12-31")).toEqual(forecast);
  });

  test("says nothing on too little, and has no last day where work stands still too often", () => {
    expect(forecastOf([9, 0, 0, 1, 0, 0], 10, "2026-01-01", "2026-12-31")).toEqual({ kind: "too-little-known" });
    const shaky = forecastOf([1, -1, 1, -1, 1, -1, 1, 0, 0, 0, 0, 0], 10, "2026-01-01", "2026-12-31");
    expect(shaky).toMatchObject({ kind: "range", until: undefined });
  });

  test("asks for no weekly gain when the deadline is past", () => {
    expect(forecastOf(steady, 50, "2027-02-01", "2026-12-31")).toMatchObject({ kind: "range", neededPerWeek: undefined });
  });

  test("is over when nothing is missing", () => {
    expect(forecastOf([], 0, "2026-01-01", "2026-12-31")).toEqual({ kind: "reached" });
  });
});
