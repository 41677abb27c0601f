/** Finding a character by its radical (one of 214) and the strokes beside it, as in a printed dictionary. */
import { RADICAL_STROKES_TABLE } from "./radical-strokes-table.ts";

/** Where a character stands in a dictionary. */
export interface RadicalStrokes {
  /** 1 to 214. */
  readonly radical: number;
  /** Strokes beside the radical. */
  readonly strokes: number;
}

let places: ReadonlyMap<string, readonly string[]> | undefined;

/** All characters with the radical and so many strokes beside it, in the order of code points. */
export function charactersOf({ radical, strokes }: RadicalStrokes): readonly string[] {
  places ??= readTable();
  return places.get(`${radical}.${strokes}`) ?? [];
}

/** The radicals as characters, ⼀ to ⿕: U+2F00 is the first (Unicode Standard, section 18.1). */
export function radicalNumber(character: string): number | undefined {
  const point = character.codePointAt(0) ?? 0;
  if (point >= 0x2f00 && point <= 0x2fd5) return point - 0x2eff;
  places ??= readTable();
  for (let radical = 1; radical <= 214; radical++) {
    if (places.get(`${radical}.0`)?.includes(character)) return radical;
  }
  return undefined;
}

function readTable(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const run of RADICAL_STROKES_TABLE.split(";")) {
    const [first = "", ...stretches] = run.split(" ");
    let point = Number.parseInt(first, 36);
    for (const stretch of stretches) {
      const [radical = 0, strokes = 0, count = 1] = stretch.split(/[.*]/u).map((each) => Number.parseInt(each, 36));
      const key = `${radical}.${strokes}`;
      const characters = Array.from({ length: count }, (_, at) => String.fromCodePoint(point + at));
      const known = found.get(key);
      if (known === undefined) found.set(key, characters);
      else known.push(...characters);
      point += count;
    }
  }
  return found;
}
