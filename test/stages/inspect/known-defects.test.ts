/** A small fixed part of what `bench/quality.ts` measures: one page of every fault, and sound ones. */
import { beforeAll, describe, expect, test } from "vitest";
import { DEFECTS } from "../../../bench/quality/defects.ts";
import { inspectScan } from "../../../bench/quality/inspect-scan.ts";
import { scanPage } from "../../../bench/quality/scan-page.ts";
import { type Judged, scoreClasses } from "../../../bench/quality/score.ts";

const SOUND_PAGES = 6;

describe("inspect, on generated scans with one known fault or none", () => {
  const judged: Judged[] = [];
  beforeAll(async () => {
    const faults = [...DEFECTS, ...Array.from({ length: SOUND_PAGES }, () => undefined)];
    for (const [i, defect] of faults.entries()) {
      const scan = await scanPage(9_000_000 + i, defect);
      judged.push({ plan: scan.plan, defect, report: (await inspectScan(scan.bytes)).report });
    }
  }, 300_000);

  test("tells at least nine of ten faults", () => {
    const missed = scoreClasses(judged).flatMap((each) => each.missed.map(() => each.defect.name));
    expect(missed.length, missed.join(", ")).toBeLessThanOrEqual(DEFECTS.length / 10);
  });

  test("finds hardly any fault where there is none", () => {
    const alarms = scoreClasses(judged).flatMap(({ defect, falseAlarms }) =>
      falseAlarms.map((each) => `${defect.name} on ${each.defect?.name ?? "a sound page"}`),
    );
    expect(alarms.length, alarms.join(", ")).toBeLessThanOrEqual(2);
  });

  test("saw every class of faults", () => {
    expect(judged.length).toBe(DEFECTS.length + SOUND_PAGES);
    expect(scoreClasses(judged).every((each) => each.pages === 1)).toBe(true);
  });
});

describe("inspect, of bleached pages whose dark marks are no ink", () => {
  const tooBright = DEFECTS.find((each) => each.name === "too bright");

  test.each([
    ["black worm holes, as even and as black as what a program draws", 100_444],
    ["a reader's red dots", 1_300_417],
  ])("tells that there was too much light: %s", async (_, seed) => {
    const { report } = await inspectScan((await scanPage(seed, tooBright)).bytes);
    const codes = report.findings.map((each) => each.code);
    expect(codes).toContain("QC-BRIGHT");
    expect(codes).not.toContain("QC-BITONAL");
  });
});

describe("inspect, of faults that look like one another", () => {
  const SEEN = /^QC-(MOIRE|MOTION|BLUR)$/;

  test.each([
    ["moiré", "QC-MOIRE", 4_300_213, "a wave whose slopes are wide edges"],
    ["motion", "QC-MOTION", 4_301_036, "small letters moved aslant"],
    ["motion", "QC-MOTION", 4_300_145, "rules and strokes that run one way"],
    ["defocus", "QC-BLUR", 4_300_009, "letters so close that their edges have no room to be wide"],
  ])("tells %s, and it alone: %s of page %d, %s", async (name, code, seed) => {
    const fault = DEFECTS.find((each) => each.name === name);
    const { report } = await inspectScan((await scanPage(seed, fault)).bytes);
    expect(report.findings.map((each) => each.code).filter((each) => SEEN.test(each))).toEqual([code]);
  });
});

describe("inspect, of faults that leave little to see them by", () => {
  test.each([
    ["faint ink", "QC-FAINT", 4_600_050, "letters four levels darker than paper"],
    ["faint ink", "QC-FAINT", 4_500_374, "characters fainter than the stains about them"],
    ["colour cast", "QC-CAST", 4_400_286, "ink whose blue the cast and JPEG have cut off"],
    ["text cut off", "QC-CROP", 4_600_937, "pale ink at the rim"],
    ["text cut off", "QC-CROP", 4_601_045, "letters as thin as a reduced pixel"],
    ["blank", "BLANK", 4_600_668, "forty worm holes"],
  ])("tells %s by %s on page %d: %s", async (name, code, seed) => {
    const fault = DEFECTS.find((each) => each.name === name);
    const { report } = await inspectScan((await scanPage(seed, fault)).bytes);
    expect(report.findings.map((each) => each.code)).toContain(code);
  });

  test("says nothing of show-through where JPEG has blurred and broken all edges", async () => {
    const artefacts = DEFECTS.find((each) => each.name === "JPEG artefacts");
    const { report } = await inspectScan((await scanPage(4_600_025, artefacts)).bytes);
    const codes = report.findings.map((each) => each.code);
    expect(codes.filter((each) => each === "QC-JPEG" || each === "QC-BLOCKS")).toHaveLength(1);
    expect(codes).not.toContain("QC-SHOWTHROUGH");
  });

  test("takes the other side's letters for no movement where this side's are sharp", async () => {
    const through = DEFECTS.find((each) => each.name === "show-through");
    const { report } = await inspectScan((await scanPage(4_900_184, through)).bytes);
    expect(report.findings.map((each) => each.code)).toEqual(["QC-SHOWTHROUGH"]);
  });

  test("takes the grain of a smooth blank leaf for no writing", async () => {
    const blank = DEFECTS.find((each) => each.name === "blank");
    const { report } = await inspectScan((await scanPage(4_600_614, blank)).bytes);
    expect(report.findings.map((each) => each.code)).toEqual(["BLANK"]);
  });
});
