import { type KernelInstance, layOut, startKernel } from "./kernel-module.ts";

/** Decides rows `first` to `first + count` of a band, written to the start of `into`: 0 for ink, 255 for paper. */
export type BandThreshold = (band: Uint8Array, width: number, place: BandPlace, rule: ThresholdRule, into: Uint8Array) => void;

/** Which rows of a band are wanted; the others are there for the windows. */
export interface BandPlace {
  readonly first: number;
  readonly count: number;
}

/** The window and Sauvola's k as the kernel takes them: rest is 1 - k, weight k k / 128 / 128. */
export interface ThresholdRule {
  readonly radius: number;
  readonly rest: number;
  readonly weight: number;
}

let shared: KernelInstance | null | undefined;

/** The adaptive threshold in WebAssembly; null where the engine has no SIMD. Its memory is kept, and grows to one band. */
export function thresholdKernel(base64?: string): BandThreshold | null {
  if (shared === undefined) shared = startKernel();
  const kernel = base64 === undefined ? shared : startKernel(base64);
  if (kernel === null) return null;
  return (band, width, { first, count }, { radius, rest, weight }, into) => {
    const [input, work, out] = layOut(kernel, [band.length, 16 * (width + 1), count * width]) as [number, number, number];
    new Uint8Array(kernel.memory.buffer).set(band, input);
    kernel.adaptive_threshold(input, width, band.length / width, first, count, radius, rest, weight, work, out);
    into.set(new Uint8Array(kernel.memory.buffer, out, count * width));
  };
}
