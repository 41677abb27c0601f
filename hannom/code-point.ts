/** What the characters of a Hán-Nôm text are, code point by code point. Nothing is normalised, and what is broken is told. */

/** What a code point is, as far as Hán-Nôm text goes. */
export type CodePointKind =
  | "han"
  | "compatibility"
  | "radical"
  | "reading-mark"
  | "variation-selector"
  | "description-character"
  | "private-use"
  | "surrogate"
  | "replacement"
  | "other";

/** Blocks of Han characters with their last code points; I (Unicode 15.1) and J (17.0) are younger than some engines. */
const HAN_BLOCKS = [
  ["A", 0x3400, 0x4dbf],
  ["URO", 0x4e00, 0x9fff],
  ["B", 0x20000, 0x2a6df],
  ["C", 0x2a700, 0x2b73f],
  ["D", 0x2b740, 0x2b81f],
  ["E", 0x2b820, 0x2ceaf],
  ["F", 0x2ceb0, 0x2ebef],
  ["I", 0x2ebf0, 0x2ee5f],
  ["G", 0x30000, 0x3134f],
  ["H", 0x31350, 0x323af],
  ["J", 0x323b0, 0x3347f],
] as const;

type Range = readonly [CodePointKind, number, number];

/** From Blocks.txt and NamesList.txt of the Unicode Character Database; of the marks, U+16FF0 is cá and U+16FF1 nháy. */
const RANGES: readonly Range[] = [
  ["radical", 0x2e80, 0x2fdf],
  ["description-character", 0x2ff0, 0x2fff],
  ["description-character", 0x31ef, 0x31ef],
  ["han", 0x3007, 0x3007],
  ["surrogate", 0xd800, 0xdfff],
  ["private-use", 0xe000, 0xf8ff],
  ["compatibility", 0xf900, 0xfaff],
  ["variation-selector", 0xfe00, 0xfe0f],
  ["replacement", 0xfffd, 0xfffd],
  ["reading-mark", 0x16ff0, 0x16ff1],
  ["compatibility", 0x2f800, 0x2fa1f],
  ["variation-selector", 0xe0100, 0xe01ef],
  ["private-use", 0xf0000, 0xffffd],
  ["private-use", 0x100000, 0x10fffd],
];
/** Twelve characters of the compatibility block are unified ones that happen to stand there (Unicode Standard, section 18.1). */
const UNIFIED_AMONG_COMPATIBILITY = new Set([..."﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"].map((each) => each.codePointAt(0)));

/** The characters one by one; half of a surrogate pair comes alone. */
export function codePoints(text: string): readonly string[] {
  return [...text];
}

/** U+4E00, as people look characters up. */
export function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The block a unified Han character was encoded in: "URO" or the letter of the extension; undefined for all others. */
export function hanBlock(character: string): string | undefined {
  const point = character.codePointAt(0) ?? 0;
  return HAN_BLOCKS.find(([, first, last]) => first <= point && point <= last)?.[0];
}

/** What the first code point of the text is. */
export function codePointKind(character: string): CodePointKind {
  const point = character.codePointAt(0) ?? 0;
  if (hanBlock(character) !== undefined || UNIFIED_AMONG_COMPATIBILITY.has(point)) return "han";
  return RANGES.find(([, first, last]) => first <= point && point <= last)?.[0] ?? "other";
}

/** Characters with what belongs to them: 迎𖿱 with its reading mark, a variation sequence, as one. */
export function glyphs(text: string): readonly string[] {
  const found: string[] = [];
  for (const character of text) {
    const kind = codePointKind(character);
    const isMark = kind === "reading-mark" || kind === "variation-selector";
    if (isMark && found.length > 0) found.push(`${found.pop()}${character}`);
    else found.push(character);
  }
  return found;
}
