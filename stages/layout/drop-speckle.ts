/**
 * Seals and stains in bitonal scans are clouds of specks, much smaller than strokes and many to a character's square. The
 * specks go; single ones stay, they may be dots of characters, and whatever is as large as a stroke stays anyway.
 */
import { type Blob, findBlobs } from "./components.ts";
import type { Mask } from "./mask.ts";

/** Largest speck, as a part of the usual piece of writing. */
const LARGEST = 0.22;
/** So many specks in a square as large as a character make a cloud. */
const CLOUD = 7;

/** The mask without clouds of specks. `piecePixels`: usual width of a piece of writing. */
export function dropSpeckle(mask: Mask, piecePixels: number): Mask {
  const cell = Math.max(8, Math.round(piecePixels));
  const across = Math.ceil(mask.width / cell) + 1;
  const counts = new Uint16Array(across * (Math.ceil(mask.height / cell) + 1));
  const specks = findBlobs(mask).filter((blob) => Math.max(blob.width, blob.height) <= LARGEST * piecePixels);
  const cellOf = (blob: Blob) => Math.floor(blob.y / cell) * across + Math.floor(blob.x / cell);
  for (const speck of specks) counts[cellOf(speck)] = (counts[cellOf(speck)] ?? 0) + 1;
  const clouded = specks.filter((speck) => (counts[cellOf(speck)] ?? 0) >= CLOUD);
  if (clouded.length === 0) return mask;
  const ink = mask.ink.slice();
  for (const { x, y, width, height } of clouded) {
    for (let row = y; row < y + height; row++) ink.fill(0, row * mask.width + x, row * mask.width + x + width);
  }
  return { width: mask.width, height: mask.height, ink };
}
