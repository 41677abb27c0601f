import type { Tone } from "./measure-tone.ts";

/** With less light than this there is no page: the lens was capped, the lamp was off. */
export const BLACK_LEVEL = 25;

/** True for a picture without a page on it, black from rim to rim. */
export function isBlack(tone: Tone): boolean {
  return tone.lightLevel < BLACK_LEVEL;
}
