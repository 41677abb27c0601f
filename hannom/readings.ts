/**
 * How a character may be read in Quốc ngữ. Hints for a person who corrects: several a character, in no order of
 * likelihood, and of a Nôm character often only some of its readings.
 */
import { READINGS_TABLE } from "./readings-table.ts";

let table: ReadonlyMap<string, readonly string[]> | undefined;

/** Readings of one character, composed (NFC), in alphabetical order; empty where none is known. */
export function readingsOf(character: string): readonly string[] {
  table ??= byCharacter(READINGS_TABLE);
  return table.get(character) ?? [];
}

function byCharacter(text: string): ReadonlyMap<string, readonly string[]> {
  const readings = new Map<string, string[]>();
  for (const row of text.split(";")) {
    const [reading = "", characters = ""] = row.split(" ");
    for (const character of characters) {
      const known = readings.get(character);
      if (known === undefined) readings.set(character, [reading]);
      else if (!known.includes(reading)) known.push(reading);
    }
  }
  return readings;
}
