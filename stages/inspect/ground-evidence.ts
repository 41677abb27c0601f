import { luminanceOf, type Raster, type Rgb } from "../../formats/raster.ts";
import { differenceFrom, type Ground } from "./ground.ts";
import { colourAt } from "./paper-colour.ts";

/** Within so many pixels of the last of the ground the colours must differ: a browned margin fades in, an edge is a step. */
const STEP_PIXELS = 2;
/** The least step, as a share of the difference between ground and paper: paper is darkest at its edge. */
const LEAST_STEP = 0.12;
/** Share of the edge that must be a step. */
const LEAST_STEP_SHARE = 0.6;
/** A light ground with more of its area marked than this may be paper with a page number on it. */
const MOST_MARKED_SHARE = 0.0006;

/** Whether what looks like ground may be cut off. Dark ground always may: no ink is lighter than what it stands on. */
export function isSurelyGround(reduced: Raster, ground: Ground, mask: Uint8Array, paper: Rgb): boolean {
  if (ground.kind === "dark") return true;
  if (stepShare(reduced, ground, mask, paper) < LEAST_STEP_SHARE) return false;
  return ground.kind !== "light" || markedShare(reduced, ground, mask) <= MOST_MARKED_SHARE;
}

/** Of the places where ground meets page, the share where page begins at once. */
function stepShare(reduced: Raster, ground: Ground, mask: Uint8Array, paper: Rgb): number {
  const { width, height } = reduced;
  const least = LEAST_STEP * differenceFrom(ground.colour, paper);
  let edges = 0;
  let steps = 0;
  const look = (x: number, y: number, dx: number, dy: number): void => {
    const [farX, farY] = [x + dx * STEP_PIXELS, y + dy * STEP_PIXELS];
    const [outX, outY] = [x - dx, y - dy];
    if (Math.min(farX, farY, outX, outY) < 0 || Math.max(farX, outX) >= width || Math.max(farY, outY) >= height) return;
    if (mask[y * width + x] !== 1 || mask[(y + dy) * width + x + dx] !== 0) return;
    edges++;
    const inside = differenceFrom(ground.colour, colourAt(reduced, farX, farY));
    if (inside - differenceFrom(ground.colour, colourAt(reduced, outX, outY)) >= least) steps++;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      look(x, y, 1, 0);
      look(x, y, -1, 0);
      look(x, y, 0, 1);
      look(x, y, 0, -1);
    }
  }
  return edges === 0 ? 0 : steps / edges;
}

/** Share of the ground that is much darker than ground, away from the page's shadow. */
function markedShare(reduced: Raster, ground: Ground, mask: Uint8Array): number {
  const { width, height } = reduced;
  const reach = Math.round(Math.max(width, height) / 60);
  const limit = luminanceOf(ground.colour) * 0.55;
  let marked = 0;
  let total = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x] !== 1) continue;
      total++;
      if (luminanceOf(colourAt(reduced, x, y)) >= limit || isNearPage(mask, width, height, x, y, reach)) continue;
      marked++;
    }
  }
  return total === 0 ? 1 : marked / total;
}

function isNearPage(mask: Uint8Array, width: number, height: number, x: number, y: number, reach: number): boolean {
  for (const [dx, dy] of [
    [-reach, 0],
    [reach, 0],
    [0, -reach],
    [0, reach],
  ] as const) {
    const [nx, ny] = [x + dx, y + dy];
    if (nx >= 0 && ny >= 0 && nx < width && ny < height && mask[ny * width + nx] === 0) return true;
  }
  return false;
}
