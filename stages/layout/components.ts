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

interface Runs {
  readonly y: number[];
  readonly from: number[];
  readonly to: number[];
  readonly parent: number[];
}

/** All blobs of the mask, in raster order of their first run. */
export function findBlobs(mask: Mask): readonly Blob[] {
  const runs = joinRuns(mask);
  const blobs = new Map<number, { x0: number; x1: number; y0: number; y1: number; area: number; sumX: number; sumY: number }>();
  for (let i = 0; i < runs.y.length; i++) {
    const y = runs.y[i] ?? 0;
    const from = runs.from[i] ?? 0;
    const to = runs.to[i] ?? 0;
    const area = to - from;
    const sumX = (area * (from + to - 1)) / 2;
    const root = find(runs.parent, i);
    const blob = blobs.get(root);
    if (blob === undefined) {
      blobs.set(root, { x0: from, x1: to, y0: y, y1: y + 1, area, sumX, sumY: area * y });
      continue;
    }
    blob.x0 = Math.min(blob.x0, from);
    blob.x1 = Math.max(blob.x1, to);
    blob.y1 = y + 1;
    blob.area += area;
    blob.sumX += sumX;
    blob.sumY += area * y;
  }
  return [...blobs.values()].map(({ x0, x1, y0, y1, area, sumX, sumY }) => ({
    x: x0,
    y: y0,
    width: x1 - x0,
    height: y1 - y0,
    area,
    sumX,
    sumY,
  }));
}

function joinRuns(mask: Mask): Runs {
  const runs: Runs = { y: [], from: [], to: [], parent: [] };
  let previousStart = 0;
  let previousEnd = 0;
  for (let y = 0; y < mask.height; y++) {
    const rowStart = runs.y.length;
    collectRow(mask, y, runs);
    linkRows(runs, previousStart, previousEnd, rowStart);
    previousStart = rowStart;
    previousEnd = runs.y.length;
  }
  return runs;
}

function collectRow(mask: Mask, y: number, runs: Runs): void {
  const row = y * mask.width;
  let x = 0;
  while (x < mask.width) {
    if (mask.ink[row + x] !== 1) {
      x++;
      continue;
    }
    const from = x;
    while (x < mask.width && mask.ink[row + x] === 1) x++;
    runs.parent.push(runs.y.length);
    runs.y.push(y);
    runs.from.push(from);
    runs.to.push(x);
  }
}

function linkRows(runs: Runs, previousStart: number, previousEnd: number, rowStart: number): void {
  let above = previousStart;
  for (let i = rowStart; i < runs.y.length; i++) {
    const from = (runs.from[i] ?? 0) - 1;
    const to = (runs.to[i] ?? 0) + 1;
    while (above < previousEnd && (runs.to[above] ?? 0) <= from) above++;
    for (let j = above; j < previousEnd && (runs.from[j] ?? 0) < to; j++) {
      const a = find(runs.parent, i);
      const b = find(runs.parent, j);
      if (a !== b) runs.parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
}

function find(parent: number[], index: number): number {
  let root = index;
  while ((parent[root] ?? root) !== root) root = parent[root] ?? root;
  let at = index;
  while (at !== root) {
    const next = parent[at] ?? root;
    parent[at] = root;
    at = next;
  }
  return root;
}
