/** Pages for the PDF bench: the text of dense woodblock pages with double small columns. */
import type { TextLayer, TextLine } from "../../pipeline/text-layer.ts";

/** Size of a page in pixels, scanned at 150 dpi. */
export const PAGE = { width: 1240, height: 1754, dpi: 150 } as const;
const COLUMNS = 18;
const BODY_CHARACTERS = 12;
const SMALL_CHARACTERS = 10;

/** Different texts; pages beyond begin again, so that making texts costs the engines nothing. */
const TEXTS = 25;
const made: TextLayer[] = [];

/** The text of the page with this number, from 0. */
export function densePage(number: number): TextLayer {
  const index = number % TEXTS;
  made[index] ??= makePage(index);
  return made[index];
}

/** Columns of twelve characters, each with two small columns of ten below it: 54 runs and 576 characters. */
function makePage(number: number): TextLayer {
  const pitch = PAGE.width / (COLUMNS + 2);
  const lines = Array.from({ length: COLUMNS }, (_, at) => {
    const x = PAGE.width - (at + 2) * pitch;
    const seed = number * 601 + at * 37;
    return [
      columnOf(`c${3 * at + 1}`, "body", seed, BODY_CHARACTERS, { x, y: 100, width: pitch * 0.9, height: 840 }),
      columnOf(`c${3 * at + 2}`, "commentary", seed + 13, SMALL_CHARACTERS, smallBox(x + pitch * 0.45, pitch)),
      columnOf(`c${3 * at + 3}`, "commentary", seed + 29, SMALL_CHARACTERS, smallBox(x, pitch)),
    ];
  }).flat();
  const { width, height } = PAGE;
  const engine = { name: "bench", version: "1" };
  const kind = { script: "han-nom", writingMode: "vertical-rl", isWithoutText: false } as const;
  return { v: 1, status: "machine", width, height, ...kind, engine, lines };
}

function smallBox(x: number, pitch: number) {
  return { x, y: 950, width: pitch * 0.42, height: 700 };
}

function columnOf(id: string, kind: TextLine["kind"], seed: number, count: number, box: TextLine["box"]): TextLine {
  const height = box.height / count;
  const characters = Array.from({ length: count }, (_, at) => ({
    text: String.fromCodePoint((at % 3 === 0 ? 0x20000 : 0x4e00) + ((seed * 31 + at * 97) % 6000)),
    box: { x: box.x, y: box.y + at * height + ((seed + at) % 5), width: box.width, height: height - 6 },
    confidence: 0.9,
    alternatives: [],
  }));
  return { id, kind, box, text: characters.map(({ text }) => text).join(""), confidence: 0.9, characters };
}
