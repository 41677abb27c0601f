/** Places for characters of which only the line is known. */
import type { Box } from "../pipeline/geometry.ts";

/** A character and an equal share of its line. */
export interface PlacedCharacter {
  readonly text: string;
  readonly box: Box;
}

/**
 * Spread text evenly over its line, from top to bottom or from left to right, in pixels. Spaces take their share and are then
 * left out. A character is a grapheme, so that a variation selector or a mark stays with its base.
 */
export function evenCharacters(text: string, box: Box, isVertical: boolean): readonly PlacedCharacter[] {
  const graphemes = [...new Intl.Segmenter("vi", { granularity: "grapheme" }).segment(text.trim())];
  const share = (isVertical ? box.height : box.width) / graphemes.length;
  return graphemes
    .map(({ segment }, at) => ({
      text: segment,
      box: isVertical ? { ...box, y: box.y + at * share, height: share } : { ...box, x: box.x + at * share, width: share },
    }))
    .filter(({ text: each }) => each.trim() !== "");
}
