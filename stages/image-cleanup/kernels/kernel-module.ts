import { KERNEL_BASE64 } from "./kernel-bytes.ts";

/** One instance of the kernels with memory of its own. */
export interface KernelInstance {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly __heap_base: { readonly value: number };
  // biome-ignore format: the order of the C function
  adaptive_threshold(band: number, width: number, height: number, first: number, count: number, radius: number, rest: number, weight: number, work: number, out: number): void;
  // biome-ignore format: the order of the C function
  finish_row(row: number, places: number, width: number, cell: number, gains: number, shares: number, curve: number, clean: number, text: number): void;
  // biome-ignore format: the order of the C function
  mix_row(lines: number, low: number, from: number, to: number, u0: number, a: number, v0: number, b: number, out: number): void;
}

/** The part of the WebAssembly interface used here; the language library without a browser does not declare it. */
interface WebAssemblyInterface {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
  validate(bytes: Uint8Array): boolean;
}

const PAGE_BYTES = 65_536;
const modules = new Map<string, object | null>();

/** A new instance; null where the engine has no WebAssembly SIMD. The code is compiled once a process, in milliseconds. */
export function startKernel(base64 = KERNEL_BASE64): KernelInstance | null {
  const { WebAssembly: engine } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyInterface };
  if (engine === undefined) return null;
  let module = modules.get(base64);
  if (module === undefined) {
    const bytes = Buffer.from(base64, "base64");
    module = engine.validate(bytes) ? new engine.Module(bytes) : null;
    modules.set(base64, module);
  }
  return module === null ? null : (new engine.Instance(module).exports as KernelInstance);
}

/** Addresses of rooms of so many bytes each, one behind the other; makes the memory large enough. */
export function layOut({ memory, __heap_base }: KernelInstance, sizes: readonly number[]): number[] {
  let end = aligned(__heap_base.value);
  const addresses = sizes.map((size) => {
    const address = end;
    end = aligned(end + size);
    return address;
  });
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  return addresses;
}

function aligned(address: number): number {
  return (address + 15) & ~15;
}
