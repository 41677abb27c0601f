/**
 * Specks of a seal stamped over the text, or of a threshold set too low, fill the white between columns and between the
 * halves of commentary. A clean page holds up to 6 % of its ink in pieces that small, dots of characters among them, and
 * they do no harm there; only on a page with far more of them they are taken off.
 */
import { type Blob, findBlobs, withoutBlobs } from "./components.ts";
import type { RuledPage } from "./page-analysis.ts";

/** Largest side of a speck, in distances from column to column. Dots of characters are from a tenth upwards. */
const SPECK_PITCHES = 0.08;
/**
 * Shares of the pieces, and of the ink, that specks must be before they are taken off. Measured: 72 and 81 % of the pieces and
 * 13 and 25 % of the ink under stamped seals; at most 62 and 6 % on other pages.
 */
const SPECKLED_PIECES = 2 / 3;
const SPECKLED_INK = 0.04;

/** The page without its specks, or undefined where they are too few to matter. `pitchPixels`: from column to column. */
export function dropSpecks(page: RuledPage, pitchPixels: number): RuledPage | undefined {
  const isSpeck = (blob: Blob) => Math.max(blob.width, blob.height) <= SPECK_PITCHES * pitchPixels;
  const areaOf = (blobs: readonly Blob[]) => blobs.reduce((sum, blob) => sum + blob.area, 0);
  const specks = page.blobs.filter(isSpeck);
  const isSpeckled = specks.length > SPECKLED_PIECES * page.blobs.length && areaOf(specks) > SPECKLED_INK * areaOf(page.blobs);
  if (!isSpeckled) return undefined;
  const mask = withoutBlobs(page.mask, isSpeck);
  return { ...page, mask, blobs: findBlobs(mask) };
}
