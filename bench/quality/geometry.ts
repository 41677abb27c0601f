/**
 * How well the geometry of pages is found, on generated pages whose geometry is known: skew, crop, orientation, gutter.
 * Both stages run as they run in production. Run: npx tsx bench/quality/geometry.ts [pages] [seed]
 */
import { fileURLToPath } from "node:url";
import { encodeRaster } from "../../formats/image-input.ts";
import type { CleanupReport } from "../../pipeline/cleanup-report.ts";
import { compose, invert, mapPoint, type Projective, type Size } from "../../pipeline/geometry.ts";
import type { QualityReport } from "../../pipeline/quality-report.ts";
import { cleanBytes } from "../../test/fixtures/image-stages.ts";
import { type KnownPage, knownPage } from "./geometry-pages.ts";

/** What was measured over a series; angles in degrees, shares from 0 to 1, pixels of the master. */
export interface GeometryFigures {
  readonly pages: number;
  readonly skewMean: number;
  readonly skew95: number;
  readonly skewMost: number;
  readonly cropMean: number;
  readonly crop5: number;
  readonly cropLeast: number;
  readonly cropShareFrom97: number;
  /** Deepest cut into paper, as a share of the longest side. */
  readonly deepestCut: number;
  readonly turnRecall: number;
  readonly turnFalseAlarms: number;
  /** Pages that lie the right way and were turned away from it: the worst that can happen. */
  readonly turnedWrongly: number;
  readonly mirrorRecall: number;
  readonly mirrorFalseAlarms: number;
  readonly gutterFound: number;
  readonly gutterFalseAlarms: number;
  /** Mean and worst distance of found gutters, as shares of the width of the page. */
  readonly gutterMean: number;
  readonly gutterMost: number;
  readonly roundTripMostPixels: number;
}

/** What came out for one page. */
export interface PageOutcome {
  readonly page: Omit<KnownPage, "raster">;
  readonly skewError: number;
  readonly crop: number;
  readonly cut: number;
  readonly isTold: boolean;
  readonly isTurnRight: boolean;
  readonly isTurned: boolean;
  readonly isMirrorTold: boolean;
  readonly gutterError: number | null;
  readonly hasGutter: boolean;
  readonly roundTrip: number;
}

/** Make, clean and judge `pages` pages of a series. */
export async function measureGeometry(
  pages: number,
  seed: number,
  onPage: (outcome: PageOutcome) => void = () => undefined,
): Promise<GeometryFigures> {
  const outcomes: PageOutcome[] = [];
  for (let index = 0; index < pages; index++) {
    const { raster, ...page } = await knownPage(index, seed);
    const bytes = await encodeRaster(raster).jpeg({ quality: 92 }).toBuffer();
    const { quality, report } = await cleanBytes(bytes);
    const outcome = outcomeOf(page, raster, quality, report);
    outcomes.push(outcome);
    onPage(outcome);
  }
  return figuresOf(outcomes);
}

/** Compare what the reports say with what is true. */
export function outcomeOf(
  page: Omit<KnownPage, "raster">,
  picture: Size,
  quality: QualityReport,
  report: CleanupReport,
): PageOutcome {
  const toClean = compose(invert(report.toMaster), page.toPicture);
  const { crop, cut } = cropOf(page, picture, report);
  const { turnDegrees, isMirrored } = page.pose;
  const applied = report.steps.find((step) => step.name === "turn")?.params["turnDegrees"] ?? 0;
  const told = quality.findings.find((each) => each.code === "QC-ORIENTATION")?.value ?? 0;
  return {
    page,
    skewError: skewLeft(toClean, page),
    crop,
    cut,
    isTold: told !== 0,
    // a picture that is wrong by a quarter clockwise comes right by three; mirroring came last and turns that round
    isTurnRight: told === (isMirrored ? turnDegrees : (360 - turnDegrees) % 360),
    isTurned: applied !== 0,
    isMirrorTold: quality.findings.some((each) => each.code === "QC-MIRRORED"),
    gutterError: gutterErrorOf(page, toClean, report),
    hasGutter: report.spread !== null,
    roundTrip: roundTripOf(report),
  };
}

/** The angle between the sheet and the cleaned picture in the middle of the sheet, whole quarter turns left out. */
function skewLeft(toClean: Projective, { sheet, pose }: Omit<KnownPage, "raster">): number {
  const [x, y] = [sheet.width / 2, sheet.height / 2];
  const middle = mapPoint(toClean, x, y);
  const [along, down] = [mapPoint(toClean, x + 1, y), mapPoint(toClean, x, y + 1)];
  const mirror = pose.isMirrored ? -1 : 1;
  const [a, b] = [(along.x - middle.x) * mirror, (along.y - middle.y) * mirror];
  const [c, d] = [down.x - middle.x, down.y - middle.y];
  const degrees = (Math.atan2(b - c, a + d) * 180) / Math.PI;
  return Math.abs(((((degrees + 45) % 90) + 90) % 90) - 45);
}

