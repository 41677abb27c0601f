/** Faults of the sensor and of its grid: noise, moiré, lines of dust. */

import { type Random, seededRandom } from "../../cli/sample/random.ts";
import { luminanceOf, type Rgb } from "../../formats/raster.ts";
import type { Picture } from "./paint-page.ts";

/** Independent noise of a standard deviation, half of it common to the three colours. */
export function noisy(picture: Picture, levels: number, seed: number): Picture {
  if (levels <= 0) return picture;
  const random = seededRandom(seed, "noise");
  const gaussian = Float32Array.from({ length: 65_536 }, () => normal(random));
  const { pixels } = picture;
  const changed = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 3) {
    const start = random.whole(0, 65_000);
    const common = (gaussian[start] as number) * 0.87;
    for (let c = 0; c < 3; c++) {
      const own = (gaussian[start + 1 + c] as number) * 0.5;
      changed[at + c] = Math.max(0, Math.min(255, (pixels[at + c] as number) + levels * (common + own) + 0.5));
    }
  }
  return { ...picture, pixels: changed };
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.between(0, 1))) * Math.cos(2 * Math.PI * random.between(0, 1));
}

/** Waves of 8 to 20 levels over the whole picture, 3 to 18 pixels long, slowly turning as moiré does, or a halftone's dots. */
export function patterned(picture: Picture, random: Random): Picture {
  const amplitude = random.between(8, 20);
  const period = random.between(3, 18);
  const angle = random.between(0, Math.PI);
  const bend = random.between(0, 0.25);
  const isHalftone = random.chance(0.35);
  const { width, height, pixels } = picture;
  const changed = new Uint8Array(pixels.length);
  const u = (2 * Math.PI * Math.cos(angle)) / period;
  const v = (2 * Math.PI * Math.sin(angle)) / period;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bow = (bend * 40 * ((x - width / 2) ** 2 + (y - height / 2) ** 2)) / (width * height);
      const first = Math.sin(x * u + y * v + bow * 6);
      const wave = amplitude * (isHalftone ? first * Math.sin(x * v - y * u) * 1.6 : first);
      for (let c = 0; c < 3; c++, at++) changed[at] = Math.max(0, Math.min(255, (pixels[at] as number) + wave + 0.5));
    }
  }
  return { ...picture, pixels: changed };
}

/**
 * One to three lines of dust on the scanner's line sensor, along the whole picture: 15 to 70 levels of luminance darker than
 * what lies beneath, or lighter where paper leaves room for that.
 */
export function streaked(picture: Picture, paper: Rgb, random: Random): Picture {
  const { width, height, pixels } = picture;
  const changed = pixels.slice();
  for (let line = random.whole(1, 3); line > 0; line--) {
    const x0 = Math.floor(width * random.between(0.1, 0.9));
    const wide = random.whole(1, 3);
    const levels = random.between(15, 70);
    const isDarker = random.chance(0.6) || Math.max(...paper) + levels > 250;
    const tint = [random.between(0.5, 1), random.between(0.5, 1), random.between(0.5, 1)] as const;
    const steps = tint.map((each) => ((isDarker ? -1 : 1) * levels * each) / luminanceOf(tint));
    for (let y = 0; y < height; y++) {
      for (let x = x0; x < x0 + wide; x++) {
        const at = (y * width + x) * 3;
        for (let c = 0; c < 3; c++)
          changed[at + c] = Math.max(0, Math.min(255, (changed[at + c] as number) + (steps[c] as number)));
      }
    }
  }
  return { ...picture, pixels: changed };
}
