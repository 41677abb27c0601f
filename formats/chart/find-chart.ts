/**
 * Finds a chart in a picture: even patches, put into a grid, whose colours follow the reference in one of four turns.
 * Nothing is compared with a picture of the chart, so any light, size and print of it will do.
 */

import { StageError } from "../../pipeline/errors.ts";
import type { Projective } from "../../pipeline/geometry.ts";
import { reduce, reductionTo } from "../reduce.ts";
import { type ChartPicture, toRaster } from "./chart-picture.ts";
import { isSame, overlaps, type Turn, turnedMap, turnsOf, type Window, windowsOf } from "./chart-window.ts";
import type { ChartKind } from "./kinds.ts";
import { likeness } from "./likeness.ts";
import { type PatchGrid, patchGrids } from "./patch-grid.ts";
import { enlarged, placeOf } from "./plane-map.ts";
import { type PatchSample, SAMPLE_STEPS, samplePatch } from "./sample-patch.ts";
import { uniformRegions } from "./uniform-regions.ts";

/** Where the chart lies: a map from (column, row) of the chart, upright, to pixels. */
export interface FoundChart {
  readonly map: Projective;
  readonly patchShare: PatchGrid["patchShare"];
  readonly turnDegrees: Turn;
  /** Patches that were seen as even pieces; the places of the others follow from them. */
  readonly seenPatches: number;
  /** Row by row, as in the reference. */
  readonly samples: readonly PatchSample[];
  /** How well the colours follow the reference, 1 at best. */
  readonly likeness: number;
}

/** Longest sides of the pictures in which patches are looked for: grain hides them in the large, their size in the small. */
const FINDING_SIDES = [1200, 600, 300] as const;
/** How much unrest within a patch is borne: little, to see faint steps between greys; more, where JPEG left ripples. */
const LOOSENESS = [1, 2.5] as const;
/** Least share of the patches that must have been seen. */
const LEAST_SEEN_SHARE = 0.6;
/** Least likeness of colours to the reference. */
const LEAST_LIKENESS = 0.85;
/** A turn must be better than every other one by this much. */
const LEAST_LEAD = 0.1;
/** What a place one patch further on lacks in likeness must be this many times what the best place lacks. */
const LEAST_SHIFT_RATIO = 2;

/** @throws {StageError} CHART-NOT-FOUND, CHART-OTHER, CHART-CUT, CHART-DOUBT or CHART-TWO, saying what is missing. */
export function findChart(picture: ChartPicture, kind: ChartKind): FoundChart {
  const wanted = kind.columns * kind.rows;
  const windows = gridsIn(picture).flatMap((grid) => windowsOf(grid, kind));
  const likely = windows.filter((window) => window.seen >= wanted * LEAST_SEEN_SHARE);
  if (likely.length > 0) return choose(picture, kind, likely);
  throw refusal("CHART-NOT-FOUND", { kind: kind.name, seen: Math.max(0, ...windows.map((window) => window.seen)), wanted });
}

/** Grids at every size; the same chart is found more than once. */
function gridsIn(picture: ChartPicture): readonly PatchGrid[] {
  const raster = toRaster(picture);
  const factors = new Set(FINDING_SIDES.map((side) => reductionTo(picture.width, picture.height, side)));
  return [...factors].flatMap((factor) => {
    const small = reduce(raster, factor);
    const grids = LOOSENESS.flatMap((looseness) => patchGrids(uniformRegions(small, looseness)));
    return grids.map((grid) => ({ ...grid, map: enlarged(grid.map, factor) }));
  });
}