/** The crop asked for is the box of the paper with its margin. */
function cropOf(page: Omit<KnownPage, "raster">, picture: Size, report: CleanupReport): { crop: number; cut: number } {
  const back = invert(report.toMaster);
  const rim: [number, number][] = [
    [0, 0],
    [picture.width, 0],
    [0, picture.height],
    [picture.width, picture.height],
  ];
  const paper = clipped(
    page.edge.map(([x, y]) => mapPoint(page.toPicture, x, y)),
    picture,
  );
  const box = boundsOf(paper.map(({ x, y }) => mapPoint(back, x, y)));
  const whole = boundsOf(rim.map(([x, y]) => mapPoint(back, x, y)));
  const longest = Math.max(picture.width, picture.height);
  const margin = Math.max(4, Math.round(longest * 0.006));
  const wanted = {
    left: Math.max(whole.left, box.left - margin),
    top: Math.max(whole.top, box.top - margin),
    right: Math.min(whole.right, box.right + margin),
    bottom: Math.min(whole.bottom, box.bottom + margin),
  };
  const got = { left: 0, top: 0, right: report.clean.width, bottom: report.clean.height };
  const common =
    Math.max(0, Math.min(wanted.right, got.right) - Math.max(wanted.left, got.left)) *
    Math.max(0, Math.min(wanted.bottom, got.bottom) - Math.max(wanted.top, got.top));
  const cut = Math.max(0, -box.left, -box.top, box.right - got.right, box.bottom - got.bottom) / longest;
  return { crop: common / (areaOf(wanted) + areaOf(got) - common), cut };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The part of a polygon that lies in the picture. @see I. Sutherland, G. Hodgman, CACM 17(1), 1974 */
function clipped(polygon: readonly Point[], { width, height }: Size): readonly Point[] {
  const depths: readonly ((point: Point) => number)[] = [({ x }) => x, ({ y }) => y, ({ x }) => width - x, ({ y }) => height - y];
  return depths.reduce<readonly Point[]>(
    (points, depth) =>
      points.flatMap((point, i) => {
        const next = points[(i + 1) % points.length] as Point;
        const [here, there] = [depth(point), depth(next)];
        const kept = here >= 0 ? [point] : [];
        if (here >= 0 === there >= 0) return kept;
        const share = here / (here - there);
        return [...kept, { x: point.x + (next.x - point.x) * share, y: point.y + (next.y - point.y) * share }];
      }),
    polygon,
  );
}

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boundsOf(points: readonly Point[]): Bounds {
  const xs = points.map((each) => each.x);
  const ys = points.map((each) => each.y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

function areaOf({ left, top, right, bottom }: Bounds): number {
  return (right - left) * (bottom - top);
}

function gutterErrorOf(
  { gutterX, sheet }: Omit<KnownPage, "raster">,
  toClean: Projective,
  { spread, clean }: CleanupReport,
): number | null {
  if (spread === null || gutterX === null) return null;
  return Math.abs(mapPoint(toClean, gutterX, sheet.height / 2).x - spread.gutterX) / clean.width;
}

function roundTripOf({ toMaster, clean }: CleanupReport): number {
  const back = invert(toMaster);
  const shares = [0, 0.25, 0.5, 0.75, 1];
  const distances = shares.flatMap((u) =>
    shares.map((v) => {
      const there = mapPoint(toMaster, u * clean.width, v * clean.height);
      const again = mapPoint(back, there.x, there.y);
      return Math.hypot(again.x - u * clean.width, again.y - v * clean.height);
    }),
  );
  return Math.max(...distances);
}

function figuresOf(outcomes: readonly PageOutcome[]): GeometryFigures {
  const skew = sorted(outcomes.map((each) => each.skewError));
  const crop = sorted(outcomes.map((each) => each.crop));
  // a blank leaf lies no way round
  const written = outcomes.filter(({ page }) => page.kind !== "blank");
  const wrong = written.filter(({ page }) => page.pose.turnDegrees !== 0);
  const right = outcomes.filter(({ page }) => page.pose.turnDegrees === 0);
  const mirrored = written.filter(({ page }) => page.pose.isMirrored);
  const plain = outcomes.filter(({ page }) => !page.pose.isMirrored);
  const spreads = outcomes.filter(({ page }) => page.gutterX !== null && !page.pose.isMirrored);
  const single = outcomes.filter(({ page }) => page.gutterX === null);
  const gutters = sorted(spreads.flatMap((each) => (each.gutterError === null ? [] : [each.gutterError])));
  return {
    pages: outcomes.length,
    skewMean: mean(skew),
    skew95: rank(skew, 0.95),
    skewMost: rank(skew, 1),
    cropMean: mean(crop),
    crop5: rank(crop, 0.05),
    cropLeast: rank(crop, 0),
    cropShareFrom97: shareOf(outcomes, (each) => each.crop >= 0.97),
    deepestCut: Math.max(...outcomes.map((each) => each.cut)),
    turnRecall: shareOf(wrong, (each) => each.isTold && each.isTurnRight),
    turnFalseAlarms: shareOf(right, (each) => each.isTold),
    turnedWrongly: shareOf(right, (each) => each.isTurned),
    mirrorRecall: shareOf(mirrored, (each) => each.isMirrorTold),
    mirrorFalseAlarms: shareOf(plain, (each) => each.isMirrorTold),
    gutterFound: shareOf(spreads, (each) => each.hasGutter),
    gutterFalseAlarms: shareOf(single, (each) => each.hasGutter),
    gutterMean: mean(gutters),
    gutterMost: rank(gutters, 1),
    roundTripMostPixels: Math.max(...outcomes.map((each) => each.roundTrip)),
  };
}

function sorted(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
}

function rank(values: readonly number[], share: number): number {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((a, b) => a + b, 0) / values.length;
}

function shareOf(outcomes: readonly PageOutcome[], holds: (outcome: PageOutcome) => boolean): number {
  return outcomes.length === 0 ? Number.NaN : outcomes.filter(holds).length / outcomes.length;
}

export function printGeometry(figures: GeometryFigures): void {
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(22)} ${Math.round(value * 10_000) / 10_000}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  printGeometry(await measureGeometry(Number(process.argv[2] ?? 300), Number(process.argv[3] ?? 1)));
}
