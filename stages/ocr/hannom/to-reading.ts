/** From what the network saw to a reading: characters with boxes, calibrated confidences and alternatives. */
import type { Box } from "../../../pipeline/geometry.ts";
import { type LineReading, NOTHING_READ, type ReadCharacter } from "../engine.ts";
import type { InkedColumn, SeenCharacter, Sight } from "./look-at-column.ts";
import type { Model } from "./model-description.ts";
import { placeInColumn } from "./place-in-column.ts";

/** What stands for a character that is there but that nobody could name: the printers' mark for a missing type. */
export const UNREADABLE = "〓";

const MOST_ALTERNATIVES = 5;

/** The reading of a column. */
export function toReading({ picture, ink }: InkedColumn, { spans, middles }: Sight, model: Model): LineReading {
  if (spans.length === 0) return NOTHING_READ;
  const boxes = placeInColumn(picture, ink, middles);
  const characters = spans.map((span, i) => toCharacter(span, boxes[i] as Box, model));
  const sum = characters.reduce((total, each) => total + each.confidence, 0);
  return { text: characters.map((each) => each.text).join(""), confidence: sum / characters.length, characters };
}

/** Confidences of a character and its alternatives never add up to more than one. */
function toCharacter(span: SeenCharacter, box: Box, { description, characters }: Model): ReadCharacter {
  const isNameless = (classIndex: number) => description.unreadable.includes(characters[classIndex] as string);
  const text = isNameless(span.classIndex) ? UNREADABLE : (characters[span.classIndex] as string);
  const confidence = text === UNREADABLE ? 0 : span.certainty;
  const others = span.candidates.filter(({ classIndex }) => classIndex !== span.classIndex && !isNameless(classIndex));
  const rest = others.reduce((sum, each) => sum + each.share, 0);
  const alternatives = others.slice(0, MOST_ALTERNATIVES).map(({ classIndex, share }) => ({
    text: characters[classIndex] as string,
    confidence: ((1 - confidence) * share) / rest,
  }));
  return { text, box, confidence, alternatives };
}