function choose(picture: ChartPicture, kind: ChartKind, windows: readonly Window[]): FoundChart {
  const tried = windows.flatMap((window) => tryWindow(picture, kind, window));
  const whole = tried.filter((each) => each.samples.every((sample) => sample !== undefined));
  const best = bestOf(whole);
  const cut = bestOf(tried.filter((each) => !whole.includes(each)));
  if (cut && cut.likeness >= LEAST_LIKENESS && (!best || isBetter(cut, best))) {
    const missing = kind.patches.filter((_, at) => cut.samples[at] === undefined).map((patch) => patch.name);
    throw refusal("CHART-CUT", { kind: kind.name, missing: missing.join(", ") });
  }
  if (!best || best.likeness < LEAST_LIKENESS) {
    throw refusal("CHART-OTHER", { kind: kind.name, likeness: percent(best?.likeness ?? 0), least: percent(LEAST_LIKENESS) });
  }
  refuseDoubts(whole, best, kind);
  const { window, map, patchShare, turnDegrees, likeness } = best;
  const samples = kind.patches.map((_, at) => samplePatch(picture, map, placeAt(kind, at), patchShare) as PatchSample);
  return { map, patchShare, turnDegrees, likeness, samples, seenPatches: window.seen };
}

function refusal(code: string, facts: Readonly<Record<string, string | number>>): StageError {
  return new StageError({ code, facts, exit: "input", retry: "person" });
}

function percent(likeness: number): number {
  return Math.round(Math.max(0, likeness) * 100);
}

interface Tried {
  readonly window: Window;
  readonly map: Projective;
  readonly patchShare: PatchGrid["patchShare"];
  readonly turnDegrees: Turn;
  readonly samples: readonly (PatchSample | undefined)[];
  readonly likeness: number;
}

/** Colours decide between turns and charts; between places of the same strip of greys the patches that were seen do. */
function isBetter(one: Tried, other: Tried): boolean {
  if (Math.abs(one.likeness - other.likeness) > LEAST_LEAD) return one.likeness > other.likeness;
  if (one.window.seen !== other.window.seen) return one.window.seen > other.window.seen;
  return one.likeness > other.likeness;
}

function bestOf(tried: readonly Tried[]): Tried | undefined {
  return tried.reduce<Tried | undefined>((best, each) => (best === undefined || isBetter(each, best) ? each : best), undefined);
}

function tryWindow(picture: ChartPicture, kind: ChartKind, window: Window): readonly Tried[] {
  return turnsOf(window, kind).map((turnDegrees) => {
    const map = turnedMap(window, kind, turnDegrees);
    const { across, down } = window.grid.patchShare;
    const patchShare = turnDegrees === 90 || turnDegrees === 270 ? { across: down, down: across } : { across, down };
    const samples = kind.patches.map((_, at) => {
      const place = placeAt(kind, at);
      return isInside(picture, map, place) ? samplePatch(picture, map, place, patchShare, SAMPLE_STEPS.glancing) : undefined;
    });
    const measured = samples.map((sample) => sample && picture.toLab(sample.mean));
    return { window, map, patchShare, turnDegrees, samples, likeness: likeness(measured, kind.patches, picture.channels) };
  });
}

function placeAt({ columns }: ChartKind, at: number): { readonly column: number; readonly row: number } {
  return { column: at % columns, row: Math.floor(at / columns) };
}

function isInside({ width, height }: ChartPicture, map: Projective, { column, row }: { column: number; row: number }): boolean {
  const { x, y } = placeOf(map, column, row);
  return x >= 0 && y >= 0 && x < width && y < height;
}

/** Another turn or place that fits nearly as well, or the same chart a second time. */
function refuseDoubts(whole: readonly Tried[], best: Tried, kind: ChartKind): void {
  const others = whole.filter((each) => each.likeness >= LEAST_LIKENESS && !isSame(each, best, kind));
  const rival = others.find((each) => overlaps(each, best, kind) && isRival(each, best));
  if (rival) throw refusal("CHART-DOUBT", { kind: kind.name, one: best.turnDegrees, other: rival.turnDegrees });
  if (others.some((each) => !overlaps(each, best, kind))) throw refusal("CHART-TWO", { kind: kind.name });
}

function isRival(each: Tried, best: Tried): boolean {
  if (each.window.seen < best.window.seen) return false;
  if (each.turnDegrees !== best.turnDegrees) return each.likeness > best.likeness - LEAST_LEAD;
  return 1 - each.likeness < LEAST_SHIFT_RATIO * (1 - best.likeness);
}
