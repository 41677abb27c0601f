import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import opentype from "opentype.js";
import { beforeAll, describe, expect, test } from "vitest";
import { readTrueType, type TrueTypeFont } from "../../../formats/true-type/font.ts";
import { partOf } from "../../../formats/true-type/part.ts";
import { writeWoff } from "../../../formats/true-type/woff.ts";

const FILE = createRequire(import.meta.url).resolve(
  "@expo-google-fonts/cactus-classical-serif/400Regular/CactusClassicalSerif_400Regular.ttf",
);
const codePoints = (text: string): number[] => [...text].map((each) => each.codePointAt(0) ?? 0);
const parsed = (bytes: Buffer) => opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

describe("a font cut to some characters", () => {
  let bytes: Buffer;
  let font: TrueTypeFont;
  beforeAll(() => {
    bytes = readFileSync(FILE);
    font = readTrueType(bytes);
  });

  test("has these characters with the same outlines and widths as the whole, and no other", () => {
    const text = "阮攸些沒𣷭ắ";
    const part = parsed(writeWoff(partOf(font, codePoints(text))));
    const whole = parsed(bytes);
    for (const character of text) {
      expect(part.charToGlyphIndex(character), character).toBeGreaterThan(0);
      expect(part.charToGlyph(character).getPath(0, 0, 1000).toPathData(1)).toBe(
        whole.charToGlyph(character).getPath(0, 0, 1000).toPathData(1),
      );
      expect(part.charToGlyph(character).advanceWidth).toBe(whole.charToGlyph(character).advanceWidth);
    }
    expect(part.charToGlyphIndex("文")).toBe(0);
  });

  test("weighs kilobytes where the whole weighs 28 megabytes", () => {
    const some = [...font.glyphs.keys()].filter((codePoint) => codePoint >= 0x4e00 && codePoint < 0x4e00 + 300);
    expect(some).toHaveLength(300);
    expect(writeWoff(partOf(font, some)).length).toBeLessThan(120_000);
  });

  test("is the same bytes for the same characters, in whatever order they are named", () => {
    const [one, other] = ["阮攸阮些", "些攸阮"].map((text) => writeWoff(partOf(font, codePoints(text))));
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
  });

  test("leaves out what the font does not have", () => {
    const part = parsed(writeWoff(partOf(font, codePoints("𤾓些"))));
    expect([part.charToGlyphIndex("𤾓"), part.charToGlyphIndex("些") > 0]).toEqual([0, true]);
  });

  const hasFontTools = spawnSync("/usr/bin/python3", ["-c", "import fontTools"]).status === 0;
  test.skipIf(!hasFontTools)("has the checksums that fontTools computes", () => {
    const check = `
import sys, io
from fontTools.ttLib import TTFont
font = TTFont(io.BytesIO(sys.stdin.buffer.read()), checkChecksums=2)
for tag in font.reader.keys(): font.reader[tag]
print(len(font.getBestCmap()))`;
    const input = writeWoff(partOf(font, codePoints("阮攸些ắ")));
    const run = spawnSync("/usr/bin/python3", ["-c", check], { input });
    expect([run.status, run.stdout.toString().trim()]).toEqual([0, "4"]);
    // The same look finds a changed byte.
    input.writeUInt32BE(0, 44 + 16);
    expect(spawnSync("/usr/bin/python3", ["-c", check], { input }).status).not.toBe(0);
  });

  test("cannot be cut from what is no font", () => {
    for (const other of [Buffer.alloc(0), Buffer.from("OTTO".repeat(10)), Buffer.from("not a font at all")]) {
      expect(() => readTrueType(other)).toThrow(RangeError);
    }
  });
});
