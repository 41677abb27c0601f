/** How the lines of a layout compare with true columns, character by character. */
import type { Box } from "../../pipeline/geometry.ts";
import type { Layout } from "../../pipeline/layout.ts";
import { overlap } from "./boxed-page.ts";
import type { TrueColumn } from "./true-columns.ts";

/** Counts of one page; sums over pages are counts again. */
export interface PageScore {
  readonly columns: number;
  /** True columns that one line holds alone. */
  readonly found: number;
  /** Those of them that also stand in the right order among all found. */
  readonly inOrder: number;
  readonly characters: number;
  /** Characters whose middle lies in exactly one line. */
  readonly once: number;
  readonly lines: number;
  /** Lines that hold no character. */
  readonly empty: number;
  /** Sum over found columns of the overlap of their box with the line's. */
  readonly overlap: number;
}

/** Share of a column's characters that its line must hold, and share of others' it may hold. */
const COMPLETE = 0.9;
const FOREIGN = 0.1;

/** Which line holds which true column alone: line index a column, or undefined. */
export function matchColumns(lines: Layout["lines"], columns: readonly TrueColumn[]): readonly (number | undefined)[] {
  const held = lines.map((line) => columns.map((column) => column.characters.filter((box) => isIn(box, line.box)).length));
  return columns.map((column, at) => {
    const best = lines.map((_, i) => i).sort((a, b) => (held[b]?.[at] ?? 0) - (held[a]?.[at] ?? 0))[0];
    if (best === undefined) return undefined;
    const own = held[best]?.[at] ?? 0;
    const all = (held[best] ?? []).reduce((sum, count) => sum + count, 0);
    const elsewhere = held.reduce((sum, row, i) => sum + (i === best ? 0 : (row[at] ?? 0)), 0);
    const isWhole = own >= COMPLETE * column.characters.length && elsewhere <= FOREIGN * column.characters.length;
    return isWhole && all - own <= FOREIGN * all ? best : undefined;
  });
}

/** Score one page. `columns` and `lines` are in reading order. */
export function scorePage(lines: Layout["lines"], columns: readonly TrueColumn[]): PageScore {
  const matched = matchColumns(lines, columns);
  const found = matched.filter((line) => line !== undefined);
  const characters = columns.flatMap((column) => column.characters);
  return {
    columns: columns.length,
    found: found.length,
    inOrder: longestRise(found),
    characters: characters.length,
    once: characters.filter((box) => lines.filter((line) => isIn(box, line.box)).length === 1).length,
    lines: lines.length,
    empty: lines.filter((line) => !characters.some((box) => isIn(box, line.box))).length,
    overlap: matched.reduce<number>((sum, line, at) => {
      const box = line === undefined ? undefined : lines[line]?.box;
      return sum + (box === undefined ? 0 : overlap(box, columns[at]?.box as Box));
    }, 0),
  };
}

/** Length of the longest rising subsequence: what is left of it stands in the wrong place. */
export function longestRise(values: readonly number[]): number {
  const tails: number[] = [];
  for (const value of values) {
    const at = tails.findIndex((tail) => tail >= value);
    tails[at === -1 ? tails.length : at] = value;
  }
  return tails.length;
}

function isIn(character: Box, line: Box): boolean {
  const [x, y] = [character.x + character.width / 2, character.y + character.height / 2];
  return x >= line.x && x < line.x + line.width && y >= line.y && y < line.y + line.height;
}
