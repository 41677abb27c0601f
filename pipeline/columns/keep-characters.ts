/**
 * Characters after somebody has typed in a column: what is unchanged keeps its box, confidence and alternatives; what was
 * written over keeps the box; what is new gets a place between its neighbours.
 */
import type { Box } from "../geometry.ts";
import type { Character } from "../text-layer.ts";
import { pairUnits } from "./pair-units.ts";
import { type ColumnPlace, placeBetween } from "./place-between.ts";

const MOST_ALTERNATIVES = 6;

/**
 * The characters for the typed `units` (hannom/text-units.ts for Hán-Nôm, graphemes for other scripts), in order. A typed
 * character is certain; where it replaces a reading, that reading is its first alternative, so that it can be taken back.
 */
export function keepCharacters(before: readonly Character[], units: readonly string[], place: ColumnPlace): readonly Character[] {
  const pairs = pairUnits(
    before.map(({ text }) => text),
    units,
  );
  const kept = units.map((text, at): Character | string => {
    const old = before[pairs[at] ?? -1];
    if (old === undefined) return text;
    return old.text === text ? old : written(old, text);
  });
  const boxes = placeBetween(
    kept.map((each) => (typeof each === "string" ? undefined : each.box)),
    place,
  );
  return kept.map((each, at) =>
    typeof each === "string" ? { text: each, box: boxes[at] as Box, confidence: 1, alternatives: [] } : each,
  );
}

function written({ text: read, confidence, box, alternatives }: Character, text: string): Character {
  const others = [{ text: read, confidence }, ...alternatives].filter((other) => other.text !== text);
  return { text, box, confidence: 1, alternatives: others.slice(0, MOST_ALTERNATIVES) };
}
