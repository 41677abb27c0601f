import { type CellLight, type FinishedRow, finishRowPlain } from "./finish-row-plain.ts";
import { finishRowKernel, type RowFinisher } from "./kernels/finish-row-kernel.ts";
import type { LightRows } from "./light-rows.ts";

/** Finishes row after row of both pictures: see finishRowPlain. What is not page is left white for reading. */
export interface RowFinishing {
  /** Where the pixels of the next row are put. */
  readonly row: Int32Array;
  finish(light: LightRows, finished: FinishedRow): void;
}

/** @param curve 4096 levels, from shares of the paper's light in 1/1024 to grey */
export function finishRows(width: number, cell: number, curve: Uint8Array): RowFinishing {
  const { row, finish } = finishRowKernel(width, cell, curve) ?? plainFinisher(width, cell, curve);
  const cells = Math.ceil(width / cell);
  const cellLight = { gains: new Int32Array(2 * cells), shares: new Int32Array(2 * cells) };
  return {
    row,
    finish: (light, finished) => {
      fillSteps(light, cellLight);
      finish(cellLight, finished);
      whitenBeyondPage(light, finished.text);
    },
  };
}

function plainFinisher(width: number, cell: number, curve: Uint8Array): RowFinisher {
  const row = new Int32Array(width);
  return { row, finish: (light, finished) => finishRowPlain(row, cell, light, curve, finished) };
}

function fillSteps({ cell, gains, shares }: LightRows, into: CellLight): void {
  for (let node = 0; node * 2 < into.gains.length; node++) {
    into.gains[2 * node] = Math.round((gains[node] as number) * 65536);
    into.gains[2 * node + 1] = Math.round((((gains[node + 1] as number) - (gains[node] as number)) * 65536) / cell);
    into.shares[2 * node] = Math.round((shares[node] as number) * 16384);
    into.shares[2 * node + 1] = Math.round((((shares[node + 1] as number) - (shares[node] as number)) * 16384) / cell);
  }
}

/** Whole cells off the page at once, cells that its edge runs through pixel by pixel. */
function whitenBeyondPage(light: LightRows, text: Uint8Array): void {
  const { cell, pages } = light;
  for (let from = 0, node = 0; from < text.length; from += cell, node++) {
    const corners = (pages[node] as number) + (pages[node + 1] as number);
    if (corners === 4) continue;
    const to = Math.min(text.length, from + cell);
    if (corners === 0) text.fill(255, from, to);
    else for (let x = from; x < to; x++) if (!light.isPageAt(x)) text[x] = 255;
  }
}
