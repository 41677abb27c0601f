import { mkdtempSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Layout, layoutSchema } from "../../pipeline/layout.ts";
import { analysePage } from "../../stages/layout/analyse-page.ts";
import { readReduced } from "../../stages/layout/read-reduced.ts";
import { toLayout } from "../../stages/layout/to-layout.ts";
import { layout } from "../../stages/layout.ts";
import { type DrawnBox, DrawnColumns } from "../fixtures/drawn-columns.ts";
import { MATERIAL } from "../fixtures/material.ts";

function analyse(page: DrawnColumns, writingMode: "auto" | "vertical-rl" | "horizontal-tb" = "auto"): Layout {
  return layoutSchema.parse(toLayout(analysePage(page.grey, writingMode), page, page));
}

async function runLayout(page: DrawnColumns, params: unknown = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "sohoa-layout-"));
  const path = join(folder, "text");
  await page.write(path);
  const outputs = { columns: join(folder, "columns") };
  const input = { path, digest: "", role: "image/text", sizeBytes: 0, mediaType: "image/png" } as const;
  const signal = new AbortController().signal;
  await layout.run({ inputs: { text: input }, outputs, scratch: folder, params: layout.params.parse(params), signal });
  return readFileSync(outputs.columns, "utf8");
}

function expectNear(found: DrawnBox, truth: DrawnBox, tolerancePixels: number): void {
  for (const side of ["x", "y", "width", "height"] as const) {
    expect(
      Math.abs(found[side] - truth[side]),
      `${side} of ${JSON.stringify(found)} against ${JSON.stringify(truth)}`,
    ).toBeLessThanOrEqual(tolerancePixels);
  }
}

/** A half-leaf: double frame, worn rules, columns of different height from right to left. */
function halfLeaf(counts: readonly number[]): { page: DrawnColumns; columns: DrawnBox[] } {
  const page = new DrawnColumns(900, 1300);
  page.frame({ x: 60, y: 80, width: 780, height: 1140 }, 9);
  const pitch = 752 / counts.length;
  const columns = counts.map((count, i) => {
    const right = 826 - i * pitch;
    if (i > 0) page.fill({ x: right - 1, y: 105, width: 2, height: 1090 }, 0.1);
    const top = i % 3 === 1 ? 120 : 190;
    return page.column(right - pitch / 2 - 29, top, 58, count);
  });
  return { page, columns };
}

describe("columns of a vertical page", () => {
  test("are found between worn rules, from right to left, with boxes that fit their ink", () => {
    const { page, columns } = halfLeaf([14, 15, 12, 14, 3, 15, 14, 1]);
    const found = analyse(page);
    expect(found.writingMode).toBe("vertical-rl");
    expect(found.kind).toBe("single");
    expect(found.lines.map((line) => line.kind)).toEqual(columns.map(() => "body"));
    for (const [i, column] of columns.entries()) expectNear(found.lines[i]!.box, column, 6);
    expect(found.lines.map((line) => line.id)).toEqual(columns.map((_, i) => `c${i + 1}`));
  });

  test("do not need rules or a frame", () => {
    const page = new DrawnColumns(900, 1300);
    const columns = Array.from({ length: 8 }, (_, i) => page.column(790 - i * 100, 100 + (i % 3) * 40, 60, 12 + (i % 4)));
    const found = analyse(page);
    expect(found.lines).toHaveLength(8);
    for (const [i, column] of columns.entries()) expectNear(found.lines[i]!.box, column, 4);
  });

  test("keep their places when some columns are blank", () => {
    const { page, columns } = halfLeaf([14, 0, 12, 0, 0, 15, 14, 9]);
    const found = analyse(page);
    const inked = columns.filter((_, i) => ![1, 3, 4].includes(i));
    expect(found.lines).toHaveLength(inked.length);
    for (const [i, column] of inked.entries()) expectNear(found.lines[i]!.box, column, 6);
  });

  test("are read upper before lower register, column by column, on a verse page", () => {
    const page = new DrawnColumns(900, 1300);
    page.frame({ x: 40, y: 40, width: 820, height: 500 }, 6);
    page.frame({ x: 40, y: 600, width: 820, height: 660 }, 6);
    const columns = Array.from({ length: 9 }, (_, i) => [
      page.column(760 - i * 85, 75, 60, 6),
      page.column(760 - i * 85, 640, 60, 8),
    ]).flat();
    const found = analyse(page);
    expect(found.lines).toHaveLength(columns.length);
    for (const [i, column] of columns.entries()) expectNear(found.lines[i]!.box, column, 6);
  });

  test("part into double small columns, which are read right, then left, and are commentary", () => {
    const page = new DrawnColumns(900, 1300);
    const plain = Array.from({ length: 7 }, (_, i) => page.column(790 - i * 100, 100, 60, 14));
    const x = 790 - 700;
    const head = page.column(x, 100, 60, 4);
    const right = page.column(x + 36, 380, 26, 12, 32);
    const left = page.column(x - 2, 380, 26, 11, 32);
    const tail = page.column(x, 790, 60, 3);
    const found = analyse(page).lines.slice(plain.length);
    expect(found.map((line) => line.kind)).toEqual(["body", "commentary", "commentary", "body"]);
    for (const [i, column] of [head, right, left, tail].entries()) expectNear(found[i]!.box, column, 6);
  });

  test("leave notes above the frame to a region of their own", () => {
    const { page } = halfLeaf([14, 15, 12, 14, 13, 15, 14, 12]);
    const note = page.column(300, 15, 26, 2, 30);
    const found = analyse(page);
    const notes = found.lines.filter((line) => line.kind === "head-note");
    expect(notes).toHaveLength(1);
    expectNear(notes[0]!.box, note, 6);
    expect(found.regions.map((region) => region.kind)).toEqual(["head-note", "body"]);
  });
});

