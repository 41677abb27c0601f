import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inspectBytes } from "../../fixtures/image-stages.ts";
import { MATERIAL } from "../../fixtures/material.ts";

/** What a person read off the scans: sides of the strip, or the fold, as shares of the picture's width. */
const LEAVES = [
  ["wild/vnpf-woodblock/nlvnpf-0137-01-014.jpg", 0.475, 0.528],
  ["wild/vnpf-woodblock/nlvnpf-0137-01-037.jpg", 0.476, 0.528],
  ["wild/vnpf-woodblock/nlvnpf-0140-01-006.jpg", 0.483, 0.514],
  ["wild/vnpf-woodblock/nlvnpf-0174-03-005.jpg", 0.471, 0.526],
  ["wild/vnpf-woodblock/nlvnpf-0174-03-011.jpg", 0.471, 0.525],
  ["wild/open-guji/book2_2.png", 0.461, 0.504],
] as const;
const OPENINGS = ["004", "011", "025", "041"].map((page) => `wild/manuscript/dai-nam-nhat-thong-chi_q1_page_${page}.jpg`);
const SINGLE = ["wild/open-guji/book1_1.png", "dev/pages/images/kieu-1866_page01a.jpg"];

async function gutterOf(name: string) {
  const { gutter, width } = await inspectBytes(readFileSync(join(MATERIAL ?? "", name)));
  if (gutter === null) return null;
  const middle = (gutter.from.x + gutter.to.x) / 2 / width;
  return { middle, stripWidth: gutter.stripWidth === null ? null : gutter.stripWidth / width };
}

describe.skipIf(MATERIAL === undefined)("the gutter on scans of books", () => {
  test.each(LEAVES)("lies between the rules of the centre strip of %s", async (name, from, to) => {
    const gutter = await gutterOf(name);
    expect(Math.abs((gutter?.middle ?? 0) - (from + to) / 2)).toBeLessThan(0.012);
    expect(Math.abs((gutter?.stripWidth ?? 0) - (to - from))).toBeLessThan(0.008);
  });

  test.each(OPENINGS)("is the fold of the manuscript opening %s, which has no strip", async (name) => {
    const gutter = await gutterOf(name);
    expect(Math.abs((gutter?.middle ?? 0) - 0.503)).toBeLessThan(0.012);
    expect(gutter?.stripWidth).toBeNull();
  });

  test.each(SINGLE)("is not seen on the single page %s", async (name) => {
    expect(await gutterOf(name)).toBeNull();
  });
});
