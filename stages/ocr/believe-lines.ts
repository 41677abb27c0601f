/**
 * Which horizontal lines hold text at all. Tesseract answers whatever it is shown: writing of the other side, stains and the
 * strokes of a map come back as short runs of letters, digits and signs. What tells them from print is words: on pages of
 * Quốc ngữ nearly all characters stand in words of two letters or more that the engine is sure of, on empty leaves hardly
 * any (figures in docs/decisions/0015). A page that layout is sure of keeps its reading, however poor: it does hold text,
 * and its low confidences say how much it is worth.
 */
import { type LinePicture, type LineReading, NOTHING_READ } from "./engine.ts";

/** Mean confidence from which on a word speaks for text. */
const SURE_WORD = 0.6;
/** Share of the characters that must stand in such words. */
const LEAST_SURE_SHARE = 1 / 3;
/** Mean confidence of layout, and number of lines, from which on a page holds text whatever the engine makes of it. */
const SURE_LINES = 0.75;
const FEWEST_SURE_LINES = 3;
/** Confidence of layout below which a line is likely none, and the mean confidence that its reading must have at least. */
const LIKELY_NO_LINE = 0.35;
const READ_ALL_THE_SAME = 0.6;

/** The readings, those of lines without text empty. */
export function believeLines(lines: readonly LinePicture[], readings: readonly LineReading[]): readonly LineReading[] {
  if (!isPageOfText(lines, readings)) return readings.map(() => NOTHING_READ);
  return readings.map((reading, i) => {
    const isLikely = (lines[i]?.lineConfidence ?? 1) >= LIKELY_NO_LINE;
    return isLikely || reading.confidence >= READ_ALL_THE_SAME ? reading : NOTHING_READ;
  });
}

function isPageOfText(lines: readonly LinePicture[], readings: readonly LineReading[]): boolean {
  const all = readings.reduce((sum, { characters }) => sum + characters.length, 0);
  const sure = readings.reduce((sum, reading) => sum + charactersInSureWords(reading), 0);
  if (sure > 0 && sure >= LEAST_SURE_SHARE * all) return true;
  const layout = lines.reduce((sum, line) => sum + (line.lineConfidence ?? 1), 0) / Math.max(1, lines.length);
  return lines.length >= FEWEST_SURE_LINES && layout >= SURE_LINES;
}

/** Words as the engine parted them; signs around the letters do not make one. */
function charactersInSureWords({ text, characters }: LineReading): number {
  let [sure, at] = [0, 0];
  for (const word of text.split(" ")) {
    const from = at;
    for (let length = 0; length < word.length && at < characters.length; at++) length += characters[at]?.text.length ?? 0;
    const own = characters.slice(from, at);
    const mean = own.reduce((sum, each) => sum + each.confidence, 0) / Math.max(1, own.length);
    if (mean >= SURE_WORD && /^[\p{P}\p{S}]*\p{L}{2,}[\p{P}\p{S}]*$/u.test(word)) sure += own.length;
  }
  return sure;
}