describe("an unfolded leaf", () => {
  function unfolded(): { page: DrawnColumns; right: DrawnBox[]; left: DrawnBox[]; strip: DrawnBox } {
    const page = new DrawnColumns(1500, 1050);
    page.frame({ x: 60, y: 80, width: 1380, height: 880 }, 9);
    for (let i = 1; i < 15; i++) page.fill({ x: 87 + i * 88.4, y: 105, width: 2, height: 830 }, 0.1);
    const at = (slot: number) => 87 + slot * 88.4 + 17;
    const right = [14, 13, 12, 11, 10, 9, 8].map((slot) => page.column(at(slot), 125, 54, 12));
    const left = [6, 5, 4, 3, 2, 1, 0].map((slot) => page.column(at(slot), 125, 54, 12));
    const strip = page.column(at(7), 125, 54, 6);
    return { page, right, left, strip };
  }

  test("is read right half first, and its centre strip is a running title outside the body", () => {
    const { page, right, left, strip } = unfolded();
    const found = analyse(page);
    expect(found.kind).toBe("spread");
    const body = found.lines.filter((line) => line.kind === "body");
    expect(body).toHaveLength(14);
    for (const [i, column] of [...right, ...left].entries()) expectNear(body[i]!.box, column, 6);
    const titles = found.lines.filter((line) => line.kind === "running-title");
    expect(titles).toHaveLength(1);
    expectNear(titles[0]!.box, strip, 6);
  });

  test("is found on a black scanner bed as well", () => {
    const { page, right, left } = unfolded();
    page.fill({ x: 0, y: 0, width: 1500, height: 30 });
    page.fill({ x: 0, y: 1020, width: 1500, height: 30 });
    page.fill({ x: 0, y: 0, width: 28, height: 1050 });
    page.fill({ x: 1470, y: 0, width: 30, height: 1050 });
    const body = analyse(page).lines.filter((line) => line.kind === "body");
    expect(body).toHaveLength(right.length + left.length);
  });
});

