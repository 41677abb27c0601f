/** CIELAB colours under D50, 2° observer, as the makers of test charts state them, and how far two of them lie apart. */
import { differenceCiede2000 } from "culori";

/** L* 0 to 100, a* and b* about -128 to 127. */
export interface Lab {
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

const standardDifference = differenceCiede2000();

/**
 * The colour difference CIEDE2000 (CIE 142-2001; ISO/CIE 11664-6) with all parametric factors 1.
 * The library calls the coordinates "lab65"; the formula knows no white point and takes them as they are.
 */
export function deltaE2000(one: Lab, other: Lab): number {
  return standardDifference({ mode: "lab65", ...one }, { mode: "lab65", ...other });
}

/**
 * CIEDE2000 with the weight of lightness S_L held at 1, as imaging guidelines ask for it: dark and light patches count
 * as much as grey ones.
 */
export function deltaE2000UnitLightness(one: Lab, other: Lab): number {
  const distance = ((one.l + other.l) / 2 - 50) ** 2;
  const weight = 1 + (0.015 * distance) / Math.sqrt(20 + distance);
  return differenceCiede2000(1 / weight)({ mode: "lab65", ...one }, { mode: "lab65", ...other });
}

/** CIEDE2000 without its lightness: the cast of what ought to be neutral. */
export function castDeltaE2000(sample: Lab, reference: Lab): number {
  return deltaE2000({ ...sample, l: reference.l }, reference);
}

const WHITE_D50 = { x: 0.9642, y: 1, z: 0.8249 } as const;
const LINEAR_BELOW = 216 / 24389;
const SLOPE = 24389 / 27;

/** L*a*b* of a colour relative to the white of the ICC profile connection space (ICC.1:2022 §6.3.4; CIE 15). */
export function labOfXyz(x: number, y: number, z: number): Lab {
  const [fx, fy, fz] = [root(x / WHITE_D50.x), root(y / WHITE_D50.y), root(z / WHITE_D50.z)];
  return { l: 116 * fy - 16, a: 500 * (fx - fy), b: 200 * (fy - fz) };
}

/** Luminance factor, 1 for the perfect diffuser, of a lightness. */
export function luminanceOfLightness(l: number): number {
  return l > SLOPE * LINEAR_BELOW ? ((l + 16) / 116) ** 3 : l / SLOPE;
}

/** Lightness L* of a luminance factor. */
export function lightnessOfLuminance(y: number): number {
  return 116 * root(y) - 16;
}

function root(ratio: number): number {
  return ratio > LINEAR_BELOW ? Math.cbrt(ratio) : (SLOPE * ratio + 16) / 116;
}
