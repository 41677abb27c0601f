import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { labOfXyz } from "../../../formats/chart/lab.ts";
import { readMatrixProfile, srgbToXyz } from "../../../formats/chart/matrix-profile.ts";
import { wideProfile } from "../../fixtures/drawn-chart.ts";

/** The profile that the image library embeds for a name. */
async function embeddedProfile(name: string): Promise<Buffer> {
  const picture = sharp({ create: { width: 4, height: 4, channels: 3, background: "#808080" } });
  const space = name === "cmyk" ? picture.toColourspace("cmyk") : picture;
  const { icc } = await sharp(await space.withIccProfile(name).tiff().toBuffer()).metadata();
  return icc as Buffer;
}

const COLOURS = [
  [0, 0, 0],
  [1, 1, 1],
  [0.5, 0.5, 0.5],
  [0.8, 0.2, 0.1],
  [0.1, 0.6, 0.9],
  [0.02, 0.03, 0.01],
] as const;

describe("a profile of curves and a matrix", () => {
  test("of sRGB, as it is really embedded, agrees with the formulas of the standard", async () => {
    const toXyz = readMatrixProfile(await embeddedProfile("srgb"), 3);
    for (const colour of COLOURS) {
      const [read, wanted] = [labOfXyz(...(toXyz ?? srgbToXyz)(colour)), labOfXyz(...srgbToXyz(colour))];
      expect(toXyz).toBeDefined();
      expect(Math.hypot(read.l - wanted.l, read.a - wanted.a, read.b - wanted.b)).toBeLessThan(0.3);
    }
  });

  test("of Display P3 gives the colours that the image library's own conversion gives", async () => {
    const profile = await embeddedProfile("p3");
    const toXyz = readMatrixProfile(profile, 3);
    expect(toXyz).toBeDefined();
    // A colour inside sRGB, written as P3, is converted back by the library.
    const picture = sharp({ create: { width: 4, height: 4, channels: 3, background: { r: 180, g: 90, b: 70 } } });
    const p3 = await picture.withIccProfile("p3").png().toBuffer();
    const stored = await sharp(p3, { ignoreIcc: true }).raw().toBuffer();
    const ours = labOfXyz(...(toXyz as typeof srgbToXyz)([...stored.subarray(0, 3)].map((value) => value / 255)));
    const theirs = labOfXyz(...srgbToXyz([180 / 255, 90 / 255, 70 / 255]));
    expect(Math.hypot(ours.l - theirs.l, ours.a - theirs.a, ours.b - theirs.b)).toBeLessThan(0.7);
  });

  test("maps white to white and grey to neutral", () => {
    const toXyz = readMatrixProfile(wideProfile(), 3) as typeof srgbToXyz;
    for (const level of [0.1, 0.5, 1]) {
      const { a, b } = labOfXyz(...toXyz([level, level, level]));
      expect(Math.hypot(a, b)).toBeLessThan(0.05);
    }
    expect(labOfXyz(...toXyz([1, 1, 1])).l).toBeCloseTo(100, 1);
  });

  test("is not read when it is cut, empty, of another kind, or for other channels", async () => {
    const sound = wideProfile();
    expect(readMatrixProfile(sound, 1)).toBeUndefined();
    expect(readMatrixProfile(await embeddedProfile("cmyk"), 3)).toBeUndefined();
    for (let length = 0; length < sound.length; length += 7)
      expect(readMatrixProfile(sound.subarray(0, length), 3)).toBeUndefined();
    const table = Buffer.from(sound);
    table.write("A2B0", 132 + 6 * 12, "latin1");
    expect(readMatrixProfile(table, 3)).toBeUndefined();
  });

  test("with any single byte destroyed never throws", () => {
    const sound = wideProfile();
    for (let at = 0; at < sound.length; at++) {
      const damaged = Buffer.from(sound);
      damaged[at] = (damaged[at] as number) ^ 0xff;
      expect(() => readMatrixProfile(damaged, 3)?.([0.2, 0.5, 0.7])).not.toThrow();
    }
  });
});
