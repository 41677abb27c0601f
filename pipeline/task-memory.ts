/** How much memory a task is expected to take, so that those of one worker fit beside each other. Measured, see docs/load.md. */
import type { Role } from "./artifact.ts";
import type { MemoryBudget } from "./memory-budget.ts";
import type { AnyStage, InputFile } from "./stage.ts";

/** What a worker knows of memory. */
export interface TaskMemory {
  readonly budget: MemoryBudget;
  /** Pixels of the first picture in a file by what its header says; 0 for what is no picture. */
  pixelsOf(path: string): Promise<number>;
}

/** A child with the code, and the recognizer, of any stage of a page. */
const PAGE_MIB = 256;
/** Stages of an item hold the words of a whole book, and go through its pages one by one. */
const ITEM_MIB = 512;
/** What is too heavy for a PDF is decoded and encoded again until it is not. */
const BYTES_PER_BOUND_PIXEL = 8;
/**
 * Bytes for each pixel of a decoded picture at the most: masters may be written so that the decoder holds them a second time
 * (progressive JPEG, interlaced PNG), and clean-up has three pictures at once; derivatives are as we write them.
 */
const BYTES_PER_PIXEL: Partial<Readonly<Record<Role, number>>> = { "image/master": 10, "image/clean": 4, "image/text": 2 };

/** In MiB. */
export async function memoryOf(
  stage: Pick<AnyStage, "of">,
  inputs: readonly InputFile[],
  { pixelsOf }: Pick<TaskMemory, "pixelsOf">,
): Promise<number> {
  const inMiB = (bytes: number) => Math.ceil(bytes / 2 ** 20);
  if (stage.of === "item") {
    let largest = 0;
    for (const { role, path } of inputs) if (role === "image/clean") largest = Math.max(largest, await pixelsOf(path));
    return ITEM_MIB + inMiB(BYTES_PER_BOUND_PIXEL * largest);
  }
  let bytes = 0;
  for (const { role, path } of inputs) {
    const perPixel = BYTES_PER_PIXEL[role];
    if (perPixel !== undefined) bytes += perPixel * (await pixelsOf(path));
  }
  return PAGE_MIB + inMiB(bytes);
}
