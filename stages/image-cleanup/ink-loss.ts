import type { Raster } from "../../formats/raster.ts";
import { inkPixels } from "./ink-pixels.ts";
import { localPaper } from "./local-paper.ts";
import { MARK } from "./vermilion-marks.ts";

/** How much ink of a master is missing from the pictures made of it. */
export interface InkLoss {
  /** Pixels of ink in the reduced master. */
  readonly inkPixels: number;
  /** Shares of them, 0 to 1, that are missing from each picture. */
  readonly clean: number;
  readonly text: number;
}

/** What is compared. */
export interface Compared {
  /** The upright master, so many times smaller, 3 channels. */
  readonly reduced: Raster;
  readonly factor: number;
  readonly clean: Raster;
  readonly text: Raster;
  /** From points of the upright master to points of both pictures. */
  readonly toClean: (x: number, y: number) => { readonly x: number; readonly y: number };
  /** What of the reduced master was to vanish from the reading picture: MARK on vermilion marks. */
  readonly marks?: Uint8Array | undefined;
}

/** Ink that keeps less of its contrast than this is missing. */
const KEPT_CONTRAST = 0.4;
/** At most so many pixels of ink are looked up, spread evenly: where 0.1 % is missing, that is found to 0.016 %. */
const MOST_LOOKED_UP = 40_000;

/**
 * Look every pixel of ink of the master up in both pictures; it is missing where nothing within a pixel of its place keeps
 * 40 % of its contrast, or where its place was cut off. What is ink, and what is paper in each picture, is found anew from
 * the pixels alone. Null when the page holds no ink.
 */
export function inkLoss({ reduced, factor, clean, text, toClean, marks }: Compared): InkLoss | null {
  const ink = inkPixels(reduced);
  const step = Math.max(1, Math.ceil(ink.at.length / MOST_LOOKED_UP));
  const isInClean = contrastTest(clean, factor);
  const isInText = contrastTest(text, factor);
  let [seen, lostClean, lostText] = [0, 0, 0];
  for (let i = 0; i < ink.at.length; i += step) {
    const at = ink.at[i] as number;
    const x = ((at % reduced.width) + 0.5) * factor;
    const y = (Math.floor(at / reduced.width) + 0.5) * factor;
    const wanted = KEPT_CONTRAST * (ink.contrast[i] as number);
    const place = toClean(x, y);
    seen++;
    if (!isInClean(place.x, place.y, wanted)) lostClean++;
    if (marks?.[at] !== MARK && !isInText(place.x, place.y, wanted)) lostText++;
  }
  return seen === 0 ? null : { inkPixels: seen * step, clean: lostClean / seen, text: lostText / seen };
}

/** Around a point, itself first: across and down. */
const NEIGHBOURS = [0, 0, 0, -1, 0, 1, -1, 0, 1, 0, -1, -1, 1, -1, -1, 1, 1, 1] as const;

/** Tests whether one of the nine blocks of `size` pixels about a point is that much darker than paper; not beyond the picture. */
function contrastTest(picture: Raster, size: number): (x: number, y: number, wanted: number) => boolean {
  const { width, height } = picture;
  const paper = localPaper(picture);
  return (x, y, wanted) => {
    if (x < 0 || y < 0 || x >= width || y >= height) return false;
    const levels = paper.indexAt(Math.floor(x), Math.floor(y));
    for (let i = 0; i < NEIGHBOURS.length; i += 2) {
      const left = Math.max(0, Math.min(width - size, Math.round(x + ((NEIGHBOURS[i] as number) - 0.5) * size)));
      const top = Math.max(0, Math.min(height - size, Math.round(y + ((NEIGHBOURS[i + 1] as number) - 0.5) * size)));
      if (isDarker(picture, left, top, size, paper.levels, levels, 1 - wanted)) return true;
    }
    return false;
  };
}

/** Whether the mean of a block is at most that share of the paper, in any of its channels. */
function isDarker(
  { width, channels, pixels }: Raster,
  left: number,
  top: number,
  size: number,
  paper: Uint8Array,
  from: number,
  share: number,
): boolean {
  for (let c = 0; c < Math.min(3, channels); c++) {
    let sum = 0;
    for (let y = top; y < top + size; y++) {
      for (let p = (y * width + left) * channels + c, i = 0; i < size; i++, p += channels) sum += pixels[p] as number;
    }
    if (sum <= size * size * share * (paper[from + c] as number)) return true;
  }
  return false;
}
