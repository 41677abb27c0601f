/** Puts even pieces of like size into the places of a regular grid. */
import type { Projective } from "../../pipeline/geometry.ts";
import { fitPlane, placeOf, type Sighting, stepAt } from "./plane-map.ts";
import type { UniformRegion } from "./uniform-regions.ts";

/** A grid of patches in a picture; columns and rows count from wherever the first patch was seen. */
export interface PatchGrid {
  readonly map: Projective;
  readonly sightings: readonly Sighting[];
  /** Share of a step of the grid that the even part of a patch covers. */
  readonly patchShare: { readonly across: number; readonly down: number };
}

/** Sides of patches of one chart differ by no more than this share. */
const LIKENESS = 0.2;
/** Steps of a grid, in sides of a patch: patches may touch, or stand apart by most of their side. */
const STEP_SIDES = { least: 0.95, most: 2 } as const;
/** A patch stands no further from its place than this share of a step. */
const MOST_STRAY = 0.12;
const LEAST_PATCHES = 4;
/** A halftone picture breaks into pieces without number; patches are among the largest. */
const MOST_REGIONS = 1500;

/** The grids of like pieces, the one with the most patches first. */
export function patchGrids(regions: readonly UniformRegion[]): readonly PatchGrid[] {
  const grids: PatchGrid[] = [];
  const taken = new Set<UniformRegion>();
  const bySize = [...regions].sort((one, other) => other.areaPixels - one.areaPixels).slice(0, MOST_REGIONS);
  for (const seed of bySize) {
    if (taken.has(seed)) continue;
    const alike = bySize.filter((each) => !taken.has(each) && isAlike(each, seed));
    const grid = alike.length < LEAST_PATCHES ? undefined : gridFrom(alike, seed);
    if (!grid) continue;
    for (const each of grid.members) taken.add(each);
    grids.push(grid.grid);
  }
  return grids.sort((one, other) => other.sightings.length - one.sightings.length);
}

function isAlike(one: UniformRegion, other: UniformRegion): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) <= LIKENESS * Math.max(a, b);
  return near(one.width, other.width) && near(one.height, other.height);
}

interface Step {
  readonly x: number;
  readonly y: number;
}

function gridFrom(alike: readonly UniformRegion[], seed: UniformRegion) {
  const right = stepBetween(alike, "across");
  const down = stepBetween(alike, "down");
  if (!right && !down) return undefined;
  const steps = { right: right ?? turned(down as Step, seed, "across"), down: down ?? turned(right as Step, seed, "down") };
  const placed = spread(alike, seed, steps, { across: right !== undefined, down: down !== undefined });
  if (placed.length < LEAST_PATCHES) return undefined;
  return withoutStrays(placed, steps, right === undefined ? steps.right : steps.down);
}

/** Where nothing lies in one direction the grid is a single line: a step is taken as long as a patch, upright to it. */
function turned(step: Step, { width, height }: UniformRegion, direction: "across" | "down"): Step {
  const length = Math.hypot(step.x, step.y);
  const side = direction === "across" ? width : height;
  const sign = direction === "across" ? 1 : -1;
  return { x: (sign * step.y * side) / length, y: (-sign * step.x * side) / length };
}

/** The commonest step from a piece to the next one on its right, or below it. */
function stepBetween(alike: readonly UniformRegion[], direction: "across" | "down"): Step | undefined {
  const steps = alike.flatMap((from) => {
    const next = alike
      .filter((to) => {
        const [along, aside] = direction === "across" ? [to.x - from.x, to.y - from.y] : [to.y - from.y, to.x - from.x];
        const [side, otherSide] = direction === "across" ? [from.width, from.height] : [from.height, from.width];
        const isInReach = along > STEP_SIDES.least * side && along < STEP_SIDES.most * side;
        return isInReach && Math.abs(aside) < Math.min(otherSide / 2, along / 2);
      })
      .map((to) => ({ x: to.x - from.x, y: to.y - from.y }))
      .sort((one, other) => Math.hypot(one.x, one.y) - Math.hypot(other.x, other.y));
    return next.slice(0, 1);
  });
  if (steps.length === 0) return undefined;
  return { x: median(steps.map((step) => step.x)), y: median(steps.map((step) => step.y)) };
}

interface Placed {
  readonly region: UniformRegion;
  readonly column: number;
  readonly row: number;
}

/** Walk from patch to patch, over at most one missing patch, and give each its place. */
function spread(
  alike: readonly UniformRegion[],
  seed: UniformRegion,
  { right, down }: { readonly right: Step; readonly down: Step },
  has: { readonly across: boolean; readonly down: boolean },
): readonly Placed[] {
  const placed: Placed[] = [{ region: seed, column: 0, row: 0 }];
  const left = new Set(alike.filter((each) => each !== seed));
  const reach = Math.min(has.across ? Math.hypot(right.x, right.y) : Infinity, has.down ? Math.hypot(down.x, down.y) : Infinity);
  const moves = [1, 2].flatMap((n) => [
    ...(has.across ? [[n, 0] as const, [-n, 0] as const] : []),
    ...(has.down ? [[0, n] as const, [0, -n] as const] : []),
  ]);
  for (let head = 0; head < placed.length; head++) {
    const from = placed[head] as Placed;
    for (const [columns, rows] of moves) {
      const x = from.region.x + columns * right.x + rows * down.x;
      const y = from.region.y + columns * right.y + rows * down.y;
      const near = [...left].filter((each) => Math.hypot(each.x - x, each.y - y) < 0.25 * reach);
      const [found] = near.sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
      if (!found) continue;
      left.delete(found);
      placed.push({ region: found, column: from.column + columns, row: from.row + rows });
    }
  }
  return placed;
}

/** Fit the grid, drop what stands beside its place, and fit once more. */
function withoutStrays(placed: readonly Placed[], steps: { readonly right: Step; readonly down: Step }, across: Step) {
  const first = fitPlane(placed.map(sightingOf), across);
  if (!first) return undefined;
  const pitch = Math.min(Math.hypot(steps.right.x, steps.right.y), Math.hypot(steps.down.x, steps.down.y));
  const kept = placed.filter(({ region, column, row }) => {
    const place = placeOf(first, column, row);
    return Math.hypot(place.x - region.x, place.y - region.y) < MOST_STRAY * pitch;
  });
  const sightings = kept.map(sightingOf);
  const map = kept.length < LEAST_PATCHES ? undefined : fitPlane(sightings, across);
  if (!map) return undefined;
  const shares = (direction: "across" | "down") =>
    median(
      kept.map(({ region, column, row }) => {
        const side = direction === "across" ? region.width : region.height;
        return side / stepAt(map, column, row, direction === "across" ? "column" : "row");
      }),
    );
  const patchShare = { across: Math.min(1, shares("across")), down: Math.min(1, shares("down")) };
  return { grid: { map, sightings, patchShare }, members: kept.map(({ region }) => region) };
}

function sightingOf({ region, column, row }: Placed): Sighting {
  return { column, row, x: region.x, y: region.y };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}
