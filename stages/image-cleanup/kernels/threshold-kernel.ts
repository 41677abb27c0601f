import { KERNEL_BASE64 } from "./kernel-bytes.ts";

/** The kernel with its memory: pixels go in and come out by bands of rows. */
export interface ThresholdKernel {
  /** Rows `first` to `first + count` of a band, written to the start of `into`: 0 for ink, 255 for paper. */
  run(band: Uint8Array, width: number, place: BandPlace, rule: ThresholdRule, into: Uint8Array): void;
}

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

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly __heap_base: { readonly value: number };
  // biome-ignore format: the order of the C function
  adaptive_threshold(band: number, width: number, height: number, first: number, count: number, radius: number, rest: number, weight: number, work: number, out: number): void;
}
/** The part of the WebAssembly interface used here; the language library without a browser does not declare it. */
interface WebAssemblyInterface {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
  validate(bytes: Uint8Array): boolean;
}

const PAGE_BYTES = 65_536;
const started = new Map<string, ThresholdKernel | null>();

/** The kernel, started once a process in a few milliseconds; null where the engine has no WebAssembly SIMD. */
export function thresholdKernel(base64 = KERNEL_BASE64): ThresholdKernel | null {
  const known = started.get(base64);
  if (known !== undefined) return known;
  const kernel = start(base64);
  started.set(base64, kernel);
  return kernel;
}

function start(base64: string): ThresholdKernel | null {
  const { WebAssembly: engine } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyInterface };
  const bytes = Buffer.from(base64, "base64");
  if (engine?.validate(bytes) !== true) return null;
  const exports = new engine.Instance(new engine.Module(bytes)).exports as Exports;
  return { run: (band, width, place, rule, into) => runBand(exports, band, width, place, rule, into) };
}

function runBand(
  { memory, __heap_base, adaptive_threshold }: Exports,
  band: Uint8Array,
  width: number,
  { first, count }: BandPlace,
  { radius, rest, weight }: ThresholdRule,
  into: Uint8Array,
): void {
  const start = aligned(__heap_base.value);
  const work = aligned(start + band.length);
  const out = aligned(work + 16 * (width + 1));
  const missing = out + count * width - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  new Uint8Array(memory.buffer).set(band, start);
  adaptive_threshold(start, width, band.length / width, first, count, radius, rest, weight, work, out);
  into.set(new Uint8Array(memory.buffer, out, count * width));
}

function aligned(address: number): number {
  return (address + 15) & ~15;
}
