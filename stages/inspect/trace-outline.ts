import type { PageOutline } from "../../pipeline/quality-report.ts";

/** Reduced rows or columns that share one value of the outline. */
const STRIP = 2;

/**
 * How far the ground reaches in from each side, strip by strip, in pixels of the upright master.
 * Within a strip the shortest reach counts, so the outline never cuts into the page.
 * @param mask 1 is ground, 0 is page
 * @param factor pixels of the master a pixel of the mask stands for
 */
export function traceOutline(
  mask: Uint8Array,
  width: number,
  height: number,
  factor: number,
  masterWidth: number,
  masterHeight: number,
): PageOutline {
  const reach = (line: number, along: 1 | number, across: number, length: number, isFromEnd: boolean): number => {
    for (let i = 0; i < length; i++) {
      const at = line * across + (isFromEnd ? length - 1 - i : i) * along;
      if (mask[at] === 0) return i;
    }
    return length;
  };
  const side = (lines: number, length: number, along: number, across: number, isFromEnd: boolean, master: number): number[] => {
    const reaches = Array.from({ length: Math.ceil(lines / STRIP) }, (_, strip) => {
      let shortest = length;
      for (let line = strip * STRIP; line < Math.min(lines, (strip + 1) * STRIP); line++) {
        shortest = Math.min(shortest, reach(line, along, across, length, isFromEnd));
      }
      return Math.min(master, shortest * factor);
    });
    return withoutSpikes(reaches).map((each) => (isFromEnd ? master - each : each));
  };
  return {
    step: STRIP * factor,
    left: side(height, width, 1, width, false, masterWidth),
    right: side(height, width, 1, width, true, masterWidth),
    top: side(width, height, width, 1, false, masterHeight),
    bottom: side(width, height, width, 1, true, masterHeight),
  };
}

/** Ground that reaches in over less than this share of a side is ink or shadow at the rim, not ground. */
const SPIKE_SHARE = 0.06;

/** Cut narrow spikes off the reaches along a side (a morphological opening); beyond its ends the ground goes on. */
function withoutSpikes(reaches: readonly number[]): number[] {
  const radius = Math.max(1, Math.round((reaches.length * SPIKE_SHARE) / 2));
  const padding = Array.from({ length: radius }, () => Number.POSITIVE_INFINITY);
  const padded = [...padding, ...reaches, ...padding];
  const windows = (values: readonly number[], pick: (...each: number[]) => number): number[] =>
    values.map((_, i) => pick(...values.slice(Math.max(0, i - radius), i + radius + 1)));
  return windows(windows(padded, Math.min), Math.max).slice(radius, radius + reaches.length);
}
