/** What every part of `bench/trust` is given. */
import type { Settings } from "./program.ts";

/** One line of the table: what was measured, its figure, what it should be, and whether it is. */
export type Report = (what: string, figure: string, bar?: string, isReached?: boolean) => void;

/** How much of everything. */
export interface Sizes {
  /** Large masters: how many, and pixels a side of their square. */
  readonly files: number;
  readonly side: number;
  /** Tiny pictures of one batch. */
  readonly pages: number;
  /** Pages in a catalogue of ten years. */
  readonly catalogue: number;
  /** What a capped verify may read in a second. */
  readonly capMiB: number;
  /** Pages of the larger of two books that are packed; the other has a quarter. */
  readonly packagePages: number;
  /** How long a slow line is away, each of two times. */
  readonly outageSeconds: number;
  /** A book every so many seconds, for so many minutes. */
  readonly everySeconds: number;
  readonly minutes: number;
  /** Pages that workers are timed with. */
  readonly workerPages: number;
  /** How many workers beside each other, one run after the other; the first is what the others are compared with. */
  readonly workers: readonly number[];
}

/** Where and with what. */
export interface Bench {
  /** The built program. */
  readonly main: string;
  /** On the disk that is measured; empty. */
  readonly folder: string;
  readonly report: Report;
  readonly options: Sizes;
  /** Redis, PostgreSQL and S3; absent where they do not answer. */
  readonly services?: Settings;
}
