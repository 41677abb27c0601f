import { mixRowPlain, type PackedPicture, type RowMixer } from "../mix-row-plain.ts";
import { layOut, startKernel } from "./kernel-module.ts";

/** No more of the source than this is brought into the kernel's memory at once: rows that come from more are mixed without it. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * The mixing of rows in WebAssembly; null where the engine has no SIMD, or the rows come from too many lines.
 * @param lines of the source that one row comes from
 * @param rowPixels of the longest row
 */
export function mixRowKernel(source: PackedPicture, lines: number, rowPixels: number): RowMixer | null {
  const { width, height, whole } = source;
  const room = Math.min(height, lines);
  const kernel = 4 * width * room > MOST_BYTES ? null : startKernel();
  if (kernel === null) return null;
  const [table, first, out] = layOut(kernel, [4 * room, 4 * width * room, 4 * (rowPixels + 3)]) as [number, number, number];
  const { buffer } = kernel.memory;
  const addresses = new Int32Array(buffer, table, room);
  const kept = new Int32Array(buffer, first, width * room);
  const made = new Int32Array(buffer, out, rowPixels);
  // line by line brought in when it is first asked for, in place of one that is `room` lines away
  const held = new Int32Array(room).fill(-1);
  const bring = (line: number): number => {
    const slot = line % room;
    if (held[slot] !== line) kept.set(whole.subarray(line * width, (line + 1) * width), slot * width);
    held[slot] = line;
    return first + 4 * slot * width;
  };
  const plain = mixRowPlain(source);
  return (walk, row, from, to) => {
    // a row beside the source has no lines of it
    if (from >= to) return;
    const { u0, a, v0, b } = walk;
    const ends = [from, to - 1].map((x) => ((v0 + b * x) * 256) >> 8);
    const [low, high] = [Math.min(...ends), Math.max(...ends) + 1];
    if (high - low >= room) return plain(walk, row, from, to);
    for (let line = low; line <= high; line++) addresses[line - low] = bring(line);
    kernel.mix_row(table, low, from, to, u0, a, v0, b, out);
    row.set(made.subarray(from, to), from);
  };
}
