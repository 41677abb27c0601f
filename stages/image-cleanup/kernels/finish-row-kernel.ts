import type { CellLight, FinishedRow } from "../finish-row-plain.ts";
import { layOut, startKernel } from "./kernel-module.ts";

/** A row's pixels, to be filled in, and what finishes them. */
export interface RowFinisher {
  /** Red in the lowest byte; used up by finishing. */
  readonly row: Int32Array;
  finish(light: CellLight, finished: FinishedRow): void;
}

/** The finishing of rows in WebAssembly; null where the engine has no SIMD. */
export function finishRowKernel(width: number, cell: number, curve: Uint8Array): RowFinisher | null {
  const kernel = startKernel();
  if (kernel === null) return null;
  const cells = Math.ceil(width / cell);
  // the kernel writes four bytes a pixel of colour, one beyond the row
  const sizes = [4 * width, 4 * width, 8 * cells, 8 * cells, curve.length, 3 * width + 1, width];
  const rooms = layOut(kernel, sizes) as [number, number, number, number, number, number, number];
  const [row, places, gains, shares, curveAt, clean, text] = rooms;
  const { buffer } = kernel.memory;
  new Uint8Array(buffer, curveAt, curve.length).set(curve);
  const views = {
    gains: new Int32Array(buffer, gains, 2 * cells),
    shares: new Int32Array(buffer, shares, 2 * cells),
    clean: new Uint8Array(buffer, clean, 3 * width),
    text: new Uint8Array(buffer, text, width),
  };
  return {
    row: new Int32Array(buffer, row, width),
    finish: (light, finished) => {
      views.gains.set(light.gains);
      views.shares.set(light.shares);
      kernel.finish_row(row, places, width, cell, gains, shares, curveAt, clean, text);
      finished.clean.set(views.clean);
      finished.text.set(views.text);
    },
  };
}
