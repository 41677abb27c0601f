/**
 * Is what ought to be neutral neutral? Paper may be white, cream, yellow, brown or dyed, ink black or brown; a false white
 * balance tints both alike. So the smallest change of white balance is looked for that makes a paper and an ink that there
 * are of the two: none, where they are already; and where none does, the paper is dyed and nothing is said.
 */
import { luminanceOf, type Rgb } from "../../formats/raster.ts";
import type { PageView } from "./page-view.ts";

export interface Cast {
  /** Distance from neutral that a neutral of middle lightness has at least, CIE 1976 delta E. */
  readonly deltaE: number;
  /** Where to: the gains of red and blue against green. */
  readonly redGain: number;
  readonly blueGain: number;
}

/** The darkest share of the ink's pixels: the middle of strokes, least mixed with paper. */
const CORE_SHARE = 0.06;
const LEAST_CORE_PIXELS = 60;
/** Black ink in full light is about this light; what is lighter is taken for a mixture with paper. */
const INK_LUMINANCE = 32;
/** Ink lighter than this share of the paper says too little. */
const FAINTEST_SHARE = 0.62;
const STEPS = 14;
const STEP = 0.04;

/** Undefined where there is no colour, no writing, or only pale ink on a paper that there is. */
export function measureCast(view: PageView): Cast | undefined {
  const core = inkCore(view);
  const paper = view.page.paperColour;
  if (core === undefined || luminanceOf(paper) < 40) return undefined;
  const isPale = luminanceOf(core) > FAINTEST_SHARE * luminanceOf(paper);
  const isTold = isNoDye(paper);
  if (isPale && !isTold) return undefined;
  // JPEG keeps fewer pixels of hue than of light: thin strokes have the hue of the paper about them, as pale ones have
  const inks = isTold && (isPale || view.jpegQuality !== null) ? [] : unmixed(core, paper).flatMap(asDarkAsSeen);
  return leastChange((balance) => isPaper(balance(paper)) && (inks.length === 0 || inks.some((ink) => isInk(balance(ink)))));
}

/** The least change of white balance after which all is as it can be; none where there is no such change. */
function leastChange(isPossible: (balance: (colour: Rgb) => Rgb) => boolean): Cast {
  let best: Cast | undefined;
  for (let i = -STEPS; i <= STEPS; i++) {
    for (let j = -STEPS; j <= STEPS; j++) {
      const [redGain, blueGain] = [Math.exp(i * STEP), Math.exp(j * STEP)];
      const [, a, b] = toLab([118 * redGain, 118, 118 * blueGain]);
      const deltaE = Math.hypot(a, b);
      if (best !== undefined && deltaE >= best.deltaE) continue;
      if (isPossible(([red, green, blue]) => [red / redGain, green, blue / blueGain])) best = { deltaE, redGain, blueGain };
    }
  }
  return best ?? { deltaE: 0, redGain: 1, blueGain: 1 };
}

/** Papers run from white over cream and yellow to brown; some are dyed red, but no lamp is. */
function isPaper(colour: Rgb): boolean {
  const [, a, b] = toLab(colour);
  const isNatural = a < 5 + 0.28 * Math.max(0, b) && b < 45;
  const isDyedRed = b > 0.7 * a && a < 45 && b < 40;
  return a > -5 && b > -4 && (isNatural || isDyedRed);
}

/** Greener, bluer or more purple than papers are dyed. */
function isNoDye(colour: Rgb): boolean {
  const [, a, b] = toLab(colour);
  return a < -12 || b < -14 || (a > 20 && b < 0);
}

/** Inks are black or brown; their hue is told at middle lightness, where it can be seen. */
function isInk(colour: Rgb): boolean {
  const times = 118 / Math.max(1, luminanceOf(colour));
  const [, a, b] = toLab([colour[0] * times, colour[1] * times, colour[2] * times]);
  return b > -6 && b < 45 && a > -5 && a < 9 + 0.5 * Math.max(0, b);
}

/** The ink without the paper that may shine through it: none, half or all of what makes it lighter than black ink. */
function unmixed(core: Rgb, paper: Rgb): Rgb[] {
  const [dark, light] = [luminanceOf(core), luminanceOf(paper)];
  const most = Math.max(0, (dark - INK_LUMINANCE) / Math.max(1, light - INK_LUMINANCE));
  return [0, 0.5, 1].map((part) => {
    const through = most * part;
    const of = (channel: 0 | 1 | 2): number => Math.max(2, (core[channel] - through * paper[channel]) / (1 - through));
    return [of(0), of(1), of(2)];
  });
}

/** So many levels JPEG and stray light may be wrong by in what is dark; a colour that a cast has all but cut off tells no hue. */
const DARK_DOUBT = 10;

/** The ink, and the ink if its darkest colour had not been lost: both are as the picture shows it. */
function asDarkAsSeen(ink: Rgb): Rgb[] {
  return [ink, [ink[0] + DARK_DOUBT, ink[1] + DARK_DOUBT, ink[2] + DARK_DOUBT]];
}

/** Mean colour of the darkest ink. */
function inkCore({ reduced, ink, pageMask }: PageView): Rgb | undefined {
  if (reduced.channels === 1) return undefined;
  // sums of red, green and blue and a count for every level of luminance
  const sums = new Float64Array(256 * 4);
  let count = 0;
  for (let at = 0, p = 0; at < pageMask.length; at++, p += 3) {
    if (ink.mask[at] === 0 || pageMask[at] === 0) continue;
    const red = reduced.pixels[p] as number;
    const green = reduced.pixels[p + 1] as number;
    const blue = reduced.pixels[p + 2] as number;
    const to = Math.round(0.299 * red + 0.587 * green + 0.114 * blue) * 4;
    sums[to] = (sums[to] as number) + red;
    sums[to + 1] = (sums[to + 1] as number) + green;
    sums[to + 2] = (sums[to + 2] as number) + blue;
    sums[to + 3] = (sums[to + 3] as number) + 1;
    count++;
  }
  const wanted = count * CORE_SHARE;
  if (wanted < LEAST_CORE_PIXELS) return undefined;
  const core = [0, 0, 0, 0];
  for (let from = 0; from < sums.length && (core[3] as number) < wanted; from += 4) {
    for (let i = 0; i < 4; i++) core[i] = (core[i] as number) + (sums[from + i] as number);
  }
  const pixels = core[3] as number;
  return [(core[0] as number) / pixels, (core[1] as number) / pixels, (core[2] as number) / pixels];
}

/** CIELAB of an sRGB colour under D65 (IEC 61966-2-1, CIE 15). */
function toLab([red, green, blue]: Rgb): [lightness: number, a: number, b: number] {
  const linear = (level: number): number => {
    const value = Math.max(0, level) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const root = (value: number): number => (value > 216 / 24389 ? Math.cbrt(value) : (value * 24389) / 27 / 116 + 16 / 116);
  const x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = root(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
