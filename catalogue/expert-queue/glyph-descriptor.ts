/**
 * A small description of the picture of one character, by which look-alikes are found: in a grid of cells, how much edge runs in
 * each direction (after N. Dalal, B. Triggs, "Histograms of oriented gradients", 2005). Comparing two costs microseconds.
 */

/** Side of the normalised picture, in pixels; paper bright, ink dark. */
export const GLYPH_SIDE = 32;
const CELLS = 6;
const DIRECTIONS = 8;
const LENGTH = CELLS * CELLS * DIRECTIONS;

/** Numbers of length 1 taken together; equal pictures have equal ones. */
export type GlyphDescriptor = Float32Array;

/** Describe a grey picture of `GLYPH_SIDE` by `GLYPH_SIDE` pixels. @throws {RangeError} for one of another size */
export function describeGlyph(pixels: Uint8Array): GlyphDescriptor {
  if (pixels.length !== GLYPH_SIDE * GLYPH_SIDE) throw new RangeError(`a glyph of ${pixels.length} pixels`);
  const cells = new Float32Array(LENGTH);
  for (let y = 1; y < GLYPH_SIDE - 1; y++) {
    for (let x = 1; x < GLYPH_SIDE - 1; x++) {
      const at = y * GLYPH_SIDE + x;
      const across = (pixels[at + 1] as number) - (pixels[at - 1] as number);
      const down = (pixels[at + GLYPH_SIDE] as number) - (pixels[at - GLYPH_SIDE] as number);
      const strength = Math.hypot(across, down);
      if (strength > 0) addEdge(cells, { x, y, strength, angle: Math.atan2(down, across) });
    }
  }
  // The square root keeps one thick stroke from outweighing all thin ones.
  return ofLengthOne(centred(cells.map(Math.sqrt)));
}

interface Edge {
  readonly x: number;
  readonly y: number;
  readonly strength: number;
  /** From -π to π. */
  readonly angle: number;
}

/** Share the edge among the four nearest cells, so that a picture moved by a pixel has nearly the same description. */
function addEdge(cells: Float32Array, { x, y, strength, angle }: Edge): void {
  const direction = Math.floor(((angle + Math.PI) / (2 * Math.PI)) * DIRECTIONS) % DIRECTIONS;
  const [cellX, cellY] = [((x + 0.5) * CELLS) / GLYPH_SIDE - 0.5, ((y + 0.5) * CELLS) / GLYPH_SIDE - 0.5];
  const [left, top] = [Math.floor(cellX), Math.floor(cellY)];
  for (const [column, shareX] of [[left, left + 1 - cellX] as const, [left + 1, cellX - left] as const]) {
    for (const [row, shareY] of [[top, top + 1 - cellY] as const, [top + 1, cellY - top] as const]) {
      if (column < 0 || row < 0 || column >= CELLS || row >= CELLS) continue;
      const at = (row * CELLS + column) * DIRECTIONS + direction;
      cells[at] = (cells[at] as number) + strength * shareX * shareY;
    }
  }
}

/** Every character has some edge everywhere: what counts is where it has more than elsewhere. */
function centred(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  return values.map((each) => each - mean);
}

function ofLengthOne(values: Float32Array): GlyphDescriptor {
  const length = Math.sqrt(values.reduce((sum, each) => sum + each * each, 0));
  return length === 0 ? values : values.map((each) => each / length);
}

/** How alike two pictures are: 1 for equal ones, about 0 for unlike ones, less for opposite ones. */
export function likeness(a: GlyphDescriptor, b: GlyphDescriptor): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
