/** A person's correction applied to what the machine read: the text is the person's, the places are the machine's. */
import type { Box } from "../pipeline/geometry.ts";
import type { Character, TextLayer, TextLine } from "../pipeline/text-layer.ts";
import { evenCharacters } from "./even-characters.ts";
import type { TextRow } from "./text-table.ts";

/**
 * The reviewed text of a page. Rows give the lines and their order; a row with the identifier of a line keeps its place, a line
 * without a row is deleted, a row without a known identifier is a new line between its neighbours. Characters keep their boxes
 * while their number stays the same, otherwise they are spread evenly over the line. The text itself is taken as it is.
 * `agent` is who corrected and becomes the layer's engine. `machine` may also be an earlier review.
 */
export function applyReview(machine: TextLayer, rows: readonly TextRow[], agent: string): TextLayer {
  const isVertical = machine.writingMode === "vertical-rl";
  const known = new Map(machine.lines.map((line) => [line.id, line]));
  const boxes = rows.map((row) => known.get(row.id)?.box);
  const freshId = identifiers([...known.keys(), ...rows.map(({ id }) => id)]);
  const lines = rows.map((row, at): TextLine => {
    const before = known.get(row.id);
    const box = before?.box ?? placeOfNew(boxes.slice(0, at).findLast(isKnown), boxes.slice(at + 1).find(isKnown), machine);
    const id = row.id === "" ? freshId() : row.id;
    return {
      id,
      kind: row.kind,
      box,
      text: row.text,
      confidence: 1,
      characters: [...charactersOf(row.text, box, before, isVertical)],
      ...(row.phienAm === "" ? {} : { phienAm: row.phienAm }),
      ...(row.note === "" ? {} : { note: row.note }),
    };
  });
  return {
    v: 1,
    status: "reviewed",
    width: machine.width,
    height: machine.height,
    script: machine.script,
    writingMode: machine.writingMode,
    engine: { name: agent, version: origin(machine) },
    isWithoutText: lines.every(({ text }) => text.trim() === ""),
    lines,
  };
}

/** What the machine was, also through a second review, so that saving the same text again gives the same layer. */
function origin({ status, engine }: TextLayer): string {
  return status === "reviewed" ? engine.version : `${engine.name} ${engine.version}`;
}

/** A person's character is certain and has no alternatives. */
function charactersOf(text: string, box: Box, before: TextLine | undefined, isVertical: boolean): readonly Character[] {
  const even = evenCharacters(text, box, isVertical);
  const isSameLength = before !== undefined && before.characters.length === even.length;
  return even.map((character, at) => ({
    text: character.text,
    box: (isSameLength ? before.characters[at]?.box : undefined) ?? character.box,
    confidence: 1,
    alternatives: [],
  }));
}

function isKnown(box: Box | undefined): box is Box {
  return box !== undefined;
}

function identifiers(taken: readonly string[]): () => string {
  const used = new Set(taken);
  let number = 0;
  return () => {
    do number++;
    while (used.has(`r${number}`));
    return `r${number}`;
  };
}

/** Between the neighbours when there is room for a line, else on the nearer one; the whole page when there is neither. */
function placeOfNew(previous: Box | undefined, next: Box | undefined, page: TextLayer): Box {
  const neighbour = previous ?? next;
  if (neighbour === undefined) return { x: 0, y: 0, width: page.width, height: page.height };
  if (previous === undefined || next === undefined) return neighbour;
  if (page.writingMode === "vertical-rl") {
    const [x, width] = [next.x + next.width, previous.x - next.x - next.width];
    return width >= previous.width / 3 ? { x, y: previous.y, width, height: previous.height } : previous;
  }
  const [y, height] = [previous.y + previous.height, next.y - previous.y - previous.height];
  return height >= previous.height / 3 ? { x: previous.x, y, width: previous.width, height } : previous;
}
