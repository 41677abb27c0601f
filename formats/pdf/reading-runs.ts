/**
 * The reading of a text (phiên âm) as runs of their own, on the same places: whoever searches for a word in Quốc ngữ is led to
 * the characters that it reads.
 */
import type { TextLayer, TextLine } from "../../pipeline/text-layer.ts";
import { evenCharacters } from "../even-characters.ts";
import { type TextRun, textRuns } from "./text-runs.ts";

/** Runs of the lines that have a reading; a syllable stands on its character where there are as many of both. */
export function readingRuns(layer: TextLayer): readonly TextRun[] {
  const isVertical = layer.writingMode === "vertical-rl";
  const lines = layer.lines.flatMap((line) => readingLine(line, isVertical) ?? []);
  return lines.length === 0 ? [] : textRuns({ ...layer, lines });
}

function readingLine(line: TextLine, isVertical: boolean): TextLine | undefined {
  const text = line.phienAm?.normalize("NFC").trim();
  if (text === undefined || text === "") return undefined;
  const syllables = text.split(/\s+/u);
  const places = line.characters.length > 0 ? line.characters : evenCharacters(line.text, line.box, isVertical);
  const isOneToOne = places.length === syllables.length;
  const characters = isOneToOne ? places.flatMap(({ box }, at) => evenCharacters(syllables[at] ?? "", box, isVertical)) : [];
  return { ...line, text, characters: characters.map((each) => ({ ...each, confidence: 1, alternatives: [] })) };
}
