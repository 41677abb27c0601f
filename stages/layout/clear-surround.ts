/**
 * Black scanner bed around the paper is no ink. Only thick darkness that reaches the picture's edge counts: the page is
 * looked at in coarse cells that are dark all over, so frames and characters that touch the edge stay.
 */
import type { Grey, Mask } from "./mask.ts";

const DARK = 96;

/** The mask without the black surround and the shadow line where it meets the paper. */
export function clearSurround(grey: Grey, mask: Mask): Mask {
  const cell = Math.max(4, Math.round(Math.max(grey.width, grey.height) / 160));
  const columns = Math.floor(grey.width / cell);
  const rows = Math.floor(grey.height / cell);
  const isSurround = floodFromEdges(darkCells(grey, cell, columns, rows), columns, rows);
  if (!isSurround.includes(1)) return mask;
  const ink = mask.ink.slice();
  const at = (column: number, row: number) =>
    isSurround[Math.max(0, Math.min(rows - 1, row)) * columns + Math.max(0, Math.min(columns - 1, column))] === 1;
  for (let y = 0; y < mask.height; y++) {
    const row = Math.floor(y / cell);
    for (let x = 0; x < mask.width; x++) {
      if (ink[y * mask.width + x] !== 1) continue;
      const column = Math.floor(x / cell);
      // The paper's edge is seldom straight: one more cell on each side belongs to the surround.
      const isNear = at(column, row) || at(column - 1, row) || at(column + 1, row) || at(column, row - 1) || at(column, row + 1);
      if (isNear) ink[y * mask.width + x] = 0;
    }
  }
  return { width: mask.width, height: mask.height, ink };
}

function darkCells(grey: Grey, cell: number, columns: number, rows: number): Uint8Array {
  const dark = new Uint8Array(columns * rows).fill(1);
  for (let y = 0; y < rows * cell; y++) {
    const row = Math.floor(y / cell) * columns;
    for (let x = 0; x < columns * cell; x++) {
      if ((grey.pixels[y * grey.width + x] ?? 255) > DARK) dark[row + Math.floor(x / cell)] = 0;
    }
  }
  return dark;
}

function floodFromEdges(dark: Uint8Array, columns: number, rows: number): Uint8Array {
  const reached = new Uint8Array(dark.length);
  const waiting: number[] = [];
  const visit = (column: number, row: number) => {
    const i = row * columns + column;
    if (column < 0 || row < 0 || column >= columns || row >= rows || dark[i] !== 1 || reached[i] === 1) return;
    reached[i] = 1;
    waiting.push(i);
  };
  for (let column = 0; column < columns; column++) for (const row of [0, rows - 1]) visit(column, row);
  for (let row = 0; row < rows; row++) for (const column of [0, columns - 1]) visit(column, row);
  for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
    const column = i % columns;
    const row = (i - column) / columns;
    visit(column - 1, row);
    visit(column + 1, row);
    visit(column, row - 1);
    visit(column, row + 1);
  }
  return reached;
}
