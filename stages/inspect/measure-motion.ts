import { contrastOf, widthOf } from "./measure-focus.ts";
import { smoothed } from "./measure-weak-marks.ts";
import { ascending, quantileOf } from "./quantile.ts";
import { TILE, type Tile } from "./sample-tiles.ts";
import { edgeThrough, type SlantedEdge } from "./slanted-edge.ts";

/** How much wider the edges are that a movement would cross than those along it, each measured at right angles to itself. */
export interface Motion {
  /** 1 to 1.5 for a still page, whichever way its strokes run. */
  readonly ratio: number;
  /** Width of the sharper of the edges that face so, in pixels from dark to light. */
  readonly widestPixels: number;
  /** Direction in which they are widest: 0 is left to right, 90 top to bottom, clockwise. */
  readonly degrees: number;
}

interface FacingEdge extends SlantedEdge {
  readonly sector: number;
}

const SECTORS = 12;
/** Fewer edges than this in a direction say nothing. */
const LEAST_EDGES = 24;
/** Marks of the other side come near to this share of the contrast of the strongest, and are wide whichever way they face. */
const STRONG_SHARE = 0.8;
/** Where too few are so strong, as where little is written, fainter ones count; those below are texture, or the other side. */
const FAINTER_SHARE = 0.6;
/** Writing has some sharp edges whichever way they face, however wide those of the other side are; what has moved has none. */
const SHARPER_SHARE = 0.1;
const LEAST_CONTRAST = 8;
/** Levels that the steepest of neighbouring pixels differ by at an edge, at least. */
const LEAST_SLOPE = 2;

/**
 * Compare the edges of writing by the direction they face. A lens out of focus widens all alike; a movement widens those that face
 * along it and leaves those that lie along it as they are. How many strokes run each way does not matter.
 */
export function measureMotion(tiles: readonly Tile[]): Motion | undefined {
  const edges: FacingEdge[] = [];
  for (const { levels } of tiles) addEdges(levels, edges);
  const strongest = quantileOf(ascending(edges.map(contrastOf)), 0.95);
  const facing = Array.from({ length: SECTORS }, (): FacingEdge[] => []);
  for (const edge of edges) if (edge.contrast >= FAINTER_SHARE * strongest) facing[edge.sector]?.push(edge);
  const widths = facing.map(
    (all) => sharperWidth(all.filter((each) => each.contrast >= STRONG_SHARE * strongest)) ?? sharperWidth(all),
  );
  const found = widths.flatMap((width, sector): Motion[] => {
    const along = widths[(sector + SECTORS / 2) % SECTORS];
    if (width === undefined || along === undefined) return [];
    return [{ ratio: width / along, widestPixels: width, degrees: (sector * 180) / SECTORS }];
  });
  return found.sort((a, b) => b.ratio - a.ratio)[0];
}

function sharperWidth(edges: readonly SlantedEdge[]): number | undefined {
  if (edges.length < LEAST_EDGES) return undefined;
  return quantileOf(ascending(edges.map(widthOf)), SHARPER_SHARE);
}

/** Edges through every other pixel of a tile, those whose middle lies there; noise would end the way along a faint one early. */
function addEdges(levels: Uint8Array, found: FacingEdge[]): void {
  const smooth = smoothed(levels);
  for (let y = 4; y < TILE - 4; y += 2) {
    for (let x = 4; x < TILE - 4; x += 2) {
      const at = y * TILE + x;
      const dx = ((smooth[at + 1] as number) - (smooth[at - 1] as number)) / 2;
      const dy = ((smooth[at + TILE] as number) - (smooth[at - TILE] as number)) / 2;
      // most places are bare paper: a root is dearer than a square
      if (dx * dx + dy * dy < LEAST_SLOPE ** 2) continue;
      const slope = Math.hypot(dx, dy);
      const edge = edgeThrough(smooth, x, y, dx / slope, dy / slope);
      if (edge === undefined || edge.contrast < LEAST_CONTRAST) continue;
      found.push({ contrast: edge.contrast, width: edge.width, sector: sectorOf(dx, dy) });
    }
  }
}

function sectorOf(dx: number, dy: number): number {
  return Math.floor((Math.atan2(dy, dx) / Math.PI + 1) * SECTORS + 0.5) % SECTORS;
}
