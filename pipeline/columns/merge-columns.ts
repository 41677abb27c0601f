/** Several columns become one: layout had cut a column at a gap. */
import { boxRound, type Column, type PageColumns, replaceColumns } from "./column.ts";
import { joinWords, withLayers } from "./text-parts.ts";

/**
 * Merge in reading order, into the first, which keeps its identifier, kind and place. Texts follow each other without anything
 * between them; phiên âm and translations are parted by a space, notes by a line break. Small columns of those that go follow.
 */
export function mergeColumns(page: PageColumns, ids: readonly string[]): PageColumns {
  const merged = page.columns.filter(({ id }) => ids.includes(id));
  const [first] = merged;
  if (first === undefined || merged.length < 2) return page;
  const gone = merged.slice(1).map(({ id }) => id);
  const joined = replaceColumns(page, [first.id, ...gone], [oneOf(first, merged)]);
  const columns = joined.columns.map((column) =>
    column.parent !== undefined && gone.includes(column.parent) ? { ...column, parent: first.id } : column,
  );
  return { ...joined, columns };
}

function oneOf(first: Column, merged: readonly Column[]): Column {
  const whole: Column = {
    ...first,
    box: boxRound(merged.map(({ box }) => box)),
    text: merged.map(({ text }) => text).join(""),
    confidence: confidenceOf(merged),
    characters: merged.flatMap(({ characters }) => characters),
  };
  return withLayers(whole, {
    phienAm: joinWords(
      merged.map((each) => each.phienAm),
      " ",
    ),
    translation: joinWords(
      merged.map((each) => each.translation),
      " ",
    ),
    note: joinWords(
      merged.map((each) => each.note),
      "\n",
    ),
  });
}

/** The common confidence, else the mean over characters. */
function confidenceOf(merged: readonly Column[]): number {
  const [first, ...others] = merged.map(({ confidence }) => confidence);
  if (others.every((other) => other === first)) return first ?? 0;
  const weight = (column: Column) => Math.max(1, column.characters.length);
  const sum = merged.reduce((total, column) => total + column.confidence * weight(column), 0);
  return sum / merged.reduce((total, column) => total + weight(column), 0);
}
