/** One printed leaf before the camera: its lines of print, frame and centre strip, as SVG and as boxes. */
import type { Box, Size } from "../../pipeline/geometry.ts";
import type { PageContent } from "./contents.ts";
import { type Drawn, drawIdeograph, drawLetter, union, type Wobble } from "./drawing.ts";
import { drawBlockFrame } from "./frame.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Random } from "./random.ts";
import { RUNNING_TITLE } from "./texts.ts";

/** What was printed, and where. */
export interface Print {
  readonly svg: string;
  /** One a column or line, around its ink. */
  readonly lineBoxes: readonly Box[];
  /** The same, character by character, spaces left out. */
  readonly characterBoxes: readonly (readonly Box[])[];
}

const WOODBLOCK: Wobble = { shift: 0.018, rotationDegrees: 1.2, scale: 0.03, strokeUnits: 14 };
const NUMERALS = "一二三四五六七八九十";

/** Lay out a page of the book on paper of this size; a whole leaf shows both halves and the strip between them. */
export function printLeaf(
  content: PageContent,
  leaf: { readonly size: Size; readonly isWhole: boolean; readonly number: number },
  glyphs: Glyphs,
  random: Random,
): Print {
  if (content.kind === "quoc-ngu") return printLines(content, leaf.size, glyphs);
  const frame = drawBlockFrame(leaf, content.columns, random);
  const columns = content.lines.map((text, i) => {
    const slot = frame.slots[i];
    return slot ? printColumn(text, slot, content.rows, glyphs, random) : [];
  });
  const strip = frame.strip ? printStrip(frame.strip, leaf.number, glyphs, random) : "";
  return toPrint(columns, frame.svg + strip);
}

function toPrint(lines: readonly (readonly Drawn[])[], extra: string): Print {
  return {
    svg: extra + lines.flatMap((line) => line.map((each) => each.svg)).join(""),
    lineBoxes: lines.map((line) => union(line.map((each) => each.box))),
    characterBoxes: lines.map((line) => line.map((each) => each.box)),
  };
}

function printColumn(text: string, slot: Box, rows: number, glyphs: Glyphs, random: Random): readonly Drawn[] {
  const pitch = slot.height / (rows + 0.3);
  const size = Math.min(pitch * 0.97, slot.width * 0.8);
  const x = slot.x + slot.width / 2;
  return [...text].map((character, i) =>
    drawIdeograph(glyphs.shape(character), x, slot.y + pitch * (i + 0.65), size, WOODBLOCK, random),
  );
}

/** Title above the fish tail, leaf number below it. */
function printStrip(strip: Box, leafNumber: number, glyphs: Glyphs, random: Random): string {
  const size = Math.min(strip.width * 0.72, strip.height * 0.045);
  const x = strip.x + strip.width / 2;
  const write = (text: string, top: number) =>
    [...text]
      .map((c, i) => drawIdeograph(glyphs.shape(c), x, top + size * 1.08 * (i + 0.5), size, WOODBLOCK, random).svg)
      .join("");
  const number = leafNumber <= 10 ? (NUMERALS[leafNumber - 1] ?? "") : `十${NUMERALS[(leafNumber - 11) % 10] ?? ""}`;
  return (
    write(RUNNING_TITLE, strip.y + strip.height * 0.07) +
    write(`卷一`, strip.y + strip.height * 0.47) +
    write(number, strip.y + strip.height * 0.74)
  );
}

/** A page of verse in Quốc ngữ: lines from the left, the longer line of each couplet less indented. */
function printLines(content: PageContent, paper: Size, glyphs: Glyphs): Print {
  const pitch = (paper.height * 0.76) / content.lines.length;
  const size = Math.min(pitch * 0.62, paper.width * 0.036);
  const lines = content.lines.map((text, i) => {
    const drawn: Drawn[] = [];
    let x = paper.width * (i % 2 === 0 ? 0.24 : 0.18);
    for (const letter of text) {
      const shape = glyphs.shape(letter);
      if (letter !== " ") drawn.push(drawLetter(shape, x, paper.height * 0.13 + pitch * (i + 0.7), size));
      x += (shape.advance / 1000) * size;
    }
    return drawn;
  });
  return toPrint(lines, "");
}
