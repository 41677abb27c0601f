/** A generated book that holds what breaks text layers: rare characters, sequences, lone pairs, double small columns, readings. */
import type { TextLayer, TextLine } from "../../../pipeline/text-layer.ts";

/** Pixel size of a page. */
export const PAGE_SIZE = { width: 1200, height: 1700 } as const;
/** Resolution of a page. */
export const PAGE_DPI = 150;

/** Columns by page, in reading order; a pair in brackets is two small columns side by side, right one first. */
const PAGES: readonly (readonly (string | readonly [string, string])[])[] = [
  [
    "㐀䶵一鿿㑊䗪", // Extension A and the ends of the base block
    "𠀀𪛟𪜀𫜴𫝀𫠝", // B, C, D
    "𫠠𬺡𬺰𮯠𦹳𡨸", // E, F
    "\u{30000}\u{3134A}\u{31350}\u{323AF}南國", // G, H
    ["小注右行字", "左行又小注"],
    "山河南帝居",
  ],
  [
    "\uE000\uF8FF\u{F0073}\u{FFFFD}\u{100000}\u{10FFFD}", // private use of the BMP and of planes 15 and 16
    "⿰氵㐬⿱⿰口口口⿴囗玉", // ideographic description sequences
    "葛\u{E0100}口葛\u{E0101}邊\u{E01EF}", // ideographic variation selectors
    "令\uFE00喃\u{E0100}𠀀\u{E0102}", // a standardized one, and one behind a pair
    ["𤾓𢆥𥪞", "𡎝𠊛嗟些"],
    ["一", "𠀀"],
    "豈更車賈滑", // compatibility ideographs, which normalisation would replace
  ],
  ["〇", "\u{2F800}", "々〻ㄅ〆", "口", "。", "、𠀋", "Ａ１", "卍☰"],
  [],
  ["天地玄黃宇宙洪荒", ["日月盈昃辰宿列張", "寒來暑往秋收冬藏"], ["閏餘成歲", "律呂調陽"], "雲騰致雨"],
];

/** Readings of some columns: as many syllables as characters, and one with fewer. */
const READINGS: Readonly<Record<string, string>> = {
  山河南帝居: "sơn hà nam đế cư",
  天地玄黃宇宙洪荒: "thiên địa huyền hoàng vũ trụ hồng hoang",
  雲騰致雨: "vân đằng trí",
};

/** The text layers of the book, one a page. */
export function rareBook(): readonly TextLayer[] {
  return PAGES.map((columns) => {
    const lines: TextLine[] = [];
    for (const [at, column] of columns.entries()) {
      const x = PAGE_SIZE.width - 120 - at * 130;
      if (typeof column === "string") lines.push(columnOf(lines.length, column, "body", { x, y: 120, width: 96 }, 88 + at));
      else {
        const [right, left] = column;
        lines.push(columnOf(lines.length, right, "commentary", { x: x + 50, y: 130 + 7 * at, width: 46 }, 52));
        lines.push(columnOf(lines.length, left, "commentary", { x, y: 133 + 7 * at, width: 46 }, 53));
      }
    }
    return layerOf(lines);
  });
}

/** A page of vertical text with these lines. */
export function layerOf(lines: readonly TextLine[], changes: Partial<TextLayer> = {}): TextLayer {
  const kind = { script: "han-nom", writingMode: "vertical-rl" } as const;
  const engine = { name: "generated", version: "1" };
  return {
    v: 1,
    status: "reviewed",
    ...PAGE_SIZE,
    ...kind,
    engine,
    isWithoutText: lines.length === 0,
    lines: [...lines],
    ...changes,
  };
}

/** A column with a box for each grapheme, with gaps and unequal heights as in print. */
function columnOf(
  at: number,
  text: string,
  kind: TextLine["kind"],
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
  pitch: number,
): TextLine {
  const graphemes = [...new Intl.Segmenter("vi").segment(text)].map(({ segment }) => segment);
  const characters = graphemes.map((each, index) => {
    const uneven = ((at + index) * 7) % 9;
    const box = { x: x + 2, y: y + index * pitch + uneven / 2, width: width - 4, height: pitch - 4 - uneven };
    return { text: each, box, confidence: 0.9, alternatives: [] };
  });
  const box = { x, y, width, height: graphemes.length * pitch };
  const phienAm = READINGS[text];
  return { id: `c${at + 1}`, kind, box, text, confidence: 0.9, characters, ...(phienAm === undefined ? {} : { phienAm }) };
}
