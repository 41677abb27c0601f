/** What a test measured, for the table of faults: it appears beside the result in `docs/faults.md`. */
import type { TestContext } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    figure?: string;
  }
}

/** Tell it, e.g. "50 kills, 612 saves, none lost". */
export function tell({ task }: Pick<TestContext, "task">, figure: string): void {
  task.meta.figure = figure;
}

/** How often a fault is repeated: a few times in daily runs, all of it or the share of it that SOHOA_FAULTS names (1, 0.2) in a battery. */
export function rounds(all: number, daily: number): number {
  return Math.max(daily, Math.ceil(all * Number(process.env["SOHOA_FAULTS"] ?? 0)));
}
