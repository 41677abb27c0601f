import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { BINH_NGO_DAI_CAO } from "../../cli/sample/texts.ts";
import { type Layout, layoutSchema } from "../../pipeline/layout.ts";
import { plainText, type TextLayer } from "../../pipeline/text-layer.ts";
import { analysePage } from "../../stages/layout/analyse-page.ts";
import { readReduced } from "../../stages/layout/read-reduced.ts";
import { toLayout } from "../../stages/layout/to-layout.ts";
import { chooseEngine } from "../../stages/ocr/choose-engine.ts";
import { cutLines } from "../../stages/ocr/cut-lines.ts";
import { readColumns } from "../../stages/ocr/read-columns.ts";
import { drawOddPage, type OddKind } from "../fixtures/odd-pages.ts";
import { StageFiles } from "../fixtures/stage-files.ts";

const signal = new AbortController().signal;

async function look(bytes: Buffer): Promise<{ path: string; layout: Layout }> {
  const { path } = await (await StageFiles.create()).input("image/text", bytes);
  const { grey, full } = await readReduced(path);
  return { path, layout: layoutSchema.parse(toLayout(analysePage(grey, "auto"), grey, full)) };
}

async function readLines({ path, layout }: { path: string; layout: Layout }): Promise<TextLayer> {
  const choice = chooseEngine("han-nom", { engine: "auto", model: "hannom-pool" });
  return readColumns({ layout, lines: await cutLines(path, layout), script: "han-nom", choice, signal });
}

describe("a picture that is no ordinary page of columns", () => {
  const kinds: readonly OddKind[] = [
    "noise",
    "photograph",
    "map",
    "seals",
    "table",
    "scattered",
    "thumbnail",
    "four-hundred-columns",
  ];
  test.each(kinds)("%s: layout says that it is unsure of the whole", async (kind) => {
    // Seeds that the confidences were not fitted on.
    for (const seed of [41, 42]) {
      const { layout } = await look(await drawOddPage(kind, seed));
      expect(layout.confidence, `${kind} ${seed}`).toBeLessThan(0.4);
      if (kind !== "table") expect(layout.lines.filter((line) => line.confidence > 0.8).length).toBeLessThanOrEqual(1);
    }
  });

  test("a page of columns, upright or upside down, is no such picture", async () => {
    const leaf = await drawOddPage("upside-down", 41);
    for (const bytes of [leaf, await sharp(leaf).rotate(180).png().toBuffer()]) {
      const { layout } = await look(bytes);
      expect(layout.lines.filter((line) => line.confidence > 0.8)).toHaveLength(8);
      expect(layout.confidence).toBeGreaterThan(0.8);
    }
  });

  test("every cell of a table is a line of its own, though nobody knows in which order to read them", async () => {
    const { layout } = await look(await drawOddPage("table", 1));
    expect(layout.lines).toHaveLength(50);
    expect(layout.confidence).toBeLessThan(0.4);
  });
});

describe("reading such a picture", () => {
  test.each(["noise", "photograph", "thumbnail", "four-hundred-columns"] as const)("%s: no text is invented", async (kind) => {
    expect(plainText(await readLines(await look(await drawOddPage(kind, 41)))).trim()).toBe("");
  });

  test.each(["map", "seals", "table", "scattered", "grass-hand"] as const)(
    "%s: what is read surely stands on it, and what does not is doubted",
    async (kind) => {
      const { lines } = await readLines(await look(await drawOddPage(kind, 41)));
      const sure = lines.flatMap((line) => line.characters).filter((each) => each.confidence > 0.8);
      const drawn = kind === "grass-hand" ? "" : BINH_NGO_DAI_CAO;
      expect(sure.filter((each) => !drawn.includes(each.text)).length).toBeLessThanOrEqual(3);
    },
  );

  test("a leaf upside down is not read as other characters", async () => {
    const characters = (await readLines(await look(await drawOddPage("upside-down", 41)))).lines.flatMap(
      (line) => line.characters,
    );
    expect(characters.filter((each) => each.confidence > 0.8).length).toBeLessThanOrEqual(3);
  });
});
