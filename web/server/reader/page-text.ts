/** The text of a page as the reader lays it on the picture: lines with the place of every character. */
import { evenCharacters } from "../../../formats/even-characters.ts";
import type { Box } from "../../../pipeline/geometry.ts";
import type { TextLayer, TextLine } from "../../../pipeline/text-layer.ts";

/** `[x, y, width, height]` in whole pixels of the page's picture. */
export type ReaderBox = readonly [x: number, y: number, width: number, height: number];

/** One line: a column, where the text is vertical. */
export interface ReaderLine {
  readonly id: string;
  readonly kind: TextLine["kind"];
  readonly box: ReaderBox;
  readonly text: string;
  readonly phienAm?: string;
  readonly translation?: string;
  /** `text` without spaces, character by character. */
  readonly characters: readonly { readonly text: string; readonly box: ReaderBox }[];
}

/** Lines that have text, in reading order. */
export function readerLines(layer: TextLayer): readonly ReaderLine[] {
  return layer.lines
    .filter(({ text, phienAm }) => text !== "" || phienAm)
    .map((line) => ({
      id: line.id,
      kind: line.kind,
      box: rounded(line.box),
      text: line.text,
      ...(line.phienAm && { phienAm: line.phienAm }),
      ...(line.translation && { translation: line.translation }),
      characters: charactersOf(line, layer).map(({ text, box }) => ({ text, box: rounded(box) })),
    }));
}

/** After a correction without places the characters tell another text: then each has an equal share of the line. */
function charactersOf({ text, box, characters }: TextLine, { writingMode }: TextLayer): readonly { text: string; box: Box }[] {
  const isSame = characters.map((each) => each.text).join("") === text.replace(/\s/gu, "");
  return isSame ? characters : evenCharacters(text, box, writingMode === "vertical-rl");
}

function rounded({ x, y, width, height }: Box): ReaderBox {
  return [Math.round(x), Math.round(y), Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
}
