import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { drawIdeograph } from "../../../cli/sample/drawing.ts";
import { sampleGlyphs } from "../../../cli/sample/glyphs.ts";
import { seededRandom } from "../../../cli/sample/random.ts";
import { analysePage } from "../../../stages/layout/analyse-page.ts";
import type { Grey } from "../../../stages/layout/mask.ts";
import { toLayout } from "../../../stages/layout/to-layout.ts";
import { chooseEngine } from "../../../stages/ocr/choose-engine.ts";
import { cutLines } from "../../../stages/ocr/cut-lines.ts";
import { readColumns } from "../../../stages/ocr/read-columns.ts";
import { StageFiles } from "../../fixtures/stage-files.ts";

const [WIDTH, HEIGHT] = [900, 1200];
const BODY = [
  "天地黃宇宙洪荒日月盈",
  "辰宿列張寒來暑往秋收",
  "冬藏閏餘成歲律呂調陽",
  "雲騰致雨露結為霜金生",
  "麗水玉出崑岡劍號巨闕",
  "珠稱夜光果珍李柰菜重",
];
/** A note stands over some of the columns, in characters half as large. */
const NOTES = ["人皇始制", "文字乃服", "衣裳推位", "讓國有虞"];
const STILL = { shift: 0.02, rotationDegrees: 1, scale: 0.02, strokeUnits: 14 };

/** A leaf with a band over the text, parted from it by a rule. */
async function leafWithNotes(notes: readonly string[]): Promise<Grey> {
  const random = seededRandom(3, "head notes");
  const glyphs = sampleGlyphs();
  const draw = (text: string, right: number, top: number, size: number, step: number) =>
    [...text].map((each, i) => drawIdeograph(glyphs.shape(each), right, top + step * i, size, STILL, random).svg);
  const svg = [
    ...BODY.flatMap((text, i) => draw(text, 800 - 130 * i, 360, 74, 82)),
    ...notes.flatMap((text, i) => draw(text, 810 - 58 * i, 95, 36, 42)),
    `<path d="M40 50H860V1150H40ZM40 290H860" fill="none" stroke-width="6"/>`,
  ];
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#fff"/><g fill="#222" stroke="#222">${svg.join("")}</g></svg>`;
  // Reading masters forbids every other decoder in the process; this drawing is our own.
  sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
  const pixels = await sharp(Buffer.from(picture)).toColourspace("b-w").extractChannel(0).raw().toBuffer();
  return { width: WIDTH, height: HEIGHT, pixels };
}

function layoutOf(leaf: Grey) {
  return toLayout(analysePage(leaf, "auto"), leaf, leaf);
}

describe("head notes over the frame of the text", () => {
  test("are a region of their own, read before the text, from right to left, and read with their own size", async () => {
    const leaf = await leafWithNotes(NOTES);
    const layout = layoutOf(leaf);
    expect(layout.regions.map(({ kind }) => kind)).toEqual(["head-note", "body"]);
    const noted = layout.lines.filter(({ kind }) => kind === "head-note");
    expect(layout.lines.slice(0, noted.length)).toEqual(noted);
    const raw = { width: WIDTH, height: HEIGHT, channels: 1 as const };
    const { path } = await (await StageFiles.create()).input("image/text", await sharp(leaf.pixels, { raw }).png().toBuffer());
    const choice = chooseEngine("han-nom", { engine: "auto", model: "hannom-pool" });
    const lines = await cutLines(path, layout, choice.engine.lineBreadthPixels);
    const signal = new AbortController().signal;
    const layer = await readColumns({ layout, lines, script: "han-nom", choice, signal });
    const textOf = (kind: string) => layer.lines.filter((line) => line.kind === kind).map(({ text }) => text);
    expect(textOf("head-note")).toEqual(NOTES);
    const folded = (texts: readonly string[]) => texts.map((text) => text.replaceAll("黄", "黃").replaceAll("爲", "為"));
    expect(folded(textOf("body"))).toEqual(BODY);
  });

  test("are not made of clips and stains above the frame", async () => {
    const leaf = await leafWithNotes([]);
    for (let y = 4; y < 18; y++) leaf.pixels.fill(20, y * WIDTH + 420, y * WIDTH + 470);
    for (const [x, top] of [
      [200, 120],
      [212, 150],
      [700, 200],
    ] as const)
      for (let y = top; y < top + 14; y++) leaf.pixels.fill(40, y * WIDTH + x, y * WIDTH + x + 7);
    expect(layoutOf(leaf).regions.map(({ kind }) => kind)).toEqual(["body"]);
  });

  test("are none where the band is empty", async () => {
    const layout = layoutOf(await leafWithNotes([]));
    expect(layout.regions.map(({ kind }) => kind)).toEqual(["body"]);
    expect(layout.lines).toHaveLength(BODY.length);
  });
});
