/** A working text as the answer to the gate: the text is the person's, characters stand where the machine saw them. */
import { textUnits } from "../../hannom/text-units.ts";
import { keepCharacters } from "../../pipeline/columns/keep-characters.ts";
import type { Box } from "../../pipeline/geometry.ts";
import type { Character, TextLayer, TextLine } from "../../pipeline/text-layer.ts";
import type { WorkingColumn, WorkingText } from "../../pipeline/text-version.ts";

/**
 * The reviewed layer of a page. `shown` is the reading that the characters' places are taken from, with boxes in pixels of the
 * same picture as the text. The same text of the same person over the same reading gives the same layer.
 */
export function reviewedLayer(text: WorkingText, shown: TextLayer, agent: string): TextLayer {
  const { width, height, script, writingMode } = text;
  return {
    v: 1,
    status: "reviewed",
    width,
    height,
    script,
    writingMode,
    engine: { name: agent, version: originOf(shown) },
    isWithoutText: text.columns.every((column) => column.text.trim() === ""),
    lines: text.columns.map((column) => reviewedLine(column, text, shown)),
  };
}

/** What the machine was, also through a second review. */
function originOf({ status, engine }: TextLayer): string {
  return status === "reviewed" ? engine.version : `${engine.name} ${engine.version}`;
}

function reviewedLine(column: WorkingColumn, { script, writingMode }: WorkingText, shown: TextLayer): TextLine {
  const { id, kind, box, parent, text, phienAm, translation, note } = column;
  const known = shown.lines.find((line) => line.id === id);
  const read = known && isSame(known.box, box) ? known.characters : charactersIn(box, shown);
  const characters = keepCharacters(read, unitsOf(text, script), { box, writingMode });
  return {
    id,
    kind,
    box,
    ...(parent === undefined ? {} : { parent }),
    text,
    confidence: 1,
    // What a person has let stand is certain, and has no alternatives.
    characters: characters.map((each) => ({ text: each.text, box: each.box, confidence: 1, alternatives: [] })),
    ...(phienAm ? { phienAm } : {}),
    ...(translation ? { translation } : {}),
    ...(note ? { note } : {}),
  };
}

function unitsOf(text: string, script: WorkingText["script"]): readonly string[] {
  if (script === "han-nom") return textUnits(text);
  const segments = new Intl.Segmenter("vi", { granularity: "grapheme" }).segment(text);
  return [...segments].map(({ segment }) => segment).filter((unit) => unit.trim() !== "");
}

/** What was read at this place: for columns that were split, joined or drawn. */
function charactersIn(box: Box, shown: TextLayer): readonly Character[] {
  return shown.lines.flatMap(({ characters }) => characters.filter((character) => isIn(character.box, box)));
}

function isIn(inner: Box, outer: Box): boolean {
  const [x, y] = [inner.x + inner.width / 2, inner.y + inner.height / 2];
  return x >= outer.x && x <= outer.x + outer.width && y >= outer.y && y <= outer.y + outer.height;
}

function isSame(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
