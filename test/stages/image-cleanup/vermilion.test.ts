import { beforeAll, describe, expect, test } from "vitest";
import type { Box } from "../../../pipeline/geometry.ts";
import { type Cleaned, cleanBytes, colourAt, tiffOf } from "../../fixtures/image-stages.ts";
import { type TwoInkPage, type TwoInkPlan, twoInkPage } from "../../fixtures/two-ink-page.ts";

const BLACK = Array.from<unknown, TwoInkPlan["columns"][number]>({ length: 7 }, () => "black");
const RED = BLACK.map(() => "vermilion" as const);
const UNTOUCHED = { isCropped: false, minSkewDegrees: 15 };

async function cleaned(plan: TwoInkPlan): Promise<{ page: TwoInkPage; cleaned: Cleaned }> {
  const page = await twoInkPage(plan);
  return { page, cleaned: await cleanBytes(await tiffOf(page.raster), UNTOUCHED) };
}

/** Share of a box that is clearly darker than paper. */
function inkOf({ text }: Cleaned, box: Box): number {
  let dark = 0;
  const [left, top] = [Math.floor(box.x), Math.floor(box.y)];
  for (let y = top; y < top + box.height; y++) {
    for (let x = left; x < left + box.width; x++) if ((text.pixels[(y * text.width + x) * text.channels] as number) < 200) dark++;
  }
  return dark / (box.width * box.height);
}

function inksOf(cleanup: Cleaned, boxes: readonly Box[]): readonly number[] {
  return boxes.map((box) => inkOf(cleanup, box));
}

const stepOf = ({ report }: Cleaned) => report.steps.find(({ name }) => name === "suppress-vermilion");

describe("vermilion marks on black writing", () => {
  let bare: Awaited<ReturnType<typeof cleaned>>;
  let marked: Awaited<ReturnType<typeof cleaned>>;
  beforeAll(async () => {
    bare = await cleaned({ columns: BLACK, hasMarks: false });
    marked = await cleaned({ columns: BLACK, hasMarks: true });
  });

  test("vanish from the reading picture and stay in the colour picture", () => {
    expect(marked.page.markPoints.length).toBeGreaterThan(30);
    for (const [x, y] of marked.page.markPoints) {
      expect(colourAt(marked.cleaned.text, x, y)[0]).toBeGreaterThan(215);
      const [red, green] = colourAt(marked.cleaned.clean, x, y) as [number, number];
      expect(red - green).toBeGreaterThan(60);
    }
    expect(stepOf(marked.cleaned)?.params["inkShare"]).toBeGreaterThan(0.02);
  });

  test("take no black ink with them, not even under a seal", () => {
    const boxes = marked.page.characters.flat();
    const [before, after] = [inksOf(bare.cleaned, boxes), inksOf(marked.cleaned, boxes)];
    for (const [i, ink] of after.entries()) expect(ink).toBeCloseTo(before[i] as number, 1);
    expect(marked.cleaned.report.inkLoss?.text).toBeLessThanOrEqual(0.001);
    expect(marked.cleaned.report.findings).toEqual(bare.cleaned.report.findings);
  });

  test("are none on a page without them: the reading picture is not touched", () => {
    expect(stepOf(bare.cleaned)).toBeUndefined();
  });
});

describe("writing in vermilion", () => {
  test.each([
    ["a whole page", { columns: RED, hasMarks: false }],
    ["a column between black ones", { columns: BLACK.with(3, "vermilion"), hasMarks: false }],
    ["a column in a page with marks on the black ones", { columns: BLACK.with(6, "vermilion"), hasMarks: true }],
    ["a column of small characters", { columns: BLACK.with(2, "vermilion"), hasMarks: false, size: 34 }],
  ] satisfies [string, TwoInkPlan][])("stays readable: %s", async (_, plan) => {
    const inRed = await cleaned(plan);
    const inBlack = await cleaned({ ...plan, columns: BLACK });
    for (const [column, boxes] of inRed.page.characters.entries()) {
      if (plan.columns[column] !== "vermilion") continue;
      const [red, black] = [inksOf(inRed.cleaned, boxes), inksOf(inBlack.cleaned, boxes)];
      for (const [i, ink] of red.entries()) expect(ink).toBeGreaterThan(0.5 * (black[i] as number));
    }
  });
});
