import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { compared } from "../../cli/evaluate/read-page-set.ts";
import { readTruthSet } from "../../cli/evaluate/truth-set.ts";
import { textLayerSchema } from "../../pipeline/text-layer.ts";
import { sohoa } from "../fixtures/command-line.ts";
import { MATERIAL } from "../fixtures/material.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evaluate-"));
});

describe("sohoa evaluate", () => {
  test("says what form a folder should have, and which picture is missing", async () => {
    const empty = join(folder, "empty");
    await mkdir(empty);
    const refused = await sohoa(["evaluate", empty, "--json"]);
    expect(refused.exit).toBe(4);
    expect(refused.envelope.errors[0]?.code).toBe("EVAL-TRUTH");
    await writeFile(join(empty, "truth.tsv"), "image\ttext\tdocument\tpage\nlost.png\t天\td\tp\n");
    expect((await sohoa(["evaluate", empty, "--json"])).envelope.errors[0]?.code).toBe("EVAL-PICTURE");
  });

  test("counts the characters of a blank column as lost, and says so in the report", async () => {
    const blank = join(folder, "blank");
    await mkdir(blank);
    await sharp({ create: { width: 40, height: 400, channels: 3, background: "#eee" } })
      .png()
      .toFile(join(blank, "a.png"));
    await writeFile(join(blank, "truth.tsv"), "image\ttext\tdocument\tpage\na.png\t天地玄黃\tbook\t1\n");
    const report = join(folder, "report.html");
    const ended = await sohoa(["evaluate", blank, "--report", report, "--json"]);
    expect(ended.exit).toBe(0);
    expect(ended.envelope.data.all).toMatchObject({ distance: 4, length: 4, rate: 1 });
    const page = await readFile(report, "utf8");
    expect(page).toContain("data:image/jpeg;base64,");
    expect(page).toContain("天");
  });

  test("compares only the part of a page that its text covers", () => {
    const line = (id: string, x: number, text: string) => ({
      id,
      kind: "body" as const,
      box: { x, y: 10, width: 20, height: 300 },
      text,
      confidence: 1,
      characters: [...text].map((each, i) => ({
        text: each,
        box: { x, y: 10 + 20 * i, width: 20, height: 20 },
        confidence: 1,
        alternatives: [],
      })),
    });
    const layer = textLayerSchema.parse({
      v: 1,
      status: "machine",
      width: 200,
      height: 400,
      script: "han-nom",
      writingMode: "vertical-rl",
      engine: { name: "hannom", version: "test" },
      isWithoutText: false,
      lines: [line("c1", 150, "天地"), line("c2", 100, "玄黃"), line("c3", 40, "宇宙")],
    });
    // The picture is twice as large as the layer, and lies 30 pixels to the right.
    const toMaster = { a: 2, b: 0, c: 0, d: 2, e: 30, f: 0, g: 0, h: 0 };
    const page = { path: "leaf.png", name: "leaf", columns: ["天地", "玄黃"], covered: undefined };
    expect(compared(page, layer, toMaster)).toMatchObject({ readColumns: 3, trueColumns: 2 });
    const part = compared({ ...page, covered: [{ x: 200, y: 0, width: 300, height: 800 }] }, layer, toMaster);
    expect(part).toMatchObject({ readColumns: 2, trueColumns: 2 });
    expect(part.line.characters.map(({ text }) => text).join("")).toBe("天地玄黃");
  });

  test("takes from a file beside the text, or from another folder, which part it covers, and refuses what is no part", async () => {
    const set = join(folder, "part");
    const covers = join(folder, "covers");
    for (const each of [join(set, "images"), join(set, "text"), covers]) await mkdir(each, { recursive: true });
    await writeFile(join(set, "images", "leaf.png"), "");
    await writeFile(join(set, "text", "leaf.txt"), "天地\n");
    const coveredOf = async (...more: string[]) => (await readTruthSet(set, ...more)).pages[0]?.covered;
    expect(await coveredOf()).toBeUndefined();
    await writeFile(join(covers, "leaf.covers.tsv"), "x\ty\twidth\theight\n0\t10\t90\t120\n");
    expect(await coveredOf(covers)).toEqual([{ x: 0, y: 10, width: 90, height: 120 }]);
    await writeFile(join(set, "text", "leaf.covers.tsv"), "x\ty\twidth\theight\n400\t0\t\t1200\n");
    await expect(coveredOf()).rejects.toMatchObject({ code: "EVAL-COVERS" });
  });

  test.skipIf(MATERIAL === undefined)("reads real columns far better than a stock engine", async () => {
    const set = join(MATERIAL as string, "dev/nomnaocr-columns");
    const ended = await sohoa([
      "evaluate",
      set,
      "--limit",
      "60",
      "--kind",
      "verse=^(kieu|luc)",
      "--kind",
      "prose=^dvsktt",
      "--json",
    ]);
    expect(ended.exit).toBe(0);
    expect(ended.envelope.data.lines).toBe(60);
    expect(Object.keys(ended.envelope.data.kinds)).toEqual(["prose", "verse"]);
    expect(ended.envelope.data.all.rate).toBeLessThan(0.15);
    expect(ended.envelope.data.topFiveShare).toBeGreaterThan(0.9);
  });
});
