/** What the page was laid on, seen along the rim of the picture. */
import { luminanceOf, type Raster, type Rgb } from "../../formats/raster.ts";
import { colourAt } from "./paper-colour.ts";
import { ascending, median, quantileOf } from "./quantile.ts";

/** The ground, and how to know it again. */
export interface Ground {
  readonly kind: "dark" | "coloured" | "light";
  readonly colour: [number, number, number];
  readonly isGround: (colour: Rgb) => boolean;
}

/** A dark ground must hold this share of the rim of at least one side of the picture. */
export const RIM_SHARE = 0.2;
/** Any other ground must hold this share of two sides and of the whole rim. */
const COLOURED_SHARE = { ofTwoSides: 0.5, ofRim: 0.35 } as const;
/** Paper and ground must differ at least by this after the light is taken out, in levels of a channel. */
const LEAST_DIFFERENCE = 14;
/**
 * What differs from the ground by less is ground: so many times what nine tenths of the rim differ by, between a least
 * number of levels and a share of the difference of paper. Paper darkens towards its edge, so the less the better.
 */
const ALIKE = { timesSpread: 3, leastLevels: 8, mostShare: 0.4 } as const;
/** Under a lamp and in shadow the ground is seen with these shares of its light. */
const LIGHT_RANGE = { least: 0.5, most: 1.2 } as const;

/** The ground about a page of this colour, or undefined where the rim shows paper. */
export function groundOf(reduced: Raster, paper: Rgb): Ground | undefined {
  const sides = rimSides(reduced);
  return darkGround(sides, paper) ?? colouredGround(sides, paper);
}

function darkGround(sides: readonly Rgb[][], paper: Rgb): Ground | undefined {
  const paperLuminance = luminanceOf(paper);
  const dark = sides.flatMap((side) => {
    const darks = side.filter((each) => luminanceOf(each) < paperLuminance * 0.45);
    return darks.length >= RIM_SHARE * side.length ? darks : [];
  });
  if (dark.length === 0 || paperLuminance <= 40) return undefined;
  const colour = medianColour(dark);
  const level = luminanceOf(colour);
  const limit = level + 0.4 * (paperLuminance - level);
  return { kind: "dark", colour, isGround: (each) => luminanceOf(each) < limit };
}

/** The colour most of the rim has; it counts as ground when paper does not look like it in any light. */
function colouredGround(sides: readonly Rgb[][], paper: Rgb): Ground | undefined {
  const found = sides.flatMap((side): (Ground & { readonly share: number })[] => {
    const colour = medianColour(side);
    const difference = differenceFrom(colour, paper);
    if (difference < LEAST_DIFFERENCE) return [];
    const limit = alikeLimit(sides, colour, difference);
    const isGround = (each: Rgb): boolean => differenceFrom(colour, each) < limit;
    const shares = sides.map((each) => each.filter(isGround).length / Math.max(1, each.length));
    const share = shares.reduce((a, b) => a + b, 0) / shares.length;
    const held = shares.filter((each) => each >= COLOURED_SHARE.ofTwoSides).length;
    if (held < 2 || share < COLOURED_SHARE.ofRim) return [];
    const kind = luminanceOf(colour) > luminanceOf(paper) - 15 ? "light" : "coloured";
    return [{ kind, colour, isGround, share }];
  });
  return found.sort((a, b) => b.share - a.share)[0];
}

function alikeLimit(sides: readonly Rgb[][], colour: Rgb, difference: number): number {
  const most = ALIKE.mostShare * difference;
  const alike = sides.flatMap((side) => side.map((each) => differenceFrom(colour, each)).filter((each) => each < most));
  const spread = quantileOf(ascending(alike), 0.9);
  return Math.min(most, Math.max(ALIKE.leastLevels, ALIKE.timesSpread * spread));
}

/** The largest difference of a channel that is left when `seen` is brought to the light of `colour` as well as light may. */
export function differenceFrom(colour: Rgb, seen: Rgb): number {
  const dot = colour[0] * seen[0] + colour[1] * seen[1] + colour[2] * seen[2];
  const square = Math.max(1, colour[0] ** 2 + colour[1] ** 2 + colour[2] ** 2);
  const light = Math.min(LIGHT_RANGE.most, Math.max(LIGHT_RANGE.least, dot / square));
  return Math.max(
    Math.abs(seen[0] - light * colour[0]),
    Math.abs(seen[1] - light * colour[1]),
    Math.abs(seen[2] - light * colour[2]),
  );
}

/** The colours along each side of the picture, two pixels deep. */
function rimSides(reduced: Raster): Rgb[][] {
  const { width, height } = reduced;
  const sides: Rgb[][] = [[], [], [], []];
  for (let depth = 0; depth < Math.min(2, width, height); depth++) {
    for (let x = 0; x < width; x++) {
      sides[0]?.push(colourAt(reduced, x, depth));
      sides[1]?.push(colourAt(reduced, x, height - 1 - depth));
    }
    for (let y = 0; y < height; y++) {
      sides[2]?.push(colourAt(reduced, depth, y));
      sides[3]?.push(colourAt(reduced, width - 1 - depth, y));
    }
  }
  return sides;
}

function medianColour(colours: readonly Rgb[]): [number, number, number] {
  const channel = (c: 0 | 1 | 2): number => median(colours.map((each) => each[c]));
  return [channel(0), channel(1), channel(2)];
}
