/**
 * Where the page lies on the ground it was scanned on. Leaves are often unfolded on black cloth or a coloured cradle:
 * the ground is what is dark (or of the ground's colour) and hangs together with the rim of the picture. A ground that
 * is no darker than paper may be paper: it counts only where it meets the page in a step and bears no mark.
 * When in doubt, all of the picture is page.
 */
import { luminanceOf, type Raster, type Rgb } from "../../formats/raster.ts";
import type { PageOutline, QualityReport } from "../../pipeline/quality-report.ts";
import { addedWhite, cutOut, laidInto } from "./added-white.ts";
import { type Ground, groundOf, RIM_SHARE } from "./ground.ts";
import { isSurelyGround } from "./ground-evidence.ts";
import { fromRim, invertMask, openMask, shareOfOnes, withoutSmallIslands } from "./mask.ts";
import { colourAt, paperColourOf } from "./paper-colour.ts";
import { traceOutline } from "./trace-outline.ts";

/** What was found: for the report, and pixel by pixel. */
export interface PageSearch {
  readonly page: QualityReport["page"];
  /** Of the reduced picture, 1 is ground and 0 is page; null when the page fills the picture. */
  readonly mask: Uint8Array | null;
  /** The outline is where white was added around the scan: it says nothing of how the paper lies. */
  readonly isPadding: boolean;
}

/** A page smaller than this share of the picture is no page: keep everything. */
const LEAST_PAGE_SHARE = 0.1;

/**
 * Find the page in a reduced picture (longest side about 500 pixels). White that was added around a scan is left aside first:
 * what the scan itself shows along its rim is the ground. Where it shows none, the white may be one.
 * @param factor pixels of the upright master a reduced pixel stands for
 */
export function findPage(reduced: Raster, factor: number, masterWidth: number, masterHeight: number): PageSearch {
  const scan = addedWhite(reduced);
  const within = scan === null ? undefined : groundIn(cutOut(reduced, scan));
  const found = scan === null || within === undefined ? groundIn(reduced) : within;
  if (found === undefined) {
    const page = { ground: "none", groundColour: null, paperColour: paperColourOf(reduced), outline: null } as const;
    return { page, mask: null, isPadding: false };
  }
  const { ground, paperColour } = found;
  const mask = found === within && scan !== null ? laidInto(reduced, scan, found.mask) : found.mask;
  const outline: PageOutline = traceOutline(mask, reduced.width, reduced.height, factor, masterWidth, masterHeight);
  const page = { ground: ground.kind, groundColour: ground.colour, paperColour, outline };
  return { page, mask, isPadding: scan !== null && within === undefined };
}

interface FoundGround {
  readonly ground: Ground;
  readonly paperColour: [number, number, number];
  readonly mask: Uint8Array;
}

function groundIn(reduced: Raster): FoundGround | undefined {
  const paperColour = paperColourOf(reduced);
  const ground = groundOf(reduced, paperColour);
  const mask = ground === undefined ? null : groundMask(reduced, ground, paperColour);
  return ground === undefined || mask === null ? undefined : { ground, paperColour, mask };
}

function groundMask(reduced: Raster, ground: Ground, paper: Rgb): Uint8Array | null {
  const { width, height } = reduced;
  const alike = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) if (ground.isGround(colourAt(reduced, x, y))) alike[at] = 1;
  }
  const flooded = fromRim(alike, width, height);
  const radius = Math.max(2, Math.round(Math.max(width, height) / 110));
  if (Math.min(width, height) <= 4 * radius) return null;
  const opened = openMask(flooded, width, height, radius);
  if (!isDeep(opened, width, height, leastDepth(ground, paper, radius, Math.max(width, height)))) return null;
  const page = openMask(invertMask(opened), width, height, 2, 0);
  const mask = withoutSmallIslands(invertMask(page), width, width * height * 0.002);
  if (1 - shareOfOnes(mask) < LEAST_PAGE_SHARE) return null;
  return isSurelyGround(reduced, ground, mask, paper) ? mask : null;
}

/** Paper this light is that of a bitonal print, where white about the frame is cut off or counts as added. */
const PLAIN_WHITE = 250;
/** A frame of a bitonal print is this dark; ground before a lens or a sensor, however bright its paper, is lighter. */
const PLAIN_BLACK = 4;
/** No printed frame is wider than this share of the longest side. */
const WIDEST_FRAME_SHARE = 0.022;

/** How deep ground must be: where a printed frame may be all that lies along the rim, deeper than any frame is wide. */
function leastDepth({ colour }: Ground, paper: Rgb, radius: number, longest: number): number {
  const isBitonal = luminanceOf(paper) >= PLAIN_WHITE && luminanceOf(colour) <= PLAIN_BLACK;
  return isBitonal ? Math.max(radius, Math.round(longest * WIDEST_FRAME_SHARE)) : radius;
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
