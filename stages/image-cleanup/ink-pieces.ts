/** Ink of one colour that hangs together, or nearly. */
export interface InkPiece {
  /** Half-open box. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Indexes of its pixels. */
  readonly pixels: Uint32Array;
}

/** Pieces of the pixels that are `kind`, parted by more than `reach` pixels across or down; in raster order. */
export function inkPieces(kinds: Uint8Array, width: number, kind: number, reach: number): readonly InkPiece[] {
  const isTaken = new Uint8Array(kinds.length);
  const pieces: InkPiece[] = [];
  for (let start = 0; start < kinds.length; start++) {
    if (kinds[start] === kind && isTaken[start] === 0) pieces.push(gather(kinds, width, isTaken, start, reach));
  }
  return pieces;
}

function gather(kinds: Uint8Array, width: number, isTaken: Uint8Array, start: number, reach: number): InkPiece {
  const height = kinds.length / width;
  const kind = kinds[start] as number;
  const found = [start];
  let [left, top, right, bottom] = [width, height, 0, 0];
  isTaken[start] = 1;
  for (let next = 0; next < found.length; next++) {
    const at = found[next] as number;
    const x = at % width;
    const y = (at - x) / width;
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
    for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
      for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++) {
        const other = row * width + column;
        if (kinds[other] !== kind || isTaken[other] === 1) continue;
        isTaken[other] = 1;
        found.push(other);
      }
    }
  }
  return { left, top, right, bottom, pixels: Uint32Array.from(found) };
}

/** Most strokes that one row of a piece crosses, and most that one column does, together. `width`: of the picture. */
export function mostStrokes({ left, top, right, bottom, pixels }: InkPiece, width: number): number {
  const [across, down] = [right - left, bottom - top];
  const ink = new Uint8Array(across * down);
  for (const at of pixels) ink[(Math.floor(at / width) - top) * across + (at % width) - left] = 1;
  return mostRuns(ink, down, across, across, 1) + mostRuns(ink, across, down, 1, across);
}

function mostRuns(ink: Uint8Array, lines: number, length: number, lineStride: number, stride: number): number {
  let most = 0;
  for (let line = 0; line < lines; line++) {
    let runs = 0;
    for (let i = 0; i < length; i++) {
      const at = line * lineStride + i * stride;
      if (ink[at] === 1 && (i === 0 || ink[at - stride] === 0)) runs++;
    }
    most = Math.max(most, runs);
  }
  return most;
}
