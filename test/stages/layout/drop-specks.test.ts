import { describe, expect, test } from "vitest";
import { scorePage } from "../../../bench/layout/score-page.ts";
import { analysePage, inkOfPage, takeOffRules } from "../../../stages/layout/analyse-page.ts";
import { findBlobs, withoutBlobs } from "../../../stages/layout/components.ts";
import { dropSpecks } from "../../../stages/layout/drop-specks.ts";
import type { Mask } from "../../../stages/layout/mask.ts";
import type { PageAnalysis } from "../../../stages/layout/page-analysis.ts";
import { readVertical } from "../../../stages/layout/read-vertical.ts";
import { toLayout } from "../../../stages/layout/to-layout.ts";
import { drawLeaf } from "../../fixtures/drawn-leaf.ts";
import { stampedWithSeal } from "../../fixtures/stamped-seal.ts";

function maskOf(...rows: readonly string[]): Mask {
  const ink = Uint8Array.from([...rows.join("")].map((each) => (each === "#" ? 1 : 0)));
  return { width: rows[0]!.length, height: rows.length, ink };
}

describe("specks", () => {
  test("are taken off pixel by pixel, and what lies around them stays", () => {
    const mask = maskOf("####", "#..#", "#.##", "#...", "##.#");
    const clean = withoutBlobs(mask, (blob) => blob.area === 1);
    expect(clean).toEqual(maskOf("####", "#..#", "#.##", "#...", "##.."));
    expect(findBlobs(mask)).toHaveLength(2);
  });

  test("stay where they are few, as on any clean page", async () => {
    const { grey } = await drawLeaf(3);
    const page = takeOffRules(inkOfPage(grey));
    expect(dropSpecks(page, analysePage(grey, "auto").pitch.pixels)).toBeUndefined();
    expect(dropSpecks({ ...page, blobs: [] }, 50)).toBeUndefined();
  });

  test("of a seal stamped over half the text do not hide the columns under it", async () => {
    let [columns, found, foundWithSpecks] = [0, 0, 0];
    for (const seed of [1, 2, 9]) {
      const { grey, runs } = await drawLeaf(seed);
      const stamped = stampedWithSeal(grey, seed);
      const bodyOf = (page: PageAnalysis) => toLayout(page, grey, grey).lines.filter((line) => line.kind !== "running-title");
      const score = scorePage(bodyOf(analysePage(stamped, "auto")), runs);
      columns += score.columns;
      found += score.found;
      foundWithSpecks += scorePage(bodyOf(readVertical(takeOffRules(inkOfPage(stamped)))), runs).found;
    }
    expect(found).toBeGreaterThan(foundWithSpecks);
    expect(found / columns).toBeGreaterThan(0.65);
  }, 60_000);
});
