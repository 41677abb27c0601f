/** CPU seconds of our own work and of other programs. */
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Raster } from "../../formats/raster.ts";
import type { ThresholdOptions } from "../../stages/image-cleanup/adaptive-threshold.ts";

const RUNS = 2;

/** The least CPU time of two runs, or so many, after one to warm up, all threads of this process counted. */
export async function leastCpuSeconds(work: () => Promise<unknown>, runs = RUNS): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run <= runs; run++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    if (run > 0) least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

/** The CPU time of a program as the system counts it, one run, one thread; undefined when it is not installed. */
export function peerCpuSeconds(program: string, args: readonly string[]): number | undefined {
  const env = { ...process.env, MAGICK_THREAD_LIMIT: "1", OMP_THREAD_LIMIT: "1", OMP_NUM_THREADS: "1", VIPS_CONCURRENCY: "1" };
  const run = spawnSync("bash", ["-c", 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1', "bash", program, ...args], { env });
  if (run.status !== 0) return undefined;
  return String(run.stderr)
    .trim()
    .split(/\s+/)
    .map(Number)
    .reduce((a, b) => a + b, 0);
}

const KERNEL = join(import.meta.dirname, "../../stages/image-cleanup/kernels/adaptive-threshold.c");

/** The kernel's C built for this processor and run on the picture; undefined without a compiler. */
export function nativeThreshold(folder: string, grey: Raster, { windowPixels, k }: ThresholdOptions): number | undefined {
  const source = join(folder, "native.c");
  const pixels = join(folder, "grey.raw");
  writeFileSync(pixels, grey.pixels);
  writeFileSync(
    source,
    `#include "${KERNEL}"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int main(void) {
  int width = ${grey.width}, height = ${grey.height};
  u8 *in = malloc((size_t)width * height), *out = malloc((size_t)width * height);
  u32 *work = malloc(16 * (width + 1));
  FILE *file = fopen("${pixels}", "rb");
  if (fread(in, 1, (size_t)width * height, file) == 0) return 1;
  double best = 1e9;
  for (int run = 0; run < 4; run++) {
    clock_t start = clock();
    adaptive_threshold(in, width, height, 0, height, ${(windowPixels - 1) / 2}, ${1 - k}f, ${(k * k) / 128 / 128}f, work, out);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (seconds < best) best = seconds;
  }
  printf("%f", best);
  return 0;
}
`,
  );
  const built = spawnSync("cc", ["-O3", "-o", join(folder, "native"), source]);
  return built.status === 0 ? Number(execFileSync(join(folder, "native"), { encoding: "utf8" })) : undefined;
}
