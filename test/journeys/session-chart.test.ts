import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { CHART_KINDS, type ChartKind } from "../../formats/chart/kinds.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { type Drawing, drawChart, type FileForm, pictureOf } from "../fixtures/drawn-chart.ts";

/** A book whose capture session is proven by a chart, under a library's own demands. */
const BATCH = "HN.mau";
const PITCH_MILLIMETRES = (80 / 300) * 25.4;
const kind = CHART_KINDS[0] as ChartKind;

let home: string;
let remove: () => Promise<void>;

const run = (...args: string[]) => sohoa([...args, "--json", "--home", home]);
const say = (...args: string[]) => sohoa([...args, "--home", home]);
const path = (name: string) => join(home, name);

async function shoot(name: string, drawing: Partial<Drawing> = {}, form: FileForm = {}): Promise<string> {
  await writeFile(path(name), await pictureOf(drawChart({ kind, turnDegrees: 2, ...drawing }), { dpi: 300, ...form }));
  return path(name);
}

const SOURCE = { title: "Quy định của thư viện", year: 2026 };
const own = (limits: object) => ({
  name: "thu-vien",
  title: { vi: "Thư viện", en: "Library" },
  description: { vi: "Của riêng thư viện.", en: "The library's own." },
  limits,
});
const LIMITS = {
  minResolutionDpi: { kind: "page", value: 350, unit: "dpi", source: SOURCE, isChecked: true },
  maxMeanDeltaE2000: { kind: "session", value: 2, unit: "ΔE", source: SOURCE, isChecked: true },
  maxResolutionErrorShare: { kind: "session", value: 0.02, unit: "share", source: SOURCE, isChecked: true },
  maxLightFalloffShare: { kind: "session", value: 0.05, unit: "share", source: SOURCE, isChecked: false },
};

beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
  await mkdir(path("profiles/quality"), { recursive: true });
  await writeFile(path("profiles/quality/thu-vien.json"), JSON.stringify(own(LIMITS)));
  await writeFile(path("sohoa.yaml"), "quality: thu-vien\n");
  await makeSampleBook(path(BATCH), { pages: 1, width: 500, height: 700 });
  await run("add", path(BATCH));
});
afterAll(async () => await remove());

describe("a library's own quality profile", () => {
  test("is listed, and shows each number with its source in either language", async () => {
    const { envelope } = await run("profile", "list");
    expect(envelope.data.quality.map((each: { name: string }) => each.name)).toContain("thu-vien");
    const vi = (await say("profile", "show", "thu-vien", "--lang", "vi")).stdout;
    expect(vi).toContain("350 dpi");
    expect(vi).toContain("Quy định của thư viện, 2026");
    expect(vi).toContain("CHƯA ĐỐI CHIẾU");
    expect((await say("profile", "show", "fadgi-4-star", "--lang", "en")).stdout).toContain("NOT CHECKED");
  });

  test("reaches the examination of pages, under its name", async () => {
    const { envelope } = await run("profile", "show", "moc-ban");
    expect(envelope.data.params.inspect).toEqual({ qualityProfile: "thu-vien", minResolutionDpi: 350 });
  });

  test("gives way to the one that a kind of book names, and that to the kind's own parameters", async () => {
    const book = { name: "rieng", script: "han-nom", viewingDirection: "right-to-left", gates: {}, quality: "fadgi-4-star" };
    await writeFile(path("profiles/rieng.json"), JSON.stringify({ ...book, params: { inspect: { minResolutionDpi: 600 } } }));
    const { params } = (await run("profile", "show", "rieng")).envelope.data;
    expect(params.inspect).toMatchObject({ qualityProfile: "fadgi-4-star", minResolutionDpi: 600, isColourRequired: true });
    expect(params["session-chart"]).toMatchObject({ maxToneErrorL: 1.5, minMeasuredResolutionDpi: 396 });
  });

  test("with a limit that nothing checks is refused by the limit's name", async () => {
    const wrong = { maxBeauty: { kind: "page", value: 1, unit: "", source: SOURCE, isChecked: true } };
    await writeFile(path("wrong.json"), JSON.stringify(own(wrong)));
    const { exit, envelope } = await run("profile", "show", path("wrong.json"));
    expect(exit).toBe(6);
    expect(envelope.errors[0]).toMatchObject({ code: "QUALITY-INVALID", message: expect.stringContaining("maxBeauty") });
  });

  test("that does not exist is refused with the names there are", async () => {
    const { exit, envelope } = await run("profile", "show", "fadgi-9");
    expect(exit).toBe(2);
    expect(envelope.errors[0]?.advice).toContain("fadgi-3-star");
  });
});

