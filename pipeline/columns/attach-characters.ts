/**
 * The characters of a stored working text: a version keeps columns and their text, while places, confidences and alternatives are
 * the machine's, which is kept once.
 */
import type { Box } from "../geometry.ts";
import type { Character, TextLayer } from "../text-layer.ts";
import type { Column } from "./column.ts";
import { keepCharacters } from "./keep-characters.ts";

/** A column as it is stored; all else of it is kept as it is. */
export type StoredColumn = Pick<Column, "id" | "kind" | "box" | "text"> &
  Readonly<Partial<Record<"parent" | "phienAm" | "translation" | "note", string | undefined>>>;

/**
 * Columns with characters. A character of the machine goes to the smallest column that its middle lies in, whatever column it was
 * read in, so that it finds its place after columns were split, merged and moved; one that lies in none goes with the column it
 * was read in. `unitsOf` parts a text (hannom/text-units.ts for Hán-Nôm).
 */
export function attachCharacters(
  stored: readonly StoredColumn[],
  machine: Pick<TextLayer, "lines" | "writingMode">,
  unitsOf: (text: string) => readonly string[],
): readonly Column[] {
  const bySize = [...stored].sort((a, b) => a.box.width * a.box.height - b.box.width * b.box.height);
  const found = new Map<string, Character[]>();
  for (const line of machine.lines) {
    for (const character of line.characters) {
      const owner = bySize.find(({ box }) => isWithin(character.box, box))?.id ?? line.id;
      found.set(owner, [...(found.get(owner) ?? []), character]);
    }
  }
  const lines = new Map(machine.lines.map((line) => [line.id, line]));
  return stored.map((column): Column => {
    const { parent, phienAm, translation, note, ...rest } = column;
    const layers = Object.entries({ parent, phienAm, translation, note }).filter(([, value]) => value !== undefined);
    const place = { box: column.box, writingMode: machine.writingMode };
    const characters = keepCharacters(found.get(column.id) ?? [], unitsOf(column.text), place);
    return {
      ...rest,
      ...Object.fromEntries(layers),
      confidence: lines.get(column.id)?.confidence ?? 1,
      characters: [...characters],
    };
  });
}

function isWithin({ x, y, width, height }: Box, box: Box): boolean {
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  return middleX >= box.x && middleX < box.x + box.width && middleY >= box.y && middleY < box.y + box.height;
}
