/** Pages of made-up books for measuring searches: the frequencies are those of texts, the sense is none. */
import { READINGS_TABLE } from "../../hannom/readings-table.ts";
import { type SearchPage, searchPageSchema } from "../../pipeline/search-page.ts";

/** Pages of an item. */
export const PAGES_PER_ITEM = 100;
const CHARACTERS_PER_COLUMN = 20;
const COMMON = [..."之不而以其人也天地玄黃有無大一中上下金雲翹傳𤾓𢆥𥪝𡎝𠊛"];
const SPOKEN = new Map<string, string>();
for (const row of READINGS_TABLE.split(";")) {
  const [reading = "", characters = ""] = row.split(" ");
  for (const character of characters) if (!SPOKEN.has(character)) SPOKEN.set(character, reading);
}
const ALPHABET = [...COMMON, ...[...SPOKEN.keys()].filter((each) => !COMMON.includes(each))];
/** Zipf with Mandelbrot's shift; the sum of shares up to each rank. */
const SHARES: number[] = [];
for (const [rank] of ALPHABET.entries()) SHARES.push((SHARES[rank - 1] ?? 0) + 1 / (rank + 8));
const TOTAL = SHARES.at(-1) ?? 1;

/** Planted on every n-th page of the whole. */
const PLANTED: readonly (readonly [text: string, everyPages: number])[] = [
  ["龘", 1000],
  ["天地玄黃", 10],
  ["金雲翹傳", 2000],
  // Read out as "trăm năm trong cõi".
  ["𤾓𢆥𥪝𡎝", 500],
];

/** Pages of one item; the same for the same number. One item in ten is read out as phiên âm. */
export function* libraryPages(item: number, count: number, columns: number): Generator<SearchPage> {
  const random = randomFrom(item + 1);
  for (let index = 0; index < count; index += 1) {
    const texts = Array.from({ length: columns }, () => Array.from({ length: CHARACTERS_PER_COLUMN }, () => drawn(random())));
    const overall = item * PAGES_PER_ITEM + index;
    // Each in a column of its own: pages that are due for several keep them all.
    for (const [turn, [text, every]] of PLANTED.entries())
      if (overall % every === every - 1) texts[(index + turn) % columns]?.splice(2, [...text].length, ...text);
    yield searchPageSchema.parse({
      page: `p${item}-${index}`,
      label: `${index + 1}`,
      lines: texts.map((text, line) => lineOf(text, line, item)),
    });
  }
}

function lineOf(characters: readonly string[], line: number, item: number) {
  const x = 2400 - line * 120;
  return {
    id: `c${line + 1}`,
    text: characters.join(""),
    ...(item % 10 === 3 && { phienAm: characters.map((each) => SPOKEN.get(each) ?? "chi").join(" ") }),
    box: { x, y: 200, width: 90, height: CHARACTERS_PER_COLUMN * 110 },
    extents: characters.flatMap((_each, index) => [200 + index * 110, 300 + index * 110]),
  };
}

function drawn(at: number): string {
  let [low, high] = [0, SHARES.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((SHARES[middle] ?? 0) < at * TOTAL) low = middle + 1;
    else high = middle;
  }
  return ALPHABET[low] ?? "之";
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
