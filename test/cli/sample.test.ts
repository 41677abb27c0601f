import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook, type SampleBook } from "../../cli/sample/book.ts";
import { sampleGlyphs } from "../../cli/sample/glyphs.ts";
import * as texts from "../../cli/sample/texts.ts";
import type { Box } from "../../pipeline/geometry.ts";
import { recordSchema } from "../../pipeline/record.ts";

const SMALL = { pages: 6, width: 640, height: 880, quocNguPage: 6 } as const;

let folder: string;
let book: SampleBook;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sohoa-sample-"));
  book = await makeSampleBook(join(folder, "book"), SMALL);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function digests(of: SampleBook): Promise<string[]> {
  const bytes = await Promise.all(of.files.map((file) => readFile(join(of.folder, file))));
  return bytes.map((each) => createHash("sha256").update(each).digest("hex"));
}

/** Share of inky pixels inside boxes of the undistorted page, looked up on the turned picture. */
async function inkShare(file: string, boxes: readonly Box[], skewDegrees: number): Promise<number[]> {
  const { data, info } = await sharp(file).greyscale().raw().toBuffer({ resolveWithObject: true });
  const angle = (skewDegrees * Math.PI) / 180;
  return boxes.map((box) => {
    let dark = 0;
    let count = 0;
    for (let y = box.y; y < box.y + box.height; y += 2) {
      for (let x = box.x; x < box.x + box.width; x += 2) {
        const dx = x - info.width / 2;
        const dy = y - info.height / 2;
        const px = Math.round(info.width / 2 + Math.cos(angle) * dx - Math.sin(angle) * dy);
        const py = Math.round(info.height / 2 + Math.sin(angle) * dx + Math.cos(angle) * dy);
        if ((data[py * info.width + px] ?? 255) < 130) dark++;
        count++;
      }
    }
    return dark / count;
  });
}

describe("the sample book", () => {
  test("comes out byte for byte the same from the same seed, and different from another", async () => {
    const again = await makeSampleBook(join(folder, "again"), SMALL);
    const other = await makeSampleBook(join(folder, "other"), { ...SMALL, pages: 1, seed: 2 });
    expect(await digests(again)).toEqual(await digests(book));
    expect((await digests(other))[0]).not.toBe((await digests(book))[0]);
  });

  test("names its files in page order and gives them the size and resolution asked for", async () => {
    expect(book.files).toEqual(["0001.tif", "0002.tif", "0003.tif", "0004.tif", "0005.tif", "0006.tif"]);
    const metadata = await sharp(join(book.folder, "0001.tif")).metadata();
    expect(metadata).toMatchObject({ format: "tiff", width: 640, height: 880, density: 300, channels: 3 });
  });

  test("has Hán, Nôm, a blank leaf and a page in Quốc ngữ", () => {
    expect(new Set(book.kinds)).toEqual(new Set(["han", "nom", "blank", "quoc-ngu"]));
    const blank = book.kinds.indexOf("blank");
    expect(book.trueText[blank]).toEqual([]);
    expect(book.columnBoxes[blank]).toEqual([]);
  });

  test("sets columns from right to left, one box a column and one a character", () => {
    const page = book.kinds.indexOf("nom");
    const boxes = book.columnBoxes[page] ?? [];
    const text = book.trueText[page] ?? [];
    expect(boxes.length).toBe(text.length);
    expect(boxes.length).toBeGreaterThan(1);
    for (const [i, box] of boxes.entries()) if (i > 0) expect(box.x + box.width).toBeLessThan((boxes[i - 1] as Box).x + 5);
    expect(book.characterBoxes[page]?.map((each) => each.length)).toEqual(text.map((each) => [...each].length));
  });

  test("says truly where the ink is, once the turn of the leaf is taken into account", async () => {
    for (const [page, boxes] of book.columnBoxes.entries()) {
      if (boxes.length === 0) continue;
      const file = join(book.folder, book.files[page] as string);
      const skewDegrees = book.skewDegrees[page] as number;
      const beside = boxes.map((box) => ({ x: box.x, y: SMALL.height * 0.06, width: box.width, height: SMALL.height * 0.04 }));
      const [inside, outside] = [await inkShare(file, boxes, skewDegrees), await inkShare(file, beside, skewDegrees)];
      expect(Math.max(...outside), `page ${page + 1}, above the columns`).toBeLessThan(0.005);
      expect(Math.min(...inside), `page ${page + 1}, in the columns`).toBeGreaterThan(0.03);
    }
  });

  test("can hold a whole leaf, whose columns go on across the centre strip", async () => {
    const whole = await makeSampleBook(join(folder, "whole"), {
      pages: 2,
      width: 900,
      height: 640,
      leaf: "whole",
      format: "jpeg",
    });
    expect(whole.files).toEqual(["0001.jpg", "0002.jpg"]);
    const columns = whole.columnBoxes[1] ?? [];
    expect(columns.length).toBe(16);
    const gaps = columns.slice(1).map((box, i) => (columns[i] as Box).x - box.x);
    expect(gaps.indexOf(Math.max(...gaps)), "the widest gap is the strip").toBe(7);
  });

  test("can end one file in the middle, and only that one", async () => {
    const cut = await makeSampleBook(join(folder, "cut"), { ...SMALL, pages: 2, truncatedPage: 2 });
    const decode = (file: string) => sharp(join(cut.folder, file), { failOn: "warning" }).raw().toBuffer();
    await expect(decode("0001.tif")).resolves.toBeDefined();
    await expect(decode("0002.tif")).rejects.toThrow();
  });

  test("describes itself by a valid record under the shelfmark of its register row", () => {
    expect(recordSchema.parse(book.record)).toEqual(book.record);
    expect(book.registerRow["shelfmark"]).toBe(book.record.shelfmark);
  });
});

describe("the sample texts", () => {
  const hanNom = [
    ...texts.NAM_QUOC_SON_HA,
    texts.BINH_NGO_DAI_CAO,
    texts.THIEN_DO_CHIEU,
    ...texts.TRUYEN_KIEU_NOM,
    texts.RUNNING_TITLE,
  ].join("");

  test("use no character that the font lacks", () => {
    const all = [...hanNom, ...texts.TRUYEN_KIEU_QUOC_NGU.join("")];
    expect(all.filter((character) => !sampleGlyphs().has(character))).toEqual([]);
    expect(all.filter((character) => character !== " " && sampleGlyphs().shape(character).path === "")).toEqual([]);
  });

  test("hold Nôm characters beyond the basic plane", () => {
    const astral = new Set([...hanNom].filter((character) => (character.codePointAt(0) ?? 0) > 0xffff));
    expect([...astral].sort()).toEqual(["𡥵", "𣦰", "𣳔", "𣷭", "𣼽", "𦊚", "𦟐"].sort());
  });

  test("set verse in couplets of six and eight", () => {
    expect(texts.TRUYEN_KIEU_NOM.map((couplet) => [...couplet].length)).toEqual(texts.TRUYEN_KIEU_NOM.map(() => 14));
    const syllables = texts.TRUYEN_KIEU_QUOC_NGU.map((verse) => verse.split(" ").length);
    expect(syllables).toEqual(syllables.map((_, i) => (i % 2 === 0 ? 6 : 8)));
  });

  test("write Quốc ngữ composed", () => {
    for (const verse of texts.TRUYEN_KIEU_QUOC_NGU) expect(verse).toBe(verse.normalize("NFC"));
  });
});
