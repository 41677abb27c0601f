/** Faults of light: exposure, lamps, white balance. */

import type { Random } from "../../cli/sample/random.ts";
import { luminanceOf, type Rgb } from "../../formats/raster.ts";
import { type PagePlan, pick } from "./page-plan.ts";
import type { Picture } from "./paint-page.ts";

/** Every level times a factor. */
export function scaled(picture: Picture, factor: number): Picture {
  return mapped(picture, (value) => value * factor);
}

/**
 * Shadows cut off so hard that ink and all about it is one black. A grey scanner cuts greys off: its blacks are none of a
 * colour that other colours shine through.
 */
export function clipped(picture: Picture, plan: PagePlan, random: Random): Picture {
  const isGrey = plan.tone === "grey";
  const black = (isGrey ? luminanceOf(plan.paper) : plan.paper[2]) * random.between(0.72, 0.86);
  return mapped(isGrey ? greyed(picture) : picture, (value) => ((value - black) * 235) / (255 - black));
}

function greyed(picture: Picture): Picture {
  const pixels = new Uint8Array(picture.pixels.length);
  for (let p = 0; p < pixels.length; p += 3) {
    const colour = [picture.pixels[p], picture.pixels[p + 1], picture.pixels[p + 2]] as unknown as Rgb;
    pixels.fill(Math.round(luminanceOf(colour)), p, p + 3);
  }
  return { ...picture, pixels };
}

/** Stray light in the lens: the contrast of the ink is nearly gone. */
export function fogged(picture: Picture, random: Random): Picture {
  const kept = random.between(0.05, 0.09);
  return mapped(picture, (value) => 190 + (value - 190) * kept);
}

/** A lamp that failed: the levels fall by 35 to 65 % from one side or corner to the other, or to all corners. */
export function shaded(picture: Picture, random: Random): Picture {
  const loss = random.between(0.35, 0.65);
  const { width, height } = picture;
  const [u0, v0] = pick(
    [
      [0, 0.5],
      [1, 0.5],
      [0.5, 0],
      [0.5, 1],
      [0, 0],
      [1, 1],
      [1, 0],
    ] as const,
    random,
  );
  const isVignette = random.chance(0.3);
  const reach = Math.max(Math.hypot(u0, v0), Math.hypot(1 - u0, v0), Math.hypot(u0, 1 - v0), Math.hypot(1 - u0, 1 - v0));
  return mapped(picture, (value, x, y) => {
    const u = x / width;
    const v = y / height;
    const away = isVignette ? 2 * ((u - 0.5) ** 2 + (v - 0.5) ** 2) : Math.hypot(u - u0, v - v0) / reach;
    return value * (1 - loss * away);
  });
}

/**
 * Gains a wrong white balance gives to red, green and blue: too blue, green, magenta, cyan, orange. The last is that of a page lit
 * by a tungsten lamp with the camera set to daylight (CIE illuminant A seen under D65, as sRGB levels): less of it makes yellow
 * paper of cream paper, as edicts were written on, and no one can tell that from the picture without a chart.
 */
const TINTS = [
  [0.8, 0.95, 1.18],
  [0.86, 1.08, 0.86],
  [1.1, 0.84, 1.08],
  [0.78, 1.02, 1.04],
  [1.44, 1, 0.55],
] as const;

/** A wrong white balance. */
export function tinted(picture: Picture, random: Random): Picture {
  const tint = pick(TINTS, random);
  const strength = random.between(1, 1.5);
  const gains = tint.map((gain) => 1 + (gain - 1) * strength);
  const most = Math.max(...gains);
  return mapped(picture, (value, _x, _y, c) => (value * (gains[c] as number)) / Math.max(1, most * 0.92));
}

function mapped(picture: Picture, change: (value: number, x: number, y: number, channel: number) => number): Picture {
  const { width, pixels } = picture;
  const changed = new Uint8Array(pixels.length);
  for (let i = 0, at = 0; at < pixels.length; i++) {
    const x = i % width;
    const y = Math.floor(i / width);
    for (let c = 0; c < 3; c++, at++) changed[at] = Math.max(0, Math.min(255, change(pixels[at] as number, x, y, c) + 0.5));
  }
  return { ...picture, pixels: changed };
}