describe("other pages", () => {
  test("horizontal lines are told from columns, and read from the top", () => {
    const page = new DrawnColumns(900, 1300);
    const lines = Array.from({ length: 16 }, (_, i) => page.letters(90, 100 + i * 70, 24, 30 + (i % 5)));
    const found = analyse(page);
    expect(found.writingMode).toBe("horizontal-tb");
    expect(found.lines).toHaveLength(16);
    for (const [i, line] of lines.entries()) expectNear(found.lines[i]!.box, line, 20);
    expect(analyse(page, "vertical-rl").writingMode).toBe("vertical-rl");
  });

  test("a blank page has no lines, with a stain or a frame or neither, and that is legal", () => {
    const blank = new DrawnColumns(800, 1100);
    expect(analyse(blank).lines).toEqual([]);
    blank.fill({ x: 780, y: 400, width: 6, height: 8 });
    expect(analyse(blank).lines).toEqual([]);
    const framed = new DrawnColumns(800, 1100);
    framed.frame({ x: 60, y: 80, width: 680, height: 940 }, 8);
    for (let i = 1; i < 8; i++) framed.fill({ x: 60 + i * 85, y: 100, width: 2, height: 900 }, 0.1);
    expect(analyse(framed).lines).toEqual([]);
  });

  test("a page of one colour, black or white, and a tiny page do not break anything", () => {
    const black = new DrawnColumns(300, 400);
    black.pixels.fill(0);
    expect(analyse(black).lines).toEqual([]);
    expect(analyse(new DrawnColumns(3, 2)).lines).toEqual([]);
  });
});

describe("the stage", () => {
  test("writes a valid layout in pixels of the full picture, and the same bytes every time", async () => {
    const page = new DrawnColumns(2700, 3900);
    const columns = Array.from({ length: 8 }, (_, i) => page.column(2370 - i * 300, 300, 180, 14));
    const text = await runLayout(page);
    expect(await runLayout(page)).toBe(text);
    const found = layoutSchema.parse(JSON.parse(text));
    expect([found.width, found.height]).toEqual([2700, 3900]);
    for (const [i, column] of columns.entries()) expectNear(found.lines[i]!.box, column, 12);
  });
});

describe.skipIf(MATERIAL === undefined)("on real pages", () => {
  const folder = join(MATERIAL ?? "", "dev");
  async function layoutOf(path: string): Promise<Layout> {
    const { grey, full } = await readReduced(path);
    return layoutSchema.parse(toLayout(analysePage(grey, "auto"), grey, full));
  }

  test.each([
    ["dvsktt-4_ban-thuc-XIII-19a", 9],
    ["kieu-1866_page01a", 24],
    ["nlvnpf-0137-01-045", 16],
  ])("%s has %i columns", async (name, count) => {
    const found = await layoutOf(join(folder, "pages/images", `${name}.jpg`));
    expect(found.lines.filter((line) => line.kind === "body" || line.kind === "commentary")).toHaveLength(count);
  });

  test("the columns of dvsktt-4_ban-thuc-XIII-19a lie on the true ones, in their order", async () => {
    const found = await layoutOf(join(folder, "pages/images/dvsktt-4_ban-thuc-XIII-19a.jpg"));
    const rows = (await readFile(join(folder, "pages/text/dvsktt-4_ban-thuc-XIII-19a.columns.tsv"), "utf8")).trim().split("\n");
    const truth = rows.slice(1).map((row) => row.split("\t").map(Number));
    for (const [i, [x = 0, , w = 0]] of truth.entries()) {
      const { box } = found.lines[i]!;
      expect(Math.abs(box.x + box.width / 2 - x - w / 2)).toBeLessThan(w / 3);
    }
  });

  test("at least 98 of 100 characters of twelve woodblock spreads lie in exactly one line", async () => {
    const spreads = join(folder, "woodblock-spreads-charboxes");
    let total = 0;
    let inside = 0;
    for (const name of await readdir(join(spreads, "images"))) {
      const found = await layoutOf(join(spreads, "images", name));
      expect(found.kind).toBe("spread");
      const rows = (await readFile(join(spreads, "boxes", `${basename(name, ".jpg")}.txt`), "utf8")).trim().split("\n");
      for (const row of rows) {
        const [, cx = 0, cy = 0] = row.split(" ").map(Number);
        const [x, y] = [cx * found.width, cy * found.height];
        const hits = found.lines.filter(({ box }) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
        total++;
        if (hits.length === 1) inside++;
      }
    }
    expect(total).toBeGreaterThan(2000);
    expect(inside / total).toBeGreaterThan(0.98);
  });
});
