/** The ToUnicode CMap: which text a code means when somebody searches or copies (ISO 32000-1, 9.10.3). */
import { hex4, utf16Hex } from "./values.ts";

/** A `bfchar` section may not be longer (Adobe Technical Note 5014). */
const SECTION_LENGTH = 100;

/** The CMap for characters whose codes count from 1. Characters beyond the BMP become UTF-16 surrogate pairs. */
export function toUnicodeCMap(characters: readonly string[]): string {
  let sections = "";
  for (let start = 0; start < characters.length; start += SECTION_LENGTH) {
    const part = characters.slice(start, start + SECTION_LENGTH);
    const rows = part.map((character, at) => `<${hex4(start + at + 1)}> <${utf16Hex(character)}>`);
    sections += `${part.length} beginbfchar\n${rows.join("\n")}\nendbfchar\n`;
  }
  return [
    "/CIDInit /ProcSet findresource begin",
    "12 dict begin",
    "begincmap",
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
    "/CMapName /Adobe-Identity-UCS def",
    "/CMapType 2 def",
    "1 begincodespacerange",
    "<0000> <FFFF>",
    "endcodespacerange",
    `${sections}endcmap`,
    "CMapName currentdict /CMap defineresource pop",
    "end",
    "end",
    "",
  ].join("\n");
}
