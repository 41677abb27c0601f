import { expect, test } from "vitest";
import { sampleGlyphs } from "../../../cli/sample/glyphs.ts";
import { glyphMask } from "../../../formats/contact-sheet/glyph-mask.ts";
import { surfaceOf } from "../../../formats/contact-sheet/surface.ts";
import { typesetter } from "../../../formats/contact-sheet/typeset.ts";

const covered = (path: string, size: number) =>
  glyphMask({ path, advance: 1000 }, size).shades.reduce((sum, shade) => sum + shade / 255, 0);

test("an outline covers as many pixels as its area, whatever its direction and wherever its edges fall", () => {
  expect(covered("M100 -700L600 -700L600 -200L100 -200Z", 20)).toBeCloseTo(100, 0);
  expect(covered("M100 -200L600 -200L600 -700L100 -700Z", 20)).toBeCloseTo(100, 0);
  expect(covered("M123 -711L618 -680L301 -97Z", 40)).toBeCloseTo((1600 * 149_206) / 1_000_000, 0);
});

test("a ring within a ring is a hole, and curves are followed", () => {
  const hole = "M0 -1000L1000 -1000L1000 0L0 0Z M250 -250L750 -250L750 -750L250 -750Z";
  expect(covered(hole, 40)).toBeCloseTo(1200, 0);
  const disc = "M500 0C224 0 0 -224 0 -500C0 -776 224 -1000 500 -1000C776 -1000 1000 -776 1000 -500C1000 -224 776 0 500 0Z";
  expect(covered(disc, 60) / 3600).toBeGreaterThan(0.77);
  expect(covered(disc, 60) / 3600).toBeLessThan(0.79);
});

const setter = typesetter(sampleGlyphs(), 17);

test("lines keep to their width, and what is left over is said by an ellipsis", () => {
  const text = "Ảnh bị mờ: nét chữ nhòe trên 6,3 điểm ảnh, tối đa 5. Chỉnh nét, giữ yên trang giấy rồi quét lại trang này.";
  const lines = setter.linesOf(text, 220, 9);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.join(" ")).toBe(text);
  for (const line of lines) expect(setter.widthOf(line)).toBeLessThanOrEqual(220);
  const short = setter.linesOf(text, 220, 2);
  expect(short).toHaveLength(2);
  expect(short[1]).toMatch(/…$/);
  expect(setter.widthOf(short[1] ?? "")).toBeLessThanOrEqual(220);
});

test("a name without spaces is broken instead of running out of its cell", () => {
  const lines = setter.linesOf(`${"a".repeat(300)}.tif`, 200, 99);
  expect(lines.join("")).toBe(`${"a".repeat(300)}.tif`);
  for (const line of lines) expect(setter.widthOf(line)).toBeLessThanOrEqual(200);
});

test("all letters of Vietnamese can be set, and what cannot be set is shown as a code point", () => {
  const face = sampleGlyphs();
  const letters = Array.from({ length: 0x1ef9 - 0x1ea0 + 1 }, (_, at) => String.fromCodePoint(0x1ea0 + at));
  expect([...letters, ..."ăâđêôơưĂÂĐÊÔƠƯàáãạýỷ"].filter((each) => !face.has(each))).toEqual([]);
  expect(setter.widthOf("\u{24F93}")).toBe(setter.widthOf("[U+24F93]"));
});

test("text reaches the surface where it is put and nowhere else", () => {
  const surface = surfaceOf(200, 60, [255, 255, 255]);
  const end = setter.draw(surface, "大南", 20, 20, [0, 0, 0]);
  const dark: [number, number][] = [];
  for (let y = 0; y < 60; y++)
    for (let x = 0; x < 200; x++) if ((surface.pixels[(y * 200 + x) * 3] ?? 255) < 128) dark.push([x, y]);
  expect(dark.length).toBeGreaterThan(60);
  for (const [x, y] of dark) {
    expect(x).toBeGreaterThanOrEqual(19);
    expect(x).toBeLessThanOrEqual(end + 1);
    expect(y).toBeGreaterThanOrEqual(19);
    expect(y).toBeLessThan(20 + setter.lineHeight + 2);
  }
});
