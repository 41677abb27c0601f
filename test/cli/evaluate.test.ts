import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
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
