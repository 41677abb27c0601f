/** Connected components (8-neighbourhood) by runs: cheap, and enough to place every blob of ink in a column. */
import type { Mask } from "./mask.ts";

/** One blob of ink with its bounding box; `area` in pixels, `sumX` and `sumY` lead to its centre. */
export interface Blob {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly area: number;
  readonly sumX: number;
  readonly sumY: number;
}

/** Runs of ink in raster order; `parent` leads to the first run of the blob. */
interface Runs {
  count: number;
  y: Int32Array;
  from: Int32Array;
  to: Int32Array;
  parent: Int32Array;
}

/** All blobs of the mask, in raster order of their first run. */
export function findBlobs(mask: Mask): readonly Blob[] {
  return gatherAll(joinRuns(mask), mask.width).blobs;
}

/** The mask without the blobs that `isDropped` names. */
export function withoutBlobs(mask: Mask, isDropped: (blob: Blob) => boolean): Mask {
  const runs = joinRuns(mask);
  const { blobs, at } = gatherAll(runs, mask.width);
  const drops = blobs.map(isDropped);
  const ink = new Uint8Array(mask.ink);
  for (let i = 0; i < runs.count; i++) {
    if (drops[at[find(runs.parent, i)] as number] !== true) continue;
    const row = (runs.y[i] as number) * mask.width;
    ink.fill(0, row + (runs.from[i] as number), row + (runs.to[i] as number));
  }
  return { ...mask, ink };
}

/** The blobs, and the place of each by its first run. */
function gatherAll(runs: Runs, width: number): { readonly blobs: readonly Blob[]; readonly at: Int32Array } {
  const at = new Int32Array(runs.count).fill(-1);
  const blobs: Gathering[] = [];
  for (let i = 0; i < runs.count; i++) {
    const root = find(runs.parent, i);
    if (at[root] === -1) {
      at[root] = blobs.length;
      blobs.push({ left: width, right: 0, top: runs.y[i] as number, bottom: 0, area: 0, sumX: 0, sumY: 0 });
    }
    gather(blobs[at[root] as number] as Gathering, runs, i);
  }
  return {
    blobs: blobs.map(({ left, right, top, bottom, area, sumX, sumY }) => {
      return { x: left, y: top, width: right - left, height: bottom - top, area, sumX, sumY };
    }),
    at,
  };
}

interface Gathering {
  left: number;
  right: number;
  readonly top: number;
  bottom: number;
  area: number;
  sumX: number;
  sumY: number;
}

function gather(blob: Gathering, runs: Runs, i: number): void {
  const [y, from, to] = [runs.y[i] as number, runs.from[i] as number, runs.to[i] as number];
  const area = to - from;
  if (from < blob.left) blob.left = from;
  if (to > blob.right) blob.right = to;
  blob.bottom = y + 1;
  blob.area += area;
  blob.sumX += (area * (from + to - 1)) / 2;
  blob.sumY += area * y;
}

function joinRuns(mask: Mask): Runs {
  const make = () => new Int32Array(Math.max(64, mask.width * 8));
  const runs: Runs = { count: 0, y: make(), from: make(), to: make(), parent: make() };
  let previousStart = 0;
  let previousEnd = 0;
  for (let y = 0; y < mask.height; y++) {
    const rowStart = runs.count;
    if (runs.count + mask.width > runs.y.length) grow(runs);
    collectRow(mask, y, runs);
    linkRows(runs, previousStart, previousEnd, rowStart);
    previousStart = rowStart;
    previousEnd = runs.count;
  }
  return runs;
}

function grow(runs: Runs): void {
  for (const name of ["y", "from", "to", "parent"] as const) {
    const longer = new Int32Array(2 * runs[name].length);
    longer.set(runs[name]);
    runs[name] = longer;
  }
}

function collectRow(mask: Mask, y: number, runs: Runs): void {
  const { ink } = mask;
  const row = y * mask.width;
  const end = row + mask.width;
  for (let x = row; x < end; x++) {
    if (ink[x] !== 1) continue;
    const from = x;
    while (x < end && ink[x] === 1) x++;
    const i = runs.count++;
    runs.parent[i] = i;
    runs.y[i] = y;
    runs.from[i] = from - row;
    runs.to[i] = x - row;
  }
}

function linkRows(runs: Runs, previousStart: number, previousEnd: number, rowStart: number): void {
  let above = previousStart;
  for (let i = rowStart; i < runs.count; i++) {
    const from = (runs.from[i] as number) - 1;
    const to = (runs.to[i] as number) + 1;
    while (above < previousEnd && (runs.to[above] as number) <= from) above++;
    for (let j = above; j < previousEnd && (runs.from[j] as number) < to; j++) {
      const a = find(runs.parent, i);
      const b = find(runs.parent, j);
      if (a !== b) runs.parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
}

function find(parent: Int32Array, index: number): number {
  let root = index;
  while (parent[root] !== root) root = parent[root] as number;
  let at = index;
  while (at !== root) {
    const next = parent[at] as number;
    parent[at] = root;
    at = next;
  }
  return root;
}
