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

/** Whether this is a run of the whole battery, and not of the usual suite. */
export const isBattery = process.env["SOHOA_FAULTS"] !== undefined;

/** For `vi.setConfig`: a limit that ends what hangs and nothing else. A battery does more rounds, on a machine that is busy for hours. */
export const PATIENCE = isBattery
  ? { testTimeout: 3_600_000, hookTimeout: 3_600_000 }
  : { testTimeout: 300_000, hookTimeout: 300_000 };
