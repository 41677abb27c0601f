/**
 * The pixels of a mask (0 where set, 255 elsewhere) that hang together, corners included, with at least `least` pixels;
 * in the order of the picture. The mask is used up.
 */
export function dropSpecks(mask: Uint8Array, width: number, least: number): Uint32Array {
  const height = mask.length / width;
  let ink = 0;
  for (let at = 0; at < mask.length; at++) if (mask[at] === 0) ink++;
  const heap = new Uint32Array(ink);
  const isKept = new Uint8Array(mask.length);
  let count = 0;
  for (let start = mask.indexOf(0); start >= 0; start = mask.indexOf(0, start)) {
    const size = gather(mask, width, height, start, heap);
    if (size < least) continue;
    for (let i = 0; i < size; i++) isKept[heap[i] as number] = 1;
    count += size;
  }
  const kept = new Uint32Array(count);
  for (let i = 0, at = isKept.indexOf(1); i < count; i++, at = isKept.indexOf(1, at + 1)) kept[i] = at;
  return kept;
}

/** Move the pixels that hang together with `start` from the mask into the heap; returns their number. */
function gather(mask: Uint8Array, width: number, height: number, start: number, heap: Uint32Array): number {
  mask[start] = 255;
  heap[0] = start;
  let size = 1;
  for (let next = 0; next < size; next++) {
    const at = heap[next] as number;
    const x = at % width;
    const y = (at - x) / width;
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
        const other = row * width + column;
        if (mask[other] !== 0) continue;
        mask[other] = 255;
        heap[size++] = other;
      }
    }
  }
  return size;
}
