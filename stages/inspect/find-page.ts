/**
 * Where the page lies on the ground it was scanned on. Leaves are often unfolded on black cloth or a coloured cradle:
 * the ground is what is dark (or of the ground's colour) and hangs together with the rim of the picture. A light
 * ground is never taken for ground, because ink may stand on it. When in doubt, all of the picture is page.
 */
import { colourDistance, luminanceOf, type Raster, type Rgb } from "../../formats/raster.ts";
import type { PageOutline, QualityReport } from "../../pipeline/quality-report.ts";
import { fromRim, invertMask, openMask, withoutSmallIslands } from "./mask.ts";
import { traceOutline } from "./trace-outline.ts";

/** What was found, in the form of the report. */
export type FoundPage = QualityReport["page"];

/** A ground must hold this share of the rim of at least one side of the picture. */
const RIM_SHARE = 0.2;
/** A page smaller than this share of the picture is no page: keep everything. */
const LEAST_PAGE_SHARE = 0.1;

/**
 * Find the page in a reduced picture (longest side about 500 pixels).
 * @param factor pixels of the upright master a reduced pixel stands for
 */
export function findPage(reduced: Raster, factor: number, masterWidth: number, masterHeight: number): FoundPage {
  const paperColour = paperColourOf(reduced);
  const whole: FoundPage = { ground: "none", groundColour: null, paperColour, outline: null };
  const ground = groundOf(reduced, paperColour);
  if (ground === undefined) return whole;
  const { width, height } = reduced;
  const alike = new Uint8Array(width * height);
  for (let at = 0; at < alike.length; at++)
    if (ground.isGround(colourAt(reduced, at % width, Math.floor(at / width)))) alike[at] = 1;
  const flooded = fromRim(alike, width, height);
  const radius = Math.max(2, Math.round(Math.max(width, height) / 110));
  if (Math.min(width, height) <= 4 * radius) return whole;
  const opened = openMask(flooded, width, height, radius);
  if (!isDeep(opened, width, height, radius)) return whole;
  const page = openMask(invertMask(opened), width, height, 2, 0);
  const mask = withoutSmallIslands(invertMask(page), width, height, width * height * 0.002);
  const pageShare = 1 - mask.reduce((sum, each) => sum + each, 0) / mask.length;
  if (pageShare < LEAST_PAGE_SHARE) return whole;
  const outline: PageOutline = traceOutline(mask, width, height, factor, masterWidth, masterHeight);
  return { ground: ground.kind, groundColour: ground.colour, paperColour, outline };
}

/** A frame line along the rim is no ground: on some side the ground must be wider than any line, over a good length. */
function isDeep(mask: Uint8Array, width: number, height: number, depth: number): boolean {
  const shareOf = (length: number, at: (i: number) => number): number => {
    let deep = 0;
    for (let i = 0; i < length; i++) deep += mask[at(i)] as number;
    return deep / length;
  };
  return [
    shareOf(width, (x) => depth * width + x),
    shareOf(width, (x) => (height - 1 - depth) * width + x),
    shareOf(height, (y) => y * width + depth),
    shareOf(height, (y) => y * width + width - 1 - depth),
  ].some((share) => share > RIM_SHARE);
}

interface Ground {
  readonly kind: "dark" | "coloured";
  readonly colour: [number, number, number];
  readonly isGround: (colour: Rgb) => boolean;
}

function groundOf(reduced: Raster, paper: Rgb): Ground | undefined {
  const paperLuminance = luminanceOf(paper);
  const sides = rimSides(reduced);
  const darkLimit = paperLuminance * 0.45;
  const dark = sides.flatMap((side) => {
    const darks = side.filter((each) => luminanceOf(each) < darkLimit);
    return darks.length >= RIM_SHARE * side.length ? darks : [];
  });
  if (dark.length > 0 && paperLuminance > 40) {
    const colour = medianColour(dark);
    const level = luminanceOf(colour);
    const limit = level + 0.4 * (paperLuminance - level);
    return { kind: "dark", colour, isGround: (each) => luminanceOf(each) < limit };
  }
  const colour = medianColour(sides.flat());
  const isUniform = sides.filter((side) => side.filter((each) => colourDistance(each, colour) < 24).length > 0.8 * side.length);
  const distance = colourDistance(colour, paper);
  if (isUniform.length < 3 || distance < 40 || luminanceOf(colour) > paperLuminance - 15) return undefined;
  return { kind: "coloured", colour, isGround: (each) => colourDistance(each, colour) < 0.45 * distance };
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

/** The colour of paper: the mean of the brighter part of the middle of the picture, without its very brightest. */
function paperColourOf(reduced: Raster): [number, number, number] {
  const { width, height } = reduced;
  const sums = Array.from({ length: 256 }, () => [0, 0, 0, 0]);
  let total = 0;
  for (let y = Math.floor(height * 0.2); y < Math.max(height * 0.8, 1); y++) {
    for (let x = Math.floor(width * 0.2); x < Math.max(width * 0.8, 1); x++) {
      const colour = colourAt(reduced, x, y);
      const sum = sums[Math.round(luminanceOf(colour))] as number[];
      [...colour, 1].forEach((value, i) => {
        sum[i] = (sum[i] as number) + value;
      });
      total++;
    }
  }
  return meanBetween(sums, total * 0.6, total * 0.9);
}

/** Mean colour of the pixels whose rank by luminance lies in the range. */
function meanBetween(sums: readonly number[][], first: number, last: number): [number, number, number] {
  const mean: [number, number, number] = [0, 0, 0];
  let rank = 0;
  let weight = 0;
  for (const [red = 0, green = 0, blue = 0, count = 0] of sums) {
    const share = count === 0 ? 0 : Math.max(0, Math.min(rank + count, last) - Math.max(rank, first)) / count;
    mean[0] += red * share;
    mean[1] += green * share;
    mean[2] += blue * share;
    weight += count * share;
    rank += count;
  }
  return weight === 0 ? mean : [Math.round(mean[0] / weight), Math.round(mean[1] / weight), Math.round(mean[2] / weight)];
}

function colourAt({ width, channels, pixels }: Raster, x: number, y: number): Rgb {
  const at = (y * width + x) * channels;
  const red = pixels[at] as number;
  return channels === 1 ? [red, red, red] : [red, pixels[at + 1] as number, pixels[at + 2] as number];
}

function medianColour(colours: readonly Rgb[]): [number, number, number] {
  const channel = (c: 0 | 1 | 2): number => colours.map((each) => each[c]).sort((a, b) => a - b)[colours.length >> 1] ?? 0;
  return [channel(0), channel(1), channel(2)];
}
