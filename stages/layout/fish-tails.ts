/**
 * Fish tails (魚尾): dark bars with a notch that part the title of a centre strip from volume and leaf number. The rows of a bar
 * are dark across the strip, as rows of a character are not for long; so it is found although it touches the characters beside it.
 */
import { type Blob, findBlobs } from "./components.ts";
import { type Mask, rowProfile, type Span, smooth } from "./mask.ts";

/** Share of the strip that must be dark over a tenth of its breadth to either side, and that the tail's other rows have. */
const BAR = 0.65;
const NOTCH = 0.4;
/** What is left of a tail beside its notch lies this near to the sides of the strip, in its breadths. */
const TIP = 0.3;
/** A tail is no taller than this, in breadths of the strip; a stain may be. */
const TALLEST = 1.1;

/** Rows of the tails in a strip, from the top. */
export function fishTails(mask: Mask, strip: Span): readonly Span[] {
  const breadth = Math.max(1, strip.to - strip.from);
  const shares = rowProfile(mask, strip).map((dark) => dark / breadth);
  const near = smooth(shares, Math.max(1, Math.round(breadth / 10)));
  const tails: Span[] = [];
  for (let y = 0; y < mask.height; y++) {
    if ((near[y] ?? 0) < BAR) continue;
    const tail = wholeTail(shares, near, y);
    if (tail.to - tail.from <= TALLEST * breadth) tails.push(tail);
    y = tail.to;
  }
  return tails;
}

function wholeTail(shares: Float64Array, near: Float64Array, bar: number): Span {
  let [from, to] = [bar, bar + 1];
  while ((shares[from - 1] ?? 0) >= NOTCH) from--;
  while ((near[to] ?? 0) >= BAR || (shares[to] ?? 0) >= NOTCH) to++;
  return { from, to };
}

/** A tail that touches nothing, in a strip broader than what is printed in it. */
export function isLoneTail(blob: Blob, strip: Span, sizePixels: number): boolean {
  const isBroad = blob.width >= 0.55 * (strip.to - strip.from) && blob.height >= 0.3 * sizePixels;
  return isBroad && blob.area >= 0.5 * blob.width * blob.height;
}

/** Whether they share a row. */
export function isOver(blob: Blob, rows: Span): boolean {
  return blob.y < rows.to && blob.y + blob.height > rows.from;
}

/** The blobs without the tails: what touches one is cut there, and the tips left and right of its notch go with it. */
export function cutAtTails(mask: Mask, blobs: readonly Blob[], tails: readonly Span[], strip: Span): readonly Blob[] {
  const edge = TIP * (strip.to - strip.from);
  const isTip = ({ x, width }: Blob) => x + width <= strip.from + edge || x >= strip.to - edge;
  return blobs.flatMap((blob) => {
    const touched = tails.filter((tail) => isOver(blob, tail));
    return touched.length === 0 ? [blob] : piecesOf(mask, blob, touched).filter((piece) => !isTip(piece));
  });
}

function piecesOf(mask: Mask, blob: Blob, tails: readonly Span[]): readonly Blob[] {
  const { x, y, width, height } = blob;
  const ink = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    if (tails.some((tail) => y + row >= tail.from && y + row < tail.to)) continue;
    const from = (y + row) * mask.width + x;
    ink.set(mask.ink.subarray(from, from + width), row * width);
  }
  const moved = (piece: Blob) => ({ ...piece, x: piece.x + x, y: piece.y + y, sumX: piece.sumX + piece.area * x });
  return findBlobs({ width, height, ink }).map((piece) => ({ ...moved(piece), sumY: piece.sumY + piece.area * y }));
}
