import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { limitValues, type QualityProfile, readQualityProfile } from "../../config/quality-profile.ts";
import { judgeSession, SESSION_MEASURES, sessionLimitsSchema } from "../../pipeline/chart-limits.ts";
import { qualityLimits } from "../../stages/inspect/limits.ts";
import { inspect } from "../../stages/inspect.ts";

const FOLDER = join(import.meta.dirname, "../../config/profiles/quality");
const names = readdirSync(FOLDER);
const profiles = names.map((name) => {
  const read = readQualityProfile(readFileSync(join(FOLDER, name), "utf8"));
  if ("problems" in read) throw new Error(`${name}: ${read.problems.join("; ")}`);
  return read.profile;
});

describe("the quality profiles of the package", () => {
  test("are the six that are promised, each in a file of its name", () => {
    expect(profiles.map((profile) => profile.name)).toEqual([
      "default",
      "fadgi-3-star",
      "fadgi-4-star",
      "iso-19264-b",
      "metamorfoze-light",
      "vietnam-records",
    ]);
    expect(names).toEqual(profiles.map((profile) => `${profile.name}.json`));
  });

  test("demand of pages only what `inspect` checks, in values that it takes", () => {
    expect(profiles.flatMap((profile) => Object.keys(limitValues(profile, "page"))).length).toBeGreaterThan(8);
    for (const profile of profiles) {
      expect(qualityLimits.strict().safeParse(limitValues(profile, "page")).error?.issues ?? []).toEqual([]);
      const wanted = { qualityProfile: profile.name, ...limitValues(profile, "page") };
      expect(inspect.params.parse(wanted)).toMatchObject(wanted);
    }
  });

  test("demand of sessions only what a chart measures", () => {
    expect(Object.keys(SESSION_MEASURES).sort()).toEqual(Object.keys(sessionLimitsSchema.shape).sort());
    for (const profile of profiles) {
      expect(sessionLimitsSchema.safeParse(limitValues(profile, "session")).error?.issues ?? []).toEqual([]);
    }
  });

  test("name the text behind each number, and where else it was read when it was not checked against it", () => {
    for (const profile of profiles) {
      for (const [name, limit] of Object.entries(profile.limits)) {
        const where = `${profile.name}.${name}`;
        expect({ where, title: limit.source.title.length > 8, year: limit.source.year }).toMatchObject({ where, title: true });
        if (!limit.isChecked) expect({ where, says: (limit.readIn ?? limit.note) !== undefined }).toEqual({ where, says: true });
      }
    }
  });

  test("state each limit in the unit in which it is measured", () => {
    const wrong = profiles.flatMap((profile) =>
      Object.entries(profile.limits)
        .filter(
          ([name, limit]) =>
            limit.kind === "session" && SESSION_MEASURES[name as keyof typeof SESSION_MEASURES].unit !== limit.unit,
        )
        .map(([name]) => `${profile.name}.${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test("get stricter with each star, and Metamorfoze stays between", () => {
    const session = (name: string) =>
      sessionLimitsSchema.parse(limitValues(profiles.find((each) => each.name === name) as QualityProfile, "session"));
    const [three, four] = [session("fadgi-3-star"), session("fadgi-4-star")];
    expect(four.maxMeanDeltaE2000UnitLightness).toBeLessThan(three.maxMeanDeltaE2000UnitLightness as number);
    expect(four.maxToneErrorL).toBeLessThan(three.maxToneErrorL as number);
    expect(four.minSamplingEfficiencyShare).toBeGreaterThan(three.minSamplingEfficiencyShare as number);
  });
});

describe("a text that is no quality profile", () => {
  test("is told with every problem at once, or as no JSON at all", () => {
    const read = readQualityProfile(JSON.stringify({ name: "Bad Name", title: { vi: "x" }, limits: { a: { value: "1" } } }));
    expect("problems" in read && read.problems.join(" ")).toMatch(/name.*title\.en.*description.*limits\.a/);
    expect("problems" in readQualityProfile("{")).toBe(true);
  });
});

describe("the judgement of a session", () => {
  const chart = (measures: Readonly<Record<string, number>>) => ({
    measures: Object.fromEntries(Object.entries(measures).map(([name, value]) => [name, { value, unit: "" }])),
  });

  test("meets a limit at its value, misses it beyond, and does not hide what was not measured", () => {
    const limits = { maxNoiseL: 2, minSamplingEfficiencyShare: 0.8, maxToneErrorL: 3 };
    const verdicts = (measures: Readonly<Record<string, number>>) =>
      Object.fromEntries(judgeSession([chart(measures)], limits).map((each) => [each.limit, each.verdict]));
    expect(verdicts({ noiseL: 2, samplingEfficiencyShare: 0.8 })).toEqual({
      maxNoiseL: "met",
      minSamplingEfficiencyShare: "met",
      maxToneErrorL: "unmeasured",
    });
    expect(verdicts({ noiseL: 2.1, samplingEfficiencyShare: 0.79, toneErrorL: 3.1 })).toEqual({
      maxNoiseL: "missed",
      minSamplingEfficiencyShare: "missed",
      maxToneErrorL: "missed",
    });
  });

  test("takes the last of several charts, and judges nothing that is not demanded", () => {
    const [verdict] = judgeSession([chart({ noiseL: 9 }), chart({ noiseL: 1 }), chart({ toneErrorL: 1 })], { maxNoiseL: 2 });
    expect(verdict).toMatchObject({ value: 1, verdict: "met" });
    expect(judgeSession([chart({ noiseL: 9 })], {})).toEqual([]);
  });
});
