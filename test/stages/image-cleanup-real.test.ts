import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Raster } from "../../formats/raster.ts";
import { invert, mapPoint } from "../../pipeline/geometry.ts";
import { type Cleaned, cleanBytes } from "../fixtures/image-stages.ts";
import { MATERIAL } from "../fixtures/material.ts";

const SPREADS = join(MATERIAL ?? "", "dev/woodblock-spreads-charboxes");
/** Unfolded leaves on black of three books: clear, nearly empty, faint on dark paper. */
const NAMES = ["nlvnpf-0137-01-012", "nlvnpf-0140-01-006", "nlvnpf-0174-03-005", "nlvnpf-0174-03-009"];

/** Boxes of characters on the scan: class, middle and size as shares of the picture. */
function characterBoxes(name: string): number[][] {
  const rows = readFileSync(join(SPREADS, "boxes", `${name}.txt`), "utf8")
    .trim()
    .split("\n");
  return rows.map((row) => row.split(" ").slice(1).map(Number));
}

/** Share of dark pixels in a character's box in the reading picture; NaN when the box is not inside it. */
function darkShare({ text, report }: Cleaned, [x = 0, y = 0, width = 0, height = 0]: readonly number[]): number {
  const { x: middleX, y: middleY } = mapPoint(invert(report.toMaster), x * report.master.width, y * report.master.height);
  const [halfX, halfY] = [(width * report.master.width) / 2, (height * report.master.height) / 2];
  if (middleX - halfX < 0 || middleY - halfY < 0 || middleX + halfX > text.width || middleY + halfY > text.height)
    return Number.NaN;
  let dark = 0;
  let count = 0;
  for (let py = Math.floor(middleY - halfY); py < middleY + halfY; py++) {
    for (let px = Math.floor(middleX - halfX); px < middleX + halfX; px++, count++) {
      if ((text.pixels[(py * text.width + px) * text.channels] as number) < 140) dark++;
    }
  }
  return dark / count;
}

/** Share of pixels at least this light. */
function lightShare({ pixels }: Raster, least: number): number {
  return pixels.reduce((sum, value) => sum + (value >= least ? 1 : 0), 0) / pixels.length;
}

describe.skipIf(MATERIAL === undefined)("image-cleanup on scans of woodblock leaves", () => {
  test.each(NAMES)("keeps every character of %s, dark on white paper", async (name) => {
    const cleaned = await cleanBytes(readFileSync(join(SPREADS, "images", `${name}.jpg`)));
    const shares = characterBoxes(name).map((box) => darkShare(cleaned, box));
    expect(shares.length).toBeGreaterThan(20);
    expect(shares.filter((share) => !(share > 0.01 && share < 0.85))).toEqual([]);
    // most paper is white; grain keeps pale shades
    expect(lightShare(cleaned.text, 250)).toBeGreaterThan(0.5);
    expect(lightShare(cleaned.text, 230)).toBeGreaterThan(0.72);
    expect(cleaned.quality.page.ground).toBe("dark");
    expect(cleaned.clean.width).toBeLessThan(cleaned.report.master.width);
  });
});