describe("a session chart", () => {
  test("is not asked after where none was shot: the quality of the pages is told without a word of it", async () => {
    expect((await run("quality", BATCH)).envelope.data.session).toBeNull();
    expect((await say("quality", BATCH, "--lang", "en")).stdout).not.toContain("chart");
  });

  test("is read, judged by the batch's demands, and kept once however often it is added", async () => {
    const chart = await shoot("chart.tif");
    const first = await run("chart", "add", chart, "--batch", BATCH, "--pitch-mm", String(PITCH_MILLIMETRES));
    expect(first.exit).toBe(0);
    expect(first.envelope.data.report.place).toMatchObject({ turnDegrees: 0, seenPatches: 24 });
    expect(first.envelope.data.verdicts).toMatchObject([
      { limit: "maxMeanDeltaE2000", verdict: "met" },
      { limit: "maxLightFalloffShare", verdict: "unmeasured" },
      { limit: "maxResolutionErrorShare", verdict: "met" },
    ]);
    const again = await run("chart", "add", chart, "--batch", BATCH, "--pitch-mm", String(PITCH_MILLIMETRES));
    expect(again.envelope.counts).toMatchObject({ added: 0 });
  });

  test("that misses a demand says so, and ends as partly good", async () => {
    const cast = await shoot("cast.tif", { cast: [1.1, 1, 0.8] }, { dpi: 400 });
    const { exit, envelope } = await run("chart", "add", cast, "--batch", BATCH, "--pitch-mm", String(PITCH_MILLIMETRES));
    expect(exit).toBe(3);
    expect(envelope.data.verdicts.filter((each: { verdict: string }) => each.verdict === "missed")).toHaveLength(2);
  });

  test("and an even card are judged together: the last measure of each kind counts", async () => {
    await run(
      "chart",
      "add",
      await shoot("chart2.tif", { turnDegrees: 3 }),
      "--batch",
      BATCH,
      "--pitch-mm",
      String(PITCH_MILLIMETRES),
    );
    const card = await shoot("card.tif", { centre: [-9999, -9999], ground: { l: 70, a: 0, b: 0 }, lightLoss: 0.15 });
    await run("chart", "add", card, "--batch", BATCH, "--kind", "grey-card");
    const { envelope } = await run("chart", "show", BATCH);
    expect(envelope.counts).toEqual({ charts: 4, missed: 1 });
    expect(envelope.data.verdicts).toMatchObject([
      { limit: "maxMeanDeltaE2000", verdict: "met" },
      { limit: "maxLightFalloffShare", verdict: "missed" },
      { limit: "maxResolutionErrorShare", verdict: "met" },
    ]);
    expect((await run("quality", BATCH)).envelope.data.session).toEqual({ charts: 4, met: 2, missed: 1, unmeasured: 0 });
    const told = (await say("quality", BATCH, "--lang", "en")).stdout.split("\n").filter((line) => line.includes("chart"));
    expect(told).toEqual([expect.stringMatching(/2 met, 1 missed, 0 not measured.*sohoa chart show/)]);
    expect((await say("chart", "show", BATCH, "--patches", "--lang", "vi")).stdout).toMatch(/bluish green .* không đạt/s);
  });

  test("with the chart's own values from a table is compared with those", async () => {
    const lines = kind.patches.map(({ name, lab }, at) => {
      const place = `${Math.floor(at / kind.columns) + 1};${(at % kind.columns) + 1}`;
      return `${place};${String(lab.l - 5).replace(".", ",")};${lab.a};${lab.b};${name}`;
    });
    await writeFile(path("own.csv"), `row;column;L*;a*;b*;name\n${lines.join("\n")}\n`);
    const { envelope } = await run("chart", "add", path("chart.tif"), "--batch", BATCH, "--reference", path("own.csv"));
    expect(envelope.data.report).toMatchObject({ kind: "own.csv", referenceSource: "own.csv" });
    expect(envelope.data.report.measures.toneErrorL.value).toBeCloseTo(5, 0);
  });

  test("leaves nothing that fsck would miss, and comes back when the catalogue is rebuilt", async () => {
    expect((await run("fsck", "--no-grace")).envelope).toMatchObject({ ok: true, counts: { findings: 0 } });
    const before = (await run("chart", "show", BATCH)).envelope.data;
    for (const end of ["", "-wal", "-shm"]) await rm(path(`catalogue.sqlite${end}`), { force: true });
    expect((await run("rebuild")).envelope).toMatchObject({ ok: true, counts: { missing: 0 } });
    expect((await run("chart", "show", BATCH)).envelope.data).toEqual(before);
    expect((await run("fsck", "--no-grace", "--fast")).envelope.counts["findings"]).toBe(0);
  });
});

describe("what cannot be a session chart", () => {
  test.each([
    ["an unknown kind", ["chart.tif", "--kind", "color-checker"], "CHART-KIND", 2],
    ["a page of the book", [`${BATCH}/0001.tif`], "CHART-NOT-FOUND", 4],
    ["a file that is not there", ["nowhere.tif"], "SRC-READ", 4],
    ["a file that is no picture", ["sohoa.yaml"], "IMG-FORMAT", 4],
    ["a broken table of values", ["chart.tif", "--reference", "sohoa.yaml"], "CHART-REFERENCE", 4],
    ["a box without a ruler", ["chart.tif", "--ruler", "0,0,300,20"], "CHART-RULER", 4],
    ["a box that is none", ["chart.tif", "--ruler", "1,2,3"], "USAGE-INVALID", 2],
  ] as const)("%s is refused with a code and advice, and nothing is kept", async (_, [file, ...options], code, wanted) => {
    const full = options.map((each) => (each.endsWith(".yaml") ? path(each) : each));
    const { exit, envelope } = await run("chart", "add", path(file), "--batch", BATCH, ...full);
    expect({ exit, code: envelope.errors[0]?.code }).toEqual({ exit: wanted, code });
    expect(envelope.errors[0]?.advice).not.toBe("");
  });

  test("a picture in ink colours is named as such", async () => {
    const cmyk = await sharp(path("chart.tif")).toColourspace("cmyk").tiff().toBuffer();
    await writeFile(path("cmyk.tif"), cmyk);
    const { envelope } = await run("chart", "add", path("cmyk.tif"), "--batch", BATCH);
    expect(envelope.errors[0]).toMatchObject({ code: "IMG-MODEL", message: expect.stringContaining("cmyk") });
  });

  test("a batch that does not exist is refused with those that do", async () => {
    const { exit, envelope } = await run("chart", "add", path("chart.tif"), "--batch", "HN.khac");
    expect(exit).toBe(4);
    expect(envelope.errors[0]?.advice).toContain(BATCH);
  });
});
